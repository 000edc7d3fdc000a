"""Everything by keyboard alone."""

from selenium.webdriver.common.keys import Keys


def is_field(name):
    return lambda element: element.get_attribute("id") == name


def is_button(words):
    return lambda element: element.tag_name == "button" and element.text.startswith(words)


def skip_link(browser):
    """the first stop leads past the menu"""
    browser.sign_in()
    browser.open("/admin/settings")
    browser.keys(Keys.TAB)
    assert browser.focused.text == "Skip to content"
    browser.keys(Keys.ENTER)
    assert browser.path.endswith("#main")


def write(browser):
    """a post is written from the menu on, saved with Ctrl+S and published with Ctrl+Enter"""
    browser.open("/admin/")
    browser.tab_to(lambda element: element.text == "New post")
    browser.keys(Keys.ENTER)
    browser.wait(lambda: browser.path == "/admin/new")
    assert browser.focused.get_attribute("id") == "content"
    browser.keys("By keys alone")
    browser.tab_to(is_field("tags"))
    browser.keys("keys")
    browser.mark()
    browser.chord(Keys.CONTROL, "s")
    browser.wait_for_other()
    assert "Draft saved." in browser.text
    browser.mark()
    browser.chord(Keys.CONTROL, Keys.ENTER)
    browser.wait_for_other()
    assert "Published." in browser.text, browser.text[:300]


def enter_in_a_line(browser):
    """the key Enter in a line of text sends nothing"""
    browser.open("/admin/new")
    browser.field("Title").send_keys("A title", Keys.ENTER)
    assert browser.path == "/admin/new"
    assert browser.focused.get_attribute("id") == "content"
    browser.field("Tags").send_keys("a", Keys.ENTER)
    assert browser.path == "/admin/new"
    browser.forget()


def buttons(browser):
    """a post is published, deleted and brought back by its buttons"""
    browser.open("/admin/new")
    browser.keys("Tabbed to the end")
    browser.tab_to(is_button("Publish"))
    browser.mark()
    browser.keys(Keys.ENTER)
    browser.wait_for_other()
    assert "Published." in browser.text
    browser.tab_to(is_button("Delete"))
    browser.mark()
    browser.keys(Keys.SPACE)
    browser.wait_for_other()
    assert "Deleted." in browser.text
    browser.tab_to(is_button("Undo"))
    browser.mark()
    browser.keys(Keys.ENTER)
    browser.wait_for_other()
    assert "It is back" in browser.text


def preview(browser):
    """the preview opens by its button"""
    browser.open("/admin/new")
    browser.keys("Look at **this**")
    browser.tab_to(is_button("Preview"))
    browser.keys(Keys.ENTER)
    browser.wait(lambda: browser.has("section.preview strong"))


def sign_out(browser):
    """the way out"""
    browser.open("/admin/")
    browser.tab_to(is_button("Sign out"))
    browser.mark()
    browser.keys(Keys.ENTER)
    browser.wait_for_other()
    browser.open("/admin/")
    assert browser.path.startswith("/auth/login")


CHECKS = [skip_link, write, enter_in_a_line, buttons, preview, sign_out]
