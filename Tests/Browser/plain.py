"""Everything without scripts."""

from selenium.webdriver.support.ui import Select

from site_under_test import IMAGES


def no_scripts(browser):
    """no script runs in this browser, and the form has its pickers instead"""
    browser.sign_in()
    browser.open("/admin/new")
    assert not browser.has("#images") and browser.has("#file1")
    assert not browser.one(".keys").is_displayed()
    browser.screenshot("plain-new")


def publish(browser):
    """a post with an image is published"""
    browser.open("/admin/new")
    browser.write("Content", "Plain words")
    browser.write("Slug", "plain")
    browser.write("Tags", "plain")
    browser.one("#file1").send_keys(str(IMAGES / "uploads/text.png"))
    browser.write("Its description", "Letters")
    Select(browser.field("Visible to")).select_by_value("unlisted")
    browser.press("Publish")
    assert "Published." in browser.text
    assert 'alt="Letters"' in browser.site.get("/note/plain")[1]


def fault(browser):
    """what cannot be saved comes back as it was, with a word on it"""
    browser.open("/admin/new")
    browser.write("Title", "Kept")
    browser.one("summary").click()
    browser.one("#file1").send_keys(str(IMAGES.parent / "script-vectors.txt"))
    browser.press("Publish")
    assert "was left out" in browser.text
    assert browser.field("Title").get_attribute("value") == "Kept"
    browser.screenshot("plain-fault")


def edit_and_delete(browser):
    """a post is edited, previewed, deleted and brought back"""
    browser.open("/admin/")
    browser.all(".posts .title a")[0].click()
    browser.write("Content", "Plainer words")
    browser.button("Preview").click()
    browser.wait(lambda: len(browser.driver.window_handles) == 2)
    first, second = browser.driver.window_handles
    browser.driver.switch_to.window(second)
    browser.wait(lambda: browser.has(".e-content"))
    assert "Plainer words" in browser.text
    browser.driver.close()
    browser.driver.switch_to.window(first)
    browser.press("Publish changes")
    assert "Plainer words" in browser.site.get("/note/plain")[1]
    browser.press("Delete")
    assert browser.site.get("/note/plain")[0] == 410
    browser.press("Undo")
    assert browser.site.get("/note/plain")[0] == 200


def other_pages(browser):
    """images, sessions, database and the way out"""
    browser.open("/admin/media")
    browser.one("#file").send_keys(str(IMAGES / "micropub-rocks.png"))
    browser.press("Upload")
    assert "The image is uploaded." in browser.text
    browser.press("Delete")
    assert "The image is deleted." in browser.text
    browser.open("/admin/sessions")
    assert "You are signed in nowhere else." in browser.text
    browser.open("/admin/database")
    browser.press("Check everything")
    assert "All is well" in browser.text
    browser.press("Sign out")
    browser.open("/admin/")
    assert browser.path.startswith("/auth/login")


CHECKS = [no_scripts, publish, fault, edit_and_delete, other_pages]
