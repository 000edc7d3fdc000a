"""The files that programs ask for by name, and the search."""

import json
import urllib.robotparser
from xml.etree import ElementTree

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def sitemap(site):
    """the sitemap names the home page and every public post, and nothing else"""
    root = ElementTree.fromstring(site.ask("sitemap.xml").body)
    assert root.tag == f"{SITEMAP}urlset"
    urls = [element.text for element in root.iter(f"{SITEMAP}loc")]
    assert sorted(urls) == sorted([site.root, *site.public.values()])
    assert all(site.ask(url, "HEAD").status == 200 for url in urls)


def robots(site):
    """robots.txt leads to the sitemap, lets everybody read, and keeps crawlers off the owner's pages"""
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(site.ask("robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{site.root}sitemap.xml"]
    assert robots.can_fetch("any", site.urls["n1"]) and robots.can_fetch("any", f"{site.root}feed.rss")
    assert not robots.can_fetch("any", f"{site.root}admin/") and not robots.can_fetch("any", f"{site.root}search?q=a")


def opml(site):
    """the OPML names three feeds that are there"""
    root = ElementTree.fromstring(site.ask("opml.xml").body)
    outlines = list(root.iter("outline"))
    assert root.get("version") == "2.0" and len(outlines) == 3
    assert all(outline.get("type") == "rss" and site.ask(outline.get("xmlUrl")).status == 200 for outline in outlines)


def search(site):
    """the search finds what is public, by words, beginnings and titles, and tells how many there are"""
    found = json.loads(site.ask("api/search?q=some+wor&limit=5").body)
    assert found["count"] == 45 and len(found["results"]) == 5 and found["query"] == "some wor"
    for result in found["results"]:
        assert sorted(result) == ["published", "slug", "snippet", "title", "url"], result
        assert result["url"] in site.public.values() and "<mark>some</mark> <mark>words</mark>" in result["snippet"]
        assert "1 &lt; 2 &amp; more" in result["snippet"], result
    assert site.ask("api/search?q=").status == 400


def redirects(site):
    """old and other spellings of addresses lead to the present ones"""
    for path, location in [("tag/Many", "/tag/many"), ("notes/n1", "/note/n1")]:
        answer = site.ask(path)
        assert answer.status == 301 and answer.headers["location"] == location, (path, answer)
    assert site.ask("feed.xml").body == site.ask("feed.rss").body


def missing(site):
    """what is not there is 404 with a page, and a method that is not taken is 405"""
    for path in ("nothing", "note/nothing", "tag/nothing", "archive/1999", "tag/nothing/feed.rss", "?page=99", "sitemap/9.xml"):
        answer = site.ask(path)
        assert answer.status == 404 and answer.type == "text/html" and "noindex" in answer.text, path
    answer = site.ask("feed.rss", "POST", body=b"")
    assert answer.status == 405 and answer.headers["allow"] == "GET, HEAD"


CHECKS = [sitemap, robots, opml, search, redirects, missing]
