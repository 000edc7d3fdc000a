"""Chromium, driven as a person would use it."""

import base64
import json
import os
import time
import urllib.parse
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from site_under_test import ROOT

ARTEFACTS = Path(os.environ.get("ARTEFACTS", ROOT / "artefacts")) / "browser"
SCRIPTS_OFF = {"profile.managed_default_content_settings.javascript": 2}


class Browser:
    def __init__(self, site, scripts=True):
        options = webdriver.ChromeOptions()
        options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        for word in (
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1000,900",
            "--hide-scrollbars", "--disable-background-networking", "--no-first-run", "--lang=en",
            # Nothing but the site is to be reached, and what is asked for is seen in the log.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
        ):  # fmt: skip
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        options.set_capability("unhandledPromptBehavior", "ignore")
        if not scripts:
            options.add_experimental_option("prefs", SCRIPTS_OFF)
        service = webdriver.ChromeService(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(30)
        self.site = site
        self.is_narrow = False

    def close(self):
        self.driver.quit()

    # Going

    def open(self, path):
        self.driver.get(path if path.startswith("http") else self.site.root + path.lstrip("/"))

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.site.root.rstrip("/"))

    def forget(self):
        """Discards what the browser has kept of unsaved text."""
        self.open("/admin/settings")
        self.script("localStorage.clear()")

    def sign_in(self):
        self.open(self.site.login_link())
        self.press("Sign in")
        self.wait(lambda: "starpunk_session" in [cookie["name"] for cookie in self.driver.get_cookies()])

    # Finding

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def has(self, selector):
        return bool(self.all(selector))

    def field(self, label):
        """The control that a label names."""
        found = [one for one in self.all("label") if one.text.startswith(label)]
        assert found, f"no field {label!r} at {self.path}"
        return self.one("#" + found[0].get_attribute("for"))

    def button(self, words, index=0):
        found = [one for one in self.all("button") if one.is_displayed() and one.text.startswith(words)]
        assert len(found) > index, f"no button {words!r} at {self.path}"
        return found[index]

    @property
    def text(self):
        return self.one("body").text

    @property
    def focused(self):
        return self.driver.switch_to.active_element

    # Doing

    def write(self, label, text):
        control = self.field(label)
        control.clear()
        control.send_keys(text)

    def press(self, words, index=0):
        """Presses a button, and waits until another page is there."""
        self.mark()
        self.button(words, index).click()
        self.wait_for_other()

    def mark(self):
        """Marks the page, so that another one is known by lacking the mark."""
        self.script("window.isOldPage = true")

    def wait_for_other(self):
        def is_there():
            try:
                return self.script("return !window.isOldPage && document.readyState === 'complete'")
            except WebDriverException:
                return False

        self.wait(is_there)

    def keys(self, *keys):
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def chord(self, *keys):
        actions = webdriver.ActionChains(self.driver)
        for key in keys:
            actions.key_down(key)
        for key in reversed(keys):
            actions.key_up(key)
        actions.perform()

    def tab_to(self, condition, limit=120):
        """Presses Tab until the focus is where it is wanted; whatever has it on the way must show it."""
        for _ in range(limit):
            self.keys(Keys.TAB)
            style = self.script(
                "const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]"
            )
            element = self.focused
            if element.tag_name not in ("body", "html"):
                assert style[0] != "none" and style[1] != "0px", f"no focus to be seen on {element.tag_name} {element.text!r}"
            if condition(element):
                return element
        raise AssertionError("the keyboard does not get there")

    def wait(self, condition, seconds=15):
        WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(lambda _: condition())

    def script(self, source, *arguments):
        return self.driver.execute_script(source, *arguments)

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    # Looking

    def narrow(self):
        self.is_narrow = True
        self.command("Emulation.setDeviceMetricsOverride", width=360, height=740, deviceScaleFactor=1, mobile=True)

    def wide(self):
        self.is_narrow = False
        self.command("Emulation.clearDeviceMetricsOverride")

    def dark(self, on=True):
        features = [{"name": "prefers-color-scheme", "value": "dark" if on else "light"}]
        self.command("Emulation.setEmulatedMedia", features=features)

    def offline(self, on=True):
        self.command("Network.enable")
        self.command("Network.emulateNetworkConditions", offline=on, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    def screenshot(self, name):
        """A picture of the whole page, for which the window is as high as the page."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        width = 360 if self.is_narrow else 1000
        height = min(int(self.command("Page.getLayoutMetrics")["cssContentSize"]["height"]) + 1, 4000)
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=self.is_narrow)
        (ARTEFACTS / f"{name}.png").write_bytes(base64.b64decode(self.command("Page.captureScreenshot")["data"]))
        self.narrow() if self.is_narrow else self.wide()

    def alert(self):
        """The words of a box that a script has opened, which goes; None where there is none."""
        try:
            box = self.driver.switch_to.alert
            words = box.text
            box.dismiss()
            return words
        except NoAlertPresentException:
            return None

    def requests(self, host):
        """The addresses at a host that were asked for since the last look."""
        addresses = []
        for line in self.driver.get_log("performance"):
            message = json.loads(line["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                addresses.append(message["params"]["request"]["url"])
        return [one for one in addresses if urllib.parse.urlsplit(one).hostname == host]
