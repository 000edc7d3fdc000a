#!/usr/bin/env python3
"""Reads the feeds of a running site as readers and crawlers do, and judges them.

    apt-get install python3-feedparser      (or: pip install feedparser)
    Tests/Readers/feeds.py http://127.0.0.1:8000/ [PATH ...]

The PATHs are further folders with feeds, such as `tag/indieweb`. The closing line is `N passed, N failed`.
"""

import email.utils
import gzip
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree
from datetime import datetime

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
ACCEPT = [
    (None, "rss"), ("*/*", "rss"), ("application/*", "rss"), ("application/atom+xml", "atom"),
    ("application/feed+json", "json"), ("application/json", "json"), ("application/json, */*;q=0.1", "json"),
    ("application/rss+xml;q=0.5, application/atom+xml", "atom"), ("application/rss+xml;q=0, */*;q=0.1", "atom"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "rss"), ("text/html", None), ("*/*;q=0", None),
]

passed = failed = 0


def check(condition, sentence, *details):
    """Counts one judgement."""
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print("FAIL", sentence, *details)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
# The library names itself; a reader without wishes should be one.
OPENER.addheaders = []


def get(url, method="GET", **fields):
    """Asks; underscores of the field names stand for hyphens."""
    headers = {name.replace("_", "-"): value for name, value in fields.items() if value is not None}
    request = urllib.request.Request(url, headers=headers, method=method)
    try:
        with OPENER.open(request, timeout=20) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as answer:
        return Answer(answer.code, answer.headers, answer.read())


def path(url):
    return urllib.parse.urlsplit(url).path


def is_absolute(url):
    return re.match(r"https?://[^/]|[a-z]+:[^/]|data:", url) is not None


def check_http(url, kind):
    """Headers, conditions and codings; gives the body."""
    answer = get(url)
    check(answer.status == 200, url, "is", answer.status)
    content_type = answer.headers.get("Content-Type", "")
    check(content_type == f"{TYPES[kind]}; charset=utf-8", url, "is served as", content_type)
    check(re.fullmatch(r"public, max-age=\d+.*", answer.headers.get("Cache-Control", "")), url, "may not be cached")
    check("accept-encoding" in answer.headers.get("Vary", "").lower(), url, "does not vary on Accept-Encoding")
    check(answer.headers.get("Set-Cookie") is None, url, "sets a cookie")
    tag = answer.headers.get("ETag", "")
    check(re.fullmatch(r'(W/)?"[!-~]*"', tag), url, "has no entity tag")
    modified = answer.headers.get("Last-Modified", "")
    check(email.utils.parsedate(modified), url, "was not modified at", modified)

    conditions = [("If_None_Match", value) for value in (tag, f'"x", W/{tag.removeprefix("W/")}', "*")]
    for name, value in conditions + [("If_Modified_Since", modified)]:
        fields = {name: value}
        known = get(url, **fields)
        check(known.status == 304 and known.body == b"", url, "is", known.status, "to", fields)
        check(known.headers.get("ETag") == tag, url, "has another tag when it is known")
        for name in ("Cache-Control", "Vary"):
            check(known.headers.get(name) == answer.headers.get(name), url, "has another", name, "when it is known")
    unknown = get(url, If_None_Match='"x"', If_Modified_Since=modified)
    check(unknown.status == 200, url, "believes the date rather than the tag:", unknown.status)

    packed = get(url, Accept_Encoding="gzip")
    check(packed.headers.get("Content-Encoding") == "gzip", url, "is not packed")
    check(packed.headers.get("ETag") != tag or tag.startswith("W/"), url, "has one strong tag for two codings")
    if packed.headers.get("Content-Encoding") == "gzip":
        check(gzip.decompress(packed.body) == answer.body, url, "is something else when it is packed")
    plain = get(url, Accept_Encoding="identity, gzip;q=0")
    check(plain.headers.get("Content-Encoding") is None, url, "is packed for who cannot unpack")

    head = get(url, method="HEAD")
    check(head.status == 200 and head.body == b"", url, "is", head.status, "to HEAD")
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control", "Vary"):
        check(head.headers.get(name) == answer.headers.get(name), url, "has another", name, "to HEAD")
    check(get(url).body == answer.body, url, "differs from one answer to the next")
    return answer.body


