"""What feed readers make of the feeds."""

import json
import re
import urllib.parse
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import feedparser

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
LISTS = ("", "tag/many/", "tag/%CE%B5%CE%BB%CE%BB%CE%AC%CE%B4%CE%B1/")
SIZE = 50


def understood(site):
    """feedparser finds no fault in RSS and Atom"""
    for folder in LISTS:
        for name, version in (("rss", "rss20"), ("atom", "atom10")):
            url = f"{site.root}{folder}feed.{name}"
            answer = site.ask(url)
            feed = feedparser.parse(answer.body, response_headers={"content-type": answer.headers["content-type"]})
            assert not feed.bozo, (url, feed.bozo_exception)
            assert feed.version == version and feed.feed.title and feed.feed.link and feed.feed.language, url
            for entry in feed.entries:
                assert entry.id and entry.link in site.public.values() and entry.published_parsed, entry
                assert (entry.get("content") or [{}])[0].get("value") or entry.summary, entry


def json_feed(site):
    """JSON Feed has what its version 1.1 asks for, and nothing of a wrong type"""
    for folder in LISTS:
        url = f"{site.root}{folder}feed.json"
        feed = json.loads(site.ask(url).body)
        assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["feed_url"] == url, url
        assert all(isinstance(feed[key], str) for key in ("title", "home_page_url", "description", "language"))
        assert [sorted(author) for author in feed["authors"]] == [["name", "url"]]
        for item in feed["items"]:
            assert isinstance(item["id"], str) and item["url"] in site.public.values()
            assert isinstance(item["content_html"], str) and item["content_html"], item
            assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d\d:\d\d", item[key])
                       for key in ("date_published", "date_modified")), item  # fmt: skip
            assert all(isinstance(tag, str) for tag in item.get("tags", []))
            assert urllib.parse.urljoin(url, item["_starpunk"]["permalink_path"]) == item["url"]


def every_format_says_the_same(site):
    """all formats have the same entries with the same ids, newest first, and so many at most"""
    def ids(name):
        return [entry.id for entry in feedparser.parse(site.ask(f"{site.root}feed.{name}").body).entries]

    items = [item["id"] for item in json.loads(site.ask("feed.json").body)["items"]]
    assert ids("rss") == ids("atom") == items and len(items) == SIZE and len(set(items)) == SIZE
    dates = [item["date_published"] for item in json.loads(site.ask("feed.json").body)["items"]]
    assert dates == sorted(dates, reverse=True)


def whole(site):
    """following the links of a feed's parts leads through all public posts, each once"""
    url, seen = f"{site.root}feed.json", []
    while url:
        feed = json.loads(site.ask(url).body)
        seen += [item["url"] for item in feed["items"]]
        url = feed.get("next_url")
    assert sorted(seen) == sorted(site.public.values()), len(seen)


def markup(site):
    """titles only where an author gave one; whole addresses and no script in what an entry shows"""
    feed = feedparser.parse(site.ask("feed.rss").body)
    titles = {entry.link: entry.get("title") for entry in feed.entries}
    assert titles[site.urls["article"]] == "A title & more" and titles[site.urls["n44"]] is None, titles
    # As it is sent, before feedparser cleans it.
    channel = ElementTree.fromstring(site.ask("feed.rss").body)
    for element in channel.iter("{http://purl.org/rss/1.0/modules/content/}encoded"):
        assert not re.search(r"<(script|iframe|style)|\bon\w+=|(href|src)=\"(?!https?://)", element.text), element.text
    words = {item["url"]: item["content_html"] for item in json.loads(site.ask("feed.json").body)["items"]}
    assert 'Likes <a href="https://b.example/liked?a=1&amp;b=2"' in words[site.urls["like"]]
    assert words[site.urls["n44"]] == "<p>Note <em>44</em> with some words, 1 &lt; 2 &amp; more</p>\n"


def enclosures(site):
    """an enclosure is there, of the type and length that the feed tells"""
    for name in ("rss", "atom"):
        feed = feedparser.parse(site.ask(f"feed.{name}").body)
        found = [entry for entry in feed.entries if entry.enclosures]
        assert {entry.link for entry in found} == {site.urls["photo"], site.urls["wordless"]}, name
        for entry in found:
            for enclosure in entry.enclosures:
                answer = site.ask(enclosure.href)
                assert (answer.type, len(answer.body)) == (enclosure.type, int(enclosure.length)), enclosure
    items = {item["url"]: item for item in json.loads(site.ask("feed.json").body)["items"]}
    attachment = items[site.urls["photo"]]["attachments"][0]
    assert attachment["size_in_bytes"] == len(site.ask(attachment["url"]).body)


def negotiated(site):
    """readers are answered in the format that they ask for, or told the addresses"""
    for name, kind in TYPES.items():
        answer = site.ask("feed", headers={"Accept": kind})
        assert answer.type == kind and "Accept" in answer.headers["vary"]
        assert answer.body == site.ask(f"feed.{name}").body
    refused = site.ask("feed", headers={"Accept": "text/html"})
    assert refused.status == 406 and f"{site.root}feed.atom" in refused.text


def conditional(site):
    """a reader that has a feed is told so, by tag and by time; a new post is new to it"""
    for name in TYPES:
        first = site.ask(f"feed.{name}")
        assert re.fullmatch(r"public, max-age=\d+", first.headers["cache-control"])
        by_tag = {"If-None-Match": first.headers["etag"]}
        by_time = {"If-Modified-Since": first.headers["last-modified"]}
        for condition in (by_tag, by_time):
            answer = site.ask(f"feed.{name}", headers=condition)
            assert answer.status == 304 and not answer.body
            assert answer.headers["etag"] == first.headers["etag"] and "date" in answer.headers
        head = site.ask(f"feed.{name}", "HEAD")
        assert head.headers["etag"] == first.headers["etag"] and not head.body
        packed = site.ask(f"feed.{name}", headers={"Accept-Encoding": "gzip"})
        assert packed.body == first.body and packed.headers["etag"] != first.headers["etag"]
        assert parsedate_to_datetime(first.headers["last-modified"]) <= parsedate_to_datetime(first.headers["date"])
        site.post(f"fresh-{name}", {"content": ["News"]})
        answer = site.ask(f"feed.{name}", headers=by_tag)
        assert answer.status == 200 and site.urls[f"fresh-{name}"] in answer.text.replace("\\/", "/")


def relations(site):
    """each feed names itself in its header and in its document, and once"""
    for folder in LISTS:
        for name in TYPES:
            url = f"{site.root}{folder}feed.{name}"
            answer = site.ask(url)
            assert answer.headers["link"] == f'<{url}>; rel="self"', answer.headers["link"]
            assert answer.text.replace("\\/", "/").count(f'"{url}"') == 1, url


CHECKS = [
    understood, json_feed, every_format_says_the_same, whole, markup, enclosures, negotiated, relations, conditional,
]  # fmt: skip
