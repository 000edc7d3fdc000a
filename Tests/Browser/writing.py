"""What the owner does with posts and images, scripts and all."""

import base64

from selenium.webdriver.common.keys import Keys

from site_under_test import IMAGES

UPLOADS = IMAGES / "uploads"


def publish(browser):
    """a post is written and published, and readers see it"""
    browser.sign_in()
    browser.open("/admin/new")
    browser.write("Content", "A first *note*.\n\nWith two paragraphs.")
    browser.write("Tags", "IndieWeb, Swift")
    browser.write("Slug", "first")
    browser.screenshot("new")
    browser.press("Publish")
    assert browser.path == "/admin/", browser.path
    assert "Published." in browser.text
    browser.screenshot("published")
    status, page = browser.site.get("/note/first")
    assert status == 200 and "<em>note</em>" in page


def images(browser):
    """images are sent while one writes; each gets its description and its place"""
    browser.open("/admin/new")
    picker = browser.one("#images")
    picker.send_keys(f"{UPLOADS / 'text.png'}\n{UPLOADS / 'wide.jpg'}")
    browser.wait(lambda: len(browser.all(".picture img")) == 2)
    alts = browser.all("[name=photo-alt]")
    alts[0].send_keys("Letters")
    alts[1].send_keys("A wide view")
    browser.screenshot("images")
    browser.button("Move down").click()
    assert [one.get_attribute("value") for one in browser.all("[name=photo-alt]")] == ["A wide view", "Letters"]
    # One that is no image is refused, and says why.
    picker.send_keys(str(IMAGES.parent / "script-vectors.txt"))
    browser.wait(lambda: "not an image" in browser.one(".pictures").text)
    assert len(browser.all(".picture img")) == 2
    browser.write("Content", "With images")
    browser.write("Slug", "with-images")
    browser.press("Publish")
    _, page = browser.site.get("/note/with-images")
    assert page.index('alt="A wide view"') < page.index('alt="Letters"')
    # Taken out again, by the button.
    browser.open("/admin/")
    browser.all(".posts .title a")[0].click()
    browser.wait(lambda: len(browser.all(".picture img")) == 2)
    browser.button("Remove").click()
    browser.press("Publish changes")
    _, page = browser.site.get("/note/with-images")
    assert 'alt="A wide view"' not in page and 'alt="Letters"' in page


def drop_and_paste(browser):
    """images are dropped and pasted; a fifth one is refused"""
    browser.open("/admin/new")
    data = [base64.b64encode((UPLOADS / name).read_bytes()).decode() for name in ("text.png", "wide.jpg")]
    give = """
        const [kind, data, type] = arguments;
        const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], "given." + type, {type: "image/" + type}));
        const target = document.querySelector("#content");
        const event = kind === "paste"
          ? new ClipboardEvent("paste", {clipboardData: transfer, bubbles: true, cancelable: true})
          : new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true});
        target.dispatchEvent(event);
        return event.defaultPrevented;
        """
    assert browser.script(give, "drop", data[0], "png")
    browser.wait(lambda: len(browser.all(".picture img")) == 1)
    assert browser.script(give, "paste", data[1], "jpeg")
    browser.wait(lambda: len(browser.all(".picture img")) == 2)
    browser.one("#images").send_keys("\n".join(str(UPLOADS / name) for name in ("photo.webp", "still.gif", "grey.jpg")))
    browser.wait(lambda: not browser.has(".picture progress"))
    assert len(browser.all(".picture img")) == 4
    assert "A post can have 4 images." in browser.one(".pictures").text
    browser.forget()


def preview(browser):
    """the preview follows what is written, made by the site"""
    browser.open("/admin/new")
    browser.write("Title", "A <title>")
    browser.write("Content", "Some **strong** words")
    browser.button("Preview").click()
    browser.wait(lambda: browser.has("section.preview .e-content strong"))
    browser.field("Content").send_keys(" and ~~gone~~ ones")
    browser.wait(lambda: browser.has("section.preview .e-content del"))
    assert "A <title>" in browser.one("section.preview").text
    browser.screenshot("preview")
    browser.button("Hide preview").click()
    assert not browser.one("section.preview").is_displayed()
    browser.forget()


def edit(browser):
    """a post is edited, its slug changes, and the old address leads on"""
    browser.open("/admin/")
    next(one for one in browser.all(".posts .title a") if one.text.startswith("A first")).click()
    browser.field("Content").send_keys("\n\nAnd a third.")
    browser.write("Slug", "number-one")
    browser.screenshot("edit")
    browser.press("Publish changes")
    assert "Your changes are saved." in browser.text
    _, page = browser.site.get("/note/first")
    assert "And a third." in page
    browser.one(".notice a").click()
    assert browser.path == "/note/number-one"