def check_html(url, html):
    """What entries hold: whole addresses, and nothing that runs."""
    for address in re.findall(r'(?:href|src|poster)="([^"]*)"', html):
        check(is_absolute(address), url, "has the relative address", address)
    risk = re.search(r"<(script|iframe|style|object|embed|form)\b|<[^>]*\son\w+=|javascript:", html, re.I)
    check(not risk, url, "has a risk:", html)


def check_links(url, links):
    """WebSub, section 4: exactly one `self`."""
    own = [address for relation, address in links if relation == "self"]
    check(len(own) == 1 and path(own[0]) == path(url), url, "says that it is", own)


def check_parsed(url, body, version):
    """What feedparser makes of it."""
    feed = feedparser.parse(body)
    check(not feed.bozo, url, "is malformed:", feed.get("bozo_exception"))
    check(feed.version == version, url, "is read as", feed.version)
    for entry in feed.entries:
        check(entry.get("id") and entry.get("link") and entry.get("published_parsed"), url, "has half an entry", entry)
        for enclosure in entry.get("enclosures", []):
            whole = is_absolute(enclosure.get("href", "")) and enclosure.get("length", "").isdigit()
            check(whole and enclosure.get("type"), url, "has half an enclosure", enclosure)
    return feed


def rss(url, body):
    check_parsed(url, body, "rss20")
    channel = ElementTree.fromstring(body).find("channel")
    for name in ("title", "link", "description", "language"):
        check(channel.findtext(name), url, "has no", name)
    check_links(url, [(link.get("rel"), link.get("href")) for link in channel.findall(f"{ATOM}link")])
    entries = []
    for item in channel.findall("item"):
        guid = item.find("guid")
        permalink = item.findtext("link")
        check(len(item.findall("enclosure")) <= 1, url, "has an entry with several enclosures")
        is_address = guid.get("isPermaLink") != "false"
        check(is_address == (guid.text == permalink), url, "takes an id for an address", guid.text)
        published = email.utils.parsedate_to_datetime(item.findtext("pubDate"))
        html = item.findtext(f"{CONTENT}encoded")
        entries.append((guid.text, permalink, item.findtext("title"), published, html))
    return entries


