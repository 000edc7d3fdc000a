"""Signing in by link, password and passkey; applications and sessions; signing out."""

from browser import Browser
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support.ui import Select
from site_under_test import Site

PASSWORD = "quiet rivers carry old stones"


def login_link(browser):
    """a page of the desk leads to the sign-in page, and a login link leads in"""
    browser.open("/admin/settings")
    assert browser.path.startswith("/auth/login"), browser.path
    link = browser.site.login_link()
    browser.open(link)
    browser.screenshot("sign-in-link")
    browser.press("Sign in")
    browser.open("/admin/")
    assert browser.one("h1").text == "Posts"
    browser.open(link)
    assert "does not work" in browser.text


def sign_out(browser):
    """signing out ends it"""
    browser.open("/admin/")
    browser.press("Sign out")
    browser.open("/admin/")
    assert browser.path.startswith("/auth/login")


def password(browser):
    """a password is set, and signs in; the desk is where it was left"""
    browser.sign_in()
    browser.open("/auth/password")
    browser.write("New password", PASSWORD)
    browser.write("New password, once more", PASSWORD)
    browser.press("Set the password")
    sign_out(browser)
    browser.open("/admin/media")
    browser.screenshot("sign-in")
    browser.write("Password", PASSWORD)
    browser.press("Sign in")
    assert browser.path == "/admin/media", browser.path


def passkey(browser):
    """a passkey is added, and signs in"""
    options = VirtualAuthenticatorOptions()
    options.protocol = VirtualAuthenticatorOptions.Protocol.CTAP2
    options.transport = VirtualAuthenticatorOptions.Transport.INTERNAL
    options.has_resident_key = options.has_user_verification = options.is_user_verified = True
    browser.driver.add_virtual_authenticator(options)
    try:
        browser.open("/auth/passkeys")
        browser.write("Name of the device", "Test <device>")
        browser.press("Add a passkey")
        browser.open("/auth/passkeys")
        assert browser.field("Name").get_attribute("value") == "Test <device>"
        browser.screenshot("passkeys")
        sign_out(browser)
        browser.press("Sign in with a passkey")
        browser.open("/admin/")
        assert browser.one("h1").text == "Posts"
    finally:
        browser.driver.remove_virtual_authenticator()


def sessions(browser):
    """another browser is signed out from here"""
    from browser import Browser

    other = Browser(browser.site)
    try:
        other.sign_in()
        other.open("/admin/")
        assert other.one("h1").text == "Posts"
        browser.open("/admin/sessions")
        browser.screenshot("sessions")
        browser.press("Sign out all other browsers")
        assert "signed out" in browser.text
        other.open("/admin/")
        assert other.path.startswith("/auth/login")
    finally:
        other.close()


def applications(browser):
    """an application is revoked, and its token does not work any more"""
    browser.open("/admin/applications")
    assert "No application is connected." in browser.text
    token = browser.site.run("token", "create", "--scope", "create media", "--client-id", "https://app.example/")
    browser.site.run("token", "create", "--scope", "update")
    browser.open("/admin/applications")
    browser.screenshot("applications")
    assert "publish posts" in browser.text and "upload images" in browser.text
    browser.press("Revoke")
    assert "can do nothing here" in browser.text
    status = browser.script(
        "return fetch('/micropub?q=config', {headers: {Authorization: 'Bearer ' + arguments[0]}}).then((r) => r.status)",
        token,
    )
    assert status == 401, status


def sharing(browser):
    """a private post is let read to somebody whose site is another one of these, and is withdrawn again"""
    friend = Site()
    other = Browser(friend)
    try:
        other.sign_in()
        browser.open("/admin/new")
        browser.one("#content").send_keys("For one reader.")
        Select(browser.field("Visible to")).select_by_value("private")
        browser.press("Publish")
        browser.open("/admin/?show=private")
        browser.one(".acts a").click()
        browser.write("Let somebody read it", "nobody at all")
        browser.press("Send a ticket")
        assert "not the address" in browser.text
        browser.write("Let somebody read it", friend.root)
        browser.press("Send a ticket")
        assert "The ticket was taken" in browser.text

        def has_token():
            other.open("/admin/applications")
            return "Show the token" in other.text

        other.wait(has_token)
        other.one("details summary").click()
        token = other.one("details code").text
        other.screenshot("what-others-let-you-read")
        browser.driver.refresh()
        browser.screenshot("who-may-read-it")
        read = "return fetch(arguments[0], {headers: {Authorization: 'Bearer ' + arguments[1]}}).then((r) => r.status)"
        path = "/" + other.one(".cards .title a").get_attribute("href").removeprefix(browser.site.root)
        assert browser.script(read, path, token) == 200
        browser.press("Withdraw")
        assert "cannot read this post any more" in browser.text
        assert browser.script(read, path, token) == 404
    finally:
        other.close()
        friend.close()


def database(browser):
    """a backup is made and everything is checked, while the site runs"""
    browser.open("/admin/database")
    browser.press("Make a backup now")
    assert "A backup was made and checked." in browser.text
    assert len(list((browser.site.folder / "data/backups").glob("*.db"))) == 1
    browser.press("Check everything")
    assert "All is well" in browser.text
    browser.screenshot("database")
    browser.open("/admin/settings")
    assert "From the environment." in browser.text
    browser.screenshot("settings")


CHECKS = [login_link, sign_out, password, passkey, sessions, applications, sharing, database]