def draft_and_schedule(browser):
    """a draft stays with its owner; a later date waits"""
    browser.open("/admin/new")
    browser.write("Content", "Half a thought")
    browser.press("Save draft")
    assert "Draft saved." in browser.text and browser.path.startswith("/admin/edit/")
    browser.script("document.querySelector('#date').value = '2031-05-06T07:08'")
    browser.press("Publish")
    assert "Scheduled: it will appear" in browser.text
    browser.open("/admin/?show=scheduled")
    assert "Half a thought" in browser.text
    assert "Half a thought" not in browser.site.get("/")[1]


def time_zone(browser):
    """the form takes the time zone of the browser, for the date that is chosen"""
    browser.command("Emulation.setTimezoneOverride", timezoneId="Europe/Paris")
    try:
        browser.open("/admin/new")
        browser.script(
            "const d = document.querySelector('#date'); d.value = '2025-07-01T12:00'; d.dispatchEvent(new Event('input'))"
        )
        assert browser.field("Time zone").get_attribute("value") == "+02:00"
        browser.script(
            "const d = document.querySelector('#date'); d.value = '2025-01-01T12:00'; d.dispatchEvent(new Event('input'))"
        )
        assert browser.field("Time zone").get_attribute("value") == "+01:00"
    finally:
        browser.command("Emulation.setTimezoneOverride", timezoneId="")


def tags(browser):
    """each tag of several completes itself"""
    browser.open("/admin/new")
    browser.write("Tags", "New, ")
    offers = browser.script("return [...document.querySelector('#known-tags').options].map((o) => o.value)")
    assert "New, IndieWeb" in offers and "New, Swift" in offers, offers
    browser.forget()


def delete_and_undo(browser):
    """a post is deleted, and one button brings it back"""
    browser.open("/admin/")
    index = [one.text.startswith("A first") for one in browser.all(".posts .title a")].index(True)
    browser.press("Delete", index)
    assert "Deleted." in browser.text
    assert browser.site.get("/note/number-one")[0] == 410
    browser.screenshot("deleted")
    browser.press("Undo")
    assert "It is back" in browser.text
    assert browser.site.get("/note/number-one")[0] == 200


def connection(browser):
    """what is written outlasts a lost connection, a closed page and a lost session"""
    browser.open("/admin/new")
    browser.field("Content").send_keys("Written on a train")
    browser.offline()
    browser.button("Publish").click()
    browser.wait(lambda: "There is no connection." in browser.text)
    browser.screenshot("offline")
    browser.offline(False)
    browser.open("/admin/")
    browser.open("/admin/new")
    browser.wait(lambda: "is back" in browser.text)
    assert browser.field("Content").get_attribute("value") == "Written on a train"
    browser.screenshot("restored")
    # The session ends meanwhile.
    cookie = browser.driver.get_cookie("starpunk_session")
    browser.driver.delete_cookie("starpunk_session")
    browser.press("Publish")
    assert browser.one("h1").text == "Signed out"
    assert browser.one("textarea").get_attribute("value") == "Written on a train"
    browser.driver.add_cookie({"name": "starpunk_session", "value": cookie["value"], "path": "/"})
    browser.open("/admin/new")
    browser.wait(lambda: "is back" in browser.text)
    browser.press("Publish")
    assert "Published." in browser.text
    browser.open("/admin/new")
    assert browser.field("Content").get_attribute("value") == ""


def conflict(browser):
    """a post that was changed in another window is not overwritten unseen"""
    browser.open("/admin/")
    index = [one.text.startswith("A first") for one in browser.all(".posts .title a")].index(True)
    path = browser.all(".posts .title a")[index].get_attribute("href")
    browser.open(path)
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    try:
        browser.open(path)
        browser.write("Content", "From the other window")
        browser.press("Publish changes")
    finally:
        browser.driver.close()
        browser.driver.switch_to.window(first)
    browser.write("Content", "From this window")
    browser.press("Publish changes")
    assert "was changed meanwhile" in browser.text
    browser.one("summary").click()
    assert "From the other window" in browser.text
    browser.screenshot("conflict")
    browser.press("Publish changes")
    assert "Your changes are saved." in browser.text
    assert "From this window" in browser.site.get("/note/number-one")[1]


def search(browser):
    """words find posts"""
    browser.open("/admin/")
    # The header has a search of the public pages beside it.
    browser.one("main input[type=search]").send_keys("window", Keys.ENTER)
    browser.wait(lambda: "q=window" in browser.path)
    assert len(browser.all(".posts > li")) == 1
    browser.open("/admin/?q=nothingofthatkind")
    assert "No post has the words" in browser.text


def library(browser):
    """images are uploaded, found where they are used, and deleted"""
    browser.open("/admin/media")
    assert "With images" in browser.one(".library").text
    browser.one("#file").send_keys(str(IMAGES / "micropub-rocks.png"))
    browser.press("Upload")
    assert "The image is uploaded." in browser.text
    browser.screenshot("media")
    count = len(browser.all(".library > li"))
    browser.press("Delete")
    assert "The image is deleted." in browser.text
    assert len(browser.all(".library > li")) == count - 1


CHECKS = [
    publish, images, drop_and_paste, preview, edit, draft_and_schedule, time_zone, tags, delete_and_undo, connection,
    conflict, search, library,
]  # fmt: skip