def atom(url, body):
    check_parsed(url, body, "atom10")
    feed = ElementTree.fromstring(body)
    for name in ("id", "title", "updated", "author/name"):
        check(feed.findtext("/".join(ATOM + part for part in name.split("/"))), url, "has no", name)
    check_links(url, [(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")])
    entries = []
    newest = []
    for entry in feed.findall(f"{ATOM}entry"):
        text = {name: entry.findtext(ATOM + name) for name in ("id", "title", "updated", "published", "content")}
        check(text["title"], url, "has an entry without a title")
        alternates = [link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        check(len(alternates) == 1, url, "has an entry with the pages", alternates)
        published, updated = (datetime.fromisoformat(text[name]) for name in ("published", "updated"))
        check(published <= updated, url, "has an entry changed before it was published", text["id"])
        newest.append(updated)
        entries.append((text["id"], alternates[0], None, published, text["content"]))
    if newest:
        updated = datetime.fromisoformat(feed.findtext(f"{ATOM}updated"))
        check(updated == max(newest), url, "was not updated with its entries")
    check(len({entry[0] for entry in entries}) == len(entries), url, "has an id twice")
    return entries


def json_feed(url, body):
    feed = json.loads(body)
    check(feed.get("version") == "https://jsonfeed.org/version/1.1", url, "is of version", feed.get("version"))
    check(feed.get("title") and is_absolute(feed.get("home_page_url", "")), url, "has no title or page")
    check_links(url, [("self", feed.get("feed_url", ""))])
    entries = []
    for item in feed["items"]:
        check(isinstance(item["id"], str) and isinstance(item["content_html"], str), url, "has half an entry", item)
        check("tags" not in item or item["tags"], url, "has an empty list of tags")
        for attachment in item.get("attachments", []):
            whole = is_absolute(attachment["url"]) and attachment["mime_type"] and attachment["size_in_bytes"] >= 0
            check(whole, url, "has half an attachment", attachment)
        published = datetime.fromisoformat(item["date_published"])
        entries.append((item["id"], item["url"], item.get("title"), published, item["content_html"]))
    return entries


def same(entries):
    """What is the same in all formats."""
    return [(entry[0], entry[1], entry[3], (entry[4] or "").strip()) for entry in entries]


def check_folder(folder):
    """The three feeds of a folder, which say the same."""
    readers = {"rss": rss, "atom": atom, "json": json_feed}
    feeds = {}
    for kind, reader in readers.items():
        url = f"{folder}.{kind}"
        try:
            feeds[kind] = reader(url, check_http(url, kind))
        except (ElementTree.ParseError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            feeds[kind] = []
            check(False, url, "cannot be read:", repr(error))
    for kind, entries in feeds.items():
        url = f"{folder}.{kind}"
        dates = [entry[3] for entry in entries]
        check(dates == sorted(dates, reverse=True), url, "is not in order, newest first")
        for identity, permalink, _, _, html in entries:
            check(is_absolute(identity) and is_absolute(permalink), url, "has the addresses", identity, permalink)
            check_html(url, html or "")
    for kind in ("atom", "json"):
        check(same(feeds[kind]) == same(feeds["rss"]), folder, "says something else in", kind)
    titles = {kind: [entry[2] for entry in entries] for kind, entries in feeds.items()}
    check(titles["rss"] == titles["json"], folder, "has other titles in JSON")
    return feeds["rss"]


def check_negotiation(url):
    for accept, kind in ACCEPT:
        answer = get(url, Accept=accept)
        check(answer.status == (200 if kind else 406), url, "is", answer.status, "to", accept)
        if kind:
            check(answer.headers.get("Content-Type", "").startswith(TYPES[kind]), url, "answers otherwise to", accept)
            vary = [name.strip().lower() for name in answer.headers.get("Vary", "").split(",")]
            check("accept" in vary, url, "does not vary on Accept")


def check_site(site):
    """What leads to the feeds."""
    opml = ElementTree.fromstring(get(site + "opml.xml").body)
    check(opml.get("version") == "2.0", "opml.xml is of version", opml.get("version"))
    feeds = [path(outline.get("xmlUrl")) for outline in opml.iter("outline") if outline.get("type") == "rss"]
    for kind in TYPES:
        check(any(feed.endswith(f"/feed.{kind}") for feed in feeds), "opml.xml lacks", kind)
    sitemap = ElementTree.fromstring(get(site + "sitemap.xml").body)
    check(sitemap.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex"), "sitemap.xml is", sitemap.tag)
    for location in sitemap.iter(f"{SITEMAP}loc"):
        check(is_absolute(location.text), "sitemap.xml has", location.text)
    robots = get(site + "robots.txt")
    check(robots.headers.get("Content-Type", "").startswith("text/plain"), "robots.txt is no text")
    check(re.search(rb"(?m)^Sitemap: https?://\S+/sitemap\.xml$", robots.body), "robots.txt names no sitemap")
    page = get(site).body.decode()
    for kind, content_type in TYPES.items():
        link = rf'<link rel="alternate"[^>]*type="{re.escape(content_type)}"[^>]*href="[^"]*feed\.{kind}"'
        check(re.search(link, page), "the home page does not lead to", kind)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    site = sys.argv[1].rstrip("/") + "/"
    check(check_folder(site + "feed"), "the feeds are empty: nothing was judged")
    for folder in sys.argv[2:]:
        check_folder(f"{site}{folder.strip('/')}/feed")
    check_negotiation(site + "feed")
    check_site(site)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
