"""A site of the built program with posts of every kind, published by Micropub, and what crawlers know of it."""

import gzip
import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass

from site_under_test import IMAGES, Site

PAGE = 20
"""Posts on a page of a list."""

HIDDEN = {
    "draft": {"post-status": ["draft"]},
    "private": {"visibility": ["private"]},
    "unlisted": {"visibility": ["unlisted"]},
    "scheduled": {"published": ["2099-01-01T00:00:00Z"]},
    "deleted": {},
}
SECRET = "Marginalia"
"""A word that only hidden posts have."""


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def type(self):
        return self.headers.get("content-type", "").partition(";")[0]


class PublishedSite(Site):
    def __init__(self):
        super().__init__()
        self.token = self.run("token", "create", "--scope", "create update delete media")
        self.urls = {}
        self.pages = None
        self.publish()

    def ask(self, url, method="GET", headers=None, body=None):
        """An answer as it is: no redirect is followed."""
        request = urllib.request.Request(urllib.parse.urljoin(self.root, url), body, headers or {}, method=method)
        try:
            with OPENER.open(request, timeout=30) as response:
                answer = response
                body = response.read()
        except urllib.error.HTTPError as error:
            answer, body = error, error.read()
        fields = {name.lower(): value for name, value in answer.headers.items()}
        if fields.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return Answer(answer.status, fields, body)

    def post(self, name, properties):
        """Publishes a post and remembers its address under a name."""
        document = {"type": ["h-entry"], "properties": {"mp-slug": [name], **properties}}
        answer = self.ask(
            "micropub", "POST",
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}, json.dumps(document).encode(),
        )  # fmt: skip
        assert answer.status == 201, (answer.status, answer.text)
        self.urls[name] = answer.headers["location"]

    def upload(self, name):
        boundary = uuid.uuid4().hex
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
        body = head.encode() + (IMAGES / name).read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        answer = self.ask(
            "micropub/media", "POST",
            {"Authorization": f"Bearer {self.token}", "Content-Type": f"multipart/form-data; boundary={boundary}"}, body,
        )  # fmt: skip
        assert answer.status == 201, (answer.status, answer.text)
        return answer.headers["location"]

    def publish(self):
        for number in range(45):
            self.post(f"n{number}", {"content": [f"Note *{number}* with some words, 1 < 2 & more"], "category": ["many"]})
        photo = self.upload("sunset.jpg")
        about = {"type": ["h-cite"], "properties": {"url": ["https://b.example/post"], "name": ["Bob’s \"post\""]}}
        self.post("article", {"name": ["A title & more"], "content": ["First.\n\n## Heading\n\n| a | b |\n|---|---|\n| 1 | 2 |"]})
        self.post("titled", {"content": ["# Written as a heading\n\nBelow it.[^1]\n\n[^1]: A footnote."]})
        self.post("photo", {"content": ["A sunset"], "photo": [{"value": photo, "alt": "The sun behind \"hills\""}]})
        self.post("wordless", {"photo": [photo]})
        self.post("reply", {"content": ["I agree"], "in-reply-to": ["https://b.example/post"]})
        self.post("cited", {"content": ["And again"], "in-reply-to": [about]})
        self.post("like", {"like-of": ["https://b.example/liked?a=1&b=2"]})
        self.post("repost", {"repost-of": [about]})
        self.post("bookmark", {"bookmark-of": ["https://b.example/kept"], "name": ["Kept"], "category": ["Ελλάδα", "C&A"]})
        self.post("rsvp", {"in-reply-to": ["https://b.example/party"], "rsvp": ["yes"]})
        self.post("place", {"content": ["Here"], "location": [{
            "type": ["h-adr"], "properties": {"locality": ["Athens"], "country-name": ["Greece"]}}]})  # fmt: skip
        self.post("html", {"content": [{"html": "<p>Words <script>alert(1)</script><b>in</b> <i>HTML</p>"}]})
        self.post("old", {"content": ["From another year"], "published": ["2019-03-04T05:06:07+02:00"]})
        for name, properties in HIDDEN.items():
            content = {"content": [SECRET], "name": [f"{SECRET} {name}"], "category": [SECRET, "many"]}
            self.post(f"hidden-{name}", {**content, **properties})
        self.ask(
            "micropub", "POST", {"Authorization": f"Bearer {self.token}"},
            urllib.parse.urlencode({"action": "delete", "url": self.urls["hidden-deleted"]}).encode(),
        )  # fmt: skip

    @property
    def public(self):
        """The posts that are in lists."""
        return {name: url for name, url in self.urls.items() if not name.startswith("hidden-")}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect)
