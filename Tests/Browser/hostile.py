"""Words that want to be scripts, in every field of the desk: none runs, none loads anything."""

from site_under_test import IMAGES

MARKER = "marker.invalid"
VECTORS = (IMAGES.parent / "script-vectors.txt").read_text().splitlines()
TEXTS = ["title", "content", "tags", "slug", "in-reply-to", "like-of", "repost-of", "bookmark-of", "date", "zone"]
FILL = """
    const form = document.querySelector("form.post");
    const [values, photo, action] = arguments;
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements[name];
      if (field.type === "datetime-local") field.type = "text";
      field.value = value;
    }
    if (photo) {
      for (const [name, value] of Object.entries(photo)) {
        const field = document.createElement("input");
        Object.assign(field, {type: "hidden", name, value});
        form.append(field);
      }
    }
    form.querySelector(`button[value=${action}]`).click();
    """


def look(browser, vector):
    """Nothing of the page has run or asked for what is not ours."""
    words = browser.alert()
    assert words is None, f"{vector}: a script ran: {words}"
    asked = browser.requests(MARKER)
    assert not asked, f"{vector}: {asked}"
    assert browser.driver.current_url.startswith(browser.site.root), vector
    handlers = browser.script(
        """
        const bad = [];
        for (const element of document.querySelectorAll("*")) {
          for (const { name, value } of element.attributes) {
            if (name.startsWith("on") || name === "style") bad.push(element.localName + " " + name);
            const address = value.replace(/[\\u0000-\\u0020]/g, "").toLowerCase();
            if (["href", "src", "action", "formaction", "data", "xlink:href"].includes(name)
                && /^(javascript|vbscript|data):/.test(address)) bad.push(element.localName + " " + value);
          }
          if (element.localName === "script" && !element.src.startsWith(location.origin + "/static/")) bad.push("script");
          if (["iframe", "object", "embed", "base", "svg", "math", "portal", "style"].includes(element.localName))
            bad.push(element.localName);
        }
        return bad;
        """
    )
    assert not handlers, f"{vector}: {handlers}"


def returned(browser):
    """in a form that comes back with faults"""
    browser.sign_in()
    for vector in VECTORS:
        browser.open("/admin/new")
        browser.mark()
        photo = {"photo": vector, "photo-alt": vector}
        browser.script(FILL, {name: vector for name in TEXTS}, photo, "publish")
        browser.wait_for_other()
        assert "Nothing was saved yet" in browser.text, vector
        look(browser, vector)
        for name in ("title", "content", "slug"):
            # Browsers take a line break at either end of a line away, and nothing else.
            value = browser.script("return document.querySelector('form.post').elements[arguments[0]].value", name)
            assert value == vector, (name, value)
        browser.forget()


def stored(browser):
    """in a post, in its form, its view, its preview and its page"""
    browser.forget()
    for number, vector in enumerate(VECTORS):
        browser.open("/admin/new")
        browser.mark()
        values = {name: vector for name in ("title", "content", "tags", "slug")}
        photo = {"photo": "https://photos.invalid/x.jpg", "photo-alt": vector}
        browser.script(FILL, values, photo, "draft")
        browser.wait_for_other()
        assert "Draft saved." in browser.text, vector
        look(browser, vector)
        path = browser.path
        if number % 4 == 0:
            browser.button("Preview").click()
            browser.wait(lambda: browser.has("section.preview .h-entry"))
            look(browser, vector)
        browser.open(path.replace("edit", "view"))
        look(browser, vector)
        browser.open(path)
        browser.press("Publish")
        look(browser, vector)
        link = browser.all(".notice a")[0].get_attribute("href")
        browser.open(link)
        look(browser, vector)


def lists(browser):
    """in the lists of the desk and of the site"""
    for path in ("/admin/", "/admin/?show=drafts", "/", "/feed.rss"):
        browser.open(path)
        if path != "/feed.rss":
            look(browser, path)
    status, feed = browser.site.get("/feed.rss")
    assert status == 200 and "<script" not in feed


def searched(browser):
    """in the search, in addresses and in the message"""
    for vector in VECTORS:
        browser.open("/admin/")
        browser.mark()
        browser.script("const q = document.querySelector('#q'); q.value = arguments[0]; q.form.submit()", vector)
        browser.wait_for_other()
        look(browser, vector)
    for path in ("/admin/?show=<script>alert(1)</script>", "/admin/edit/<script>alert(1)</script>", "/admin/?before=\"><img src=x onerror=alert(1)>"):
        browser.open(path)
        look(browser, path)
    browser.open("/admin/")
    browser.script("document.cookie = 'starpunk_flash=<img src=x onerror=alert(1)>; path=/admin'")
    browser.open("/admin/")
    look(browser, "message")


def kept(browser):
    """in what the browser kept"""
    for vector in VECTORS[::6]:
        browser.open("/admin/new")
        browser.script(
            """
            const fields = Object.fromEntries(arguments[1].map((name) => [name, arguments[0]]));
            localStorage.setItem("starpunk-desk:new", JSON.stringify(
              {fields, pictures: [{url: arguments[0], alt: arguments[0]}], version: arguments[0], time: Date.now()}));
            """,
            vector,
            [name for name in TEXTS if name not in ("date",)],
        )
        # Leaving the page would write what it holds over it.
        browser.script("addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
        browser.open("/admin/new")
        words = browser.alert()
        assert words is None, vector
        # An image of another site is one that a post may have.
        assert not [one for one in browser.requests(MARKER) if not one.endswith("/n")], vector
    browser.forget()


CHECKS = [returned, stored, lists, searched, kept]
