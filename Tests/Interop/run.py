#!/usr/bin/env python3
"""Other people's IndieAuth against ours, both ways, on the loopback interface: `make interop`.

As server: Authlib asks for tokens, datasette-indieauth signs in. As client: this site signs in at django-indieweb and
lets its tokens post. The program is STARPUNK; it is run in folders of its own.
"""

import html
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

import requests
from authlib.integrations.requests_client import OAuth2Session

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "PythonSupport"))
from ports import free_port  # noqa: E402

STARPUNK = os.path.abspath(os.environ.get("STARPUNK", ".build/debug/starpunk"))
HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = tempfile.mkdtemp(prefix="starpunk-interop-")
started = []
passed = failed = 0


def check(name, condition, detail=""):
    global passed, failed
    passed, failed = passed + bool(condition), failed + (not condition)
    print(f"{'ok  ' if condition else 'FAIL'}  {name}{'' if condition else f': {detail}'}", flush=True)


def start(name, words, url, **environment):
    log = open(f"{FOLDER}/{name}.log", "w")
    process = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, **environment}, cwd=FOLDER)
    started.append(process)
    for _ in range(300):
        try:
            if requests.get(url, timeout=5).status_code < 500:
                return
        except requests.ConnectionError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"{name} does not answer:\n" + open(log.name).read())


class Site:
    """A StarPunk with a data folder of its own."""

    def __init__(self, name, **environment):
        self.port = free_port()
        self.root = f"http://127.0.0.1:{self.port}/"
        self.data = f"{FOLDER}/{name}"
        self.environment = {"SITE_URL": self.root, **environment}
        words = [STARPUNK, "serve", "--port", str(self.port), "--data-path", self.data]
        start(name, words, self.root, **self.environment)

    def login_link(self):
        words = [STARPUNK, "login-link", "--data-path", self.data]
        return subprocess.run(
            words, env={**os.environ, **self.environment}, capture_output=True, text=True, check=True
        ).stdout.strip()

    def owner(self):
        """A browser in which the owner is signed in."""
        browser = requests.Session()
        submit(browser, browser.get(self.login_link()), self.root + "auth/login")
        return browser


def hidden(page):
    """The hidden fields of a page."""
    if page.status_code != 200:
        raise AssertionError(f"{page.url}: {page.status_code} {page.text[:1000]}")
    found = {}
    for element in re.findall(r"<input[^>]*>", page.text):
        attributes = dict(re.findall(r"([\w-]+)\s*=\s*[\"']([^\"']*)[\"']", element))
        if attributes.get("type") == "hidden":
            found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return found


def submit(browser, page, url, **fields):
    answer = browser.post(url, data={**hidden(page), **fields}, allow_redirects=False, headers={"Referer": page.url})
    if answer.status_code not in (302, 303):
        words = re.sub(r"<style.*?</style>|<[^>]*>", " ", answer.text, flags=re.DOTALL)
        raise AssertionError(f"{url}: {answer.status_code} {' '.join(words.split())[:1000]}")
    return answer


def parameters(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))


