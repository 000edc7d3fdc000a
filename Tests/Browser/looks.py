"""Every page: accessible by the rules of axe-core, light and dark, and fit for a narrow screen."""

import axe_playwright_python

from pathlib import Path

from selenium.webdriver.support.ui import Select
from site_under_test import IMAGES

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
DESK = [
    "/admin/", "/admin/?show=drafts", "/admin/?show=deleted", "/admin/?q=nothing", "/admin/new", "/admin/edit/1",
    "/admin/edit/2", "/admin/view/3", "/admin/view/5", "/admin/media", "/admin/applications", "/admin/sessions", "/admin/database",
    "/admin/settings", "/auth/password", "/auth/passkeys",
]  # fmt: skip
PUBLIC = [
    "/", "/note/one", "/note/two", "/tag/plain", "/archive/2026", "/search", "/search?q=words", "/nothing", "/note/gone",
    "/auth/login",
]  # fmt: skip


def prepare(browser):
    """a site with something of everything"""
    browser.sign_in()
    text = (
        "Words with a [link](https://example.com/), `code`, a list:\n\n- one\n- [x] two\n\n> quoted\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n## A heading\n\nA footnote.[^1]\n\n[^1]: There."
    )
    for slug, title, action in (
        ("one", "", "Publish"), ("two", "A title", "Publish"), ("three", "", "Save draft"), ("gone", "", "Publish"),
    ):  # fmt: skip
        browser.open("/admin/new")
        browser.script("document.querySelector('#content').value = arguments[0]", text)
        browser.write("Title", title)
        browser.write("Slug", slug)
        browser.write("Tags", "plain, IndieWeb")
        if slug == "two":
            browser.one("#images").send_keys(str(IMAGES / "uploads/wide.jpg"))
            browser.wait(lambda: browser.has(".picture img"))
            browser.one("[name=photo-alt]").send_keys("A view")
            browser.one(".contexts summary").click()
            browser.write("Reply to", "https://example.com/post")
        browser.press(action)
    browser.open("/admin/")
    browser.press("Delete")
    browser.open("/admin/new")
    browser.one("#content").send_keys("For one reader.")
    Select(browser.field("Visible to")).select_by_value("private")
    browser.press("Publish")
    browser.site.run("token", "create", "--scope", "create media", "--client-id", "https://app.example/")
    browser.site.run("token", "create", "--scope", "update")
    browser.open("/admin/database")
    browser.press("Make a backup now")


def violations(browser):
    found = browser.driver.execute_async_script(
        """
        const [source, tags, done] = arguments;
        if (!window.axe) (0, eval)(source);
        axe.run(document, {runOnly: tags, resultTypes: ["violations"]})
          .then((result) => done(result.violations.map((v) => v.id + ": "
            + v.nodes.map((n) => n.target.join(" ") + " " + (n.failureSummary ?? "")).join(" | "))),
            (error) => done(["axe: " + error]));
        """,
        AXE,
        RULES,
    )
    return found


def walk(browser, paths, name):
    bad = []
    for mode in ("light", "dark"):
        browser.dark(mode == "dark")
        for path in paths:
            browser.open(path)
            if path not in ("/nothing", "/note/gone") and browser.one("h1").text == "Not found":
                continue
            for violation in violations(browser):
                bad.append(f"{mode} {path}: {violation}")
            if mode == "dark":
                browser.screenshot(f"{name}-dark{path.translate(str.maketrans('/?=', '---'))}")
    browser.dark(False)
    assert not bad, "\n".join(bad)


def narrow(browser, paths, name):
    bad = []
    browser.narrow()
    try:
        for path in paths:
            browser.open(path)
            width = browser.script("return document.documentElement.scrollWidth")
            if width > 360:
                bad.append(f"{path}: {width} px wide")
            small = browser.script(
                """
                return [...document.querySelectorAll("button, .menu a, .folders a, .acts a, input, select, summary")]
                  .filter((e) => e.checkVisibility() && !e.closest(".check") && e.type !== "hidden" && e.type !== "checkbox")
                  .map((e) => [e.getBoundingClientRect(), e])
                  .filter(([box]) => box.height < 24 || box.width < 24)
                  .map(([box, e]) => `${e.localName} ${e.textContent.trim()} ${box.width}x${box.height}`);
                """
            )
            bad += [f"{path}: too small for a finger: {one}" for one in small]
            browser.screenshot(f"{name}-360{path.translate(str.maketrans('/?=', '---'))}")
    finally:
        browser.wide()
    assert not bad, "\n".join(bad)


def desk(browser):
    """axe-core finds nothing on the desk, light and dark"""
    walk(browser, DESK, "desk")


def desk_in_use(browser):
    """axe-core finds nothing on messages, faults, previews and restored text"""
    bad = []
    for mode in ("light", "dark"):
        browser.dark(mode == "dark")
        browser.open("/admin/new")
        browser.press("Publish")
        bad += [f"{mode} faults: {one}" for one in violations(browser)]
        browser.open("/admin/new")
        browser.field("Content").send_keys("Some *words*")
        browser.button("Preview").click()
        browser.wait(lambda: browser.has("section.preview .h-entry"))
        bad += [f"{mode} preview: {one}" for one in violations(browser)]
        browser.open("/admin/")
        browser.open("/admin/new")
        browser.wait(lambda: browser.has(".kept"))
        bad += [f"{mode} restored: {one}" for one in violations(browser)]
        browser.button("Discard it").click()
        browser.open("/admin/")
        browser.press("Delete")
        bad += [f"{mode} message: {one}" for one in violations(browser)]
        browser.press("Undo")
    browser.dark(False)
    assert not bad, "\n".join(bad)


def public(browser):
    """axe-core finds nothing on the public pages, light and dark"""
    walk(browser, PUBLIC, "public")


def desk_narrow(browser):
    """the desk fits 360 pixels, with targets for fingers"""
    narrow(browser, DESK, "desk")


def public_narrow(browser):
    """the public pages fit 360 pixels"""
    narrow(browser, PUBLIC, "public")


CHECKS = [prepare, desk, desk_in_use, public, desk_narrow, public_narrow]