def authlib_against_us():
    """A general OAuth 2 client, told nothing but our metadata."""
    site = Site("builtin")
    metadata = requests.get(site.root + ".well-known/oauth-authorization-server").json()
    client_id = f"http://127.0.0.1:{free_port()}/"
    client = OAuth2Session(
        client_id=client_id,
        redirect_uri=client_id + "back",
        scope="create update profile introspect",
        code_challenge_method="S256",
        token_endpoint_auth_method="none",
        revocation_endpoint_auth_method="none",
    )
    verifier = "v" * 64
    url, state = client.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier)
    owner = site.owner()
    page = owner.get(url)
    check("Authlib: the consent page names the application", client_id in page.text, page.text[:300])
    answer = owner.post(
        metadata["authorization_endpoint"],
        data=[*hidden(page).items(), *[("allowed", word) for word in client.scope.split()], ("decision", "allow")],
        allow_redirects=False,
    )
    back = answer.headers["Location"]
    check("Authlib: the answer bears the issuer (RFC 9207)", parameters(back).get("iss") == metadata["issuer"], back)
    token = client.fetch_token(
        metadata["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier
    )
    check("Authlib: a token with scope and owner", token["me"] == site.root and "create" in token["scope"], token)
    made = client.post(site.root + "micropub", data={"h": "entry", "content": "Posted with Authlib"})
    check("Authlib: the token posts", made.status_code == 201, made.text)
    check("Authlib: userinfo", client.get(metadata["userinfo_endpoint"]).json()["url"] == site.root)
    old = token["access_token"]
    new = client.refresh_token(metadata["token_endpoint"])
    check("Authlib: the refresh token gives another", new["access_token"] != old, new)
    answer = requests.post(
        metadata["introspection_endpoint"],
        data={"token": new["access_token"]},
        headers={"Authorization": f"Bearer {new['access_token']}"},
    ).json()
    check("Authlib: introspection says active", answer.get("active") is True and answer["me"] == site.root, answer)
    gone = client.revoke_token(
        metadata["revocation_endpoint"], token=new["refresh_token"], token_type_hint="refresh_token"
    )
    check("Authlib: revocation", gone.status_code == 200, gone.text)
    refused = requests.get(metadata["userinfo_endpoint"], headers={"Authorization": f"Bearer {new['access_token']}"})
    check("Authlib: nothing works afterwards", refused.status_code == 401, refused.status_code)
    return site


def datasette_against_us(site):
    """Somebody else's site, at which our owner signs in."""
    port = free_port()
    client = f"http://127.0.0.1:{port}/-/indieauth"
    words = [sys.executable, "-m", "datasette", "--memory", "-h", "127.0.0.1", "-p", str(port)]
    start("datasette", words + ["--plugins-dir", f"{HERE}/plugins"], client)
    browser, owner = requests.Session(), site.owner()
    page = browser.get(client)
    token = re.search(r'name="csrftoken" value="([^"]+)"', page.text).group(1)
    away = browser.post(client, data={"me": site.root, "csrftoken": token}, allow_redirects=False)
    url = away.headers.get("Location", "")
    check("datasette-indieauth: finds our endpoint", url.startswith(site.root), away.text[:300])
    page = owner.get(away.headers["Location"])
    answer = submit(owner, page, site.root + "auth/authorization", decision="allow")
    done = browser.get(answer.headers["Location"], allow_redirects=False)
    cookie = done.headers.get("Set-Cookie", "")
    check("datasette-indieauth: our owner is signed in", "ds_actor" in cookie, done.text[:500])
    actor = browser.get(f"http://127.0.0.1:{port}/-/actor.json").json()["actor"]
    check("datasette-indieauth: as our address", actor["me"] == site.root, actor)


def us_against_django():
    """This site with an owner whose server is django-indieweb."""
    port = free_port()
    me = f"http://127.0.0.1:{port}/"
    start("django", [sys.executable, f"{HERE}/provider.py", str(port), FOLDER], me)
    site = Site("external", AUTH_PROVIDER="external", ADMIN_ME=me)
    provider = requests.Session()
    login = provider.get(me + "accounts/login/")
    submit(provider, login, me + "accounts/login/", username="owner", password="owner", next="/")

    browser = requests.Session()
    page = browser.get(site.root + "auth/login?return=/admin/")
    away = submit(browser, page, site.root + "auth/login", me=me)
    url = away.headers["Location"]
    check("django-indieweb: its endpoint is found", url.startswith(me + "indieweb/auth/"), url)
    answer = submit(provider, provider.get(url), url.split("?")[0], action="approve")
    done = browser.get(answer.headers["Location"], allow_redirects=False)
    cookie = done.headers.get("Set-Cookie", "")
    check("django-indieweb: the owner is signed in", "starpunk_session" in cookie, done.text[:900])
    check("django-indieweb: and goes on", done.headers.get("Location") == "/admin/", done.headers)
    again = browser.get(answer.headers["Location"], allow_redirects=False)
    check("django-indieweb: the answer works once", again.status_code == 403, again.status_code)

    def token(scope):
        client_id = f"http://127.0.0.1:{free_port()}/"
        client = OAuth2Session(
            client_id=client_id, redirect_uri=client_id + "back", scope=scope, code_challenge_method="S256",
            token_endpoint_auth_method="none",
        )
        url, state = client.create_authorization_url(me + "indieweb/auth/", code_verifier="v" * 64, me=me)
        answer = submit(provider, provider.get(url), me + "indieweb/auth/", action="approve")
        return client.fetch_token(
            me + "indieweb/token/", authorization_response=answer.headers["Location"], state=state,
            code_verifier="v" * 64, headers={"Accept": "application/json"},
        )["access_token"]

    def post(token):
        headers = {"Authorization": f"Bearer {token}"}
        return requests.post(site.root + "micropub", data={"h": "entry", "content": "Hello"}, headers=headers)

    good = token("create")
    check("django-indieweb: its token posts here", post(good).status_code == 201, post(good).text)
    weak = post(token("read"))
    check("django-indieweb: 403 for one without the scope", weak.status_code == 403, weak.text)
    ended = token("create update")
    tokens = provider.get(me + "indieweb/tokens/")
    for number in re.findall(r"/tokens/(\d+)/revoke/", tokens.text):
        submit(provider, tokens, f"{me}indieweb/tokens/{number}/revoke/")
    check("django-indieweb: 401 for a revoked one", post(ended).status_code == 401, post(ended).text)
    check("django-indieweb: 401 for an unknown one", post("unknown").status_code == 401)


def main():
    try:
        datasette_against_us(authlib_against_us())
        us_against_django()
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait()
        shutil.rmtree(FOLDER, ignore_errors=True)
    print(f"interop: {passed} passed, {failed} failed")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main()
