"""What a microformats parser makes of every page."""

import mf2py

from crawl import html_pages
from published_site import PAGE


def items(site, url, kind):
    parsed = mf2py.parse(doc=site.ask(url).text, url=url)
    return [item for item in parsed["items"] if kind in item["type"]]


def only(site, name):
    entries = items(site, site.urls[name], "h-entry")
    assert len(entries) == 1, entries
    return entries[0]["properties"]


def every_post(site):
    """every post's page is one h-entry with its address, its time and its author"""
    for name, url in site.public.items():
        entry = only(site, name)
        assert entry["url"] == [url] and entry["uid"] == [url], (url, entry["url"], entry["uid"])
        assert len(entry["published"]) == 1 and "T" in entry["published"][0], url
        author = entry["author"][0]
        assert author["type"] == ["h-card"] and author["properties"]["url"] == [site.root], url
        assert author["properties"]["name"] == ["Alice"], url


def kinds(site):
    """each kind of post has its properties, and no other's"""
    assert only(site, "article")["name"] == ["A title & more"]
    assert only(site, "titled")["name"] == ["Written as a heading"]
    assert "name" not in only(site, "n1"), only(site, "n1")["name"]
    assert only(site, "n1")["content"][0]["value"].strip() == "Note 1 with some words, 1 < 2 & more"
    assert only(site, "n1")["category"] == ["many"]
    photo = only(site, "photo")["photo"]
    assert len(photo) == 1 and photo[0]["alt"] == 'The sun behind "hills"', photo
    assert site.ask(photo[0]["value"]).type == "image/jpeg"
    assert only(site, "reply")["in-reply-to"] == ["https://b.example/post"]
    cited = only(site, "cited")["in-reply-to"][0]
    assert cited["type"] == ["h-cite"] and cited["properties"]["name"] == ['Bob’s "post"'], cited
    assert only(site, "like")["like-of"] == ["https://b.example/liked?a=1&b=2"]
    assert only(site, "repost")["repost-of"][0]["properties"]["url"] == ["https://b.example/post"]
    assert only(site, "bookmark")["bookmark-of"] == ["https://b.example/kept"]
    assert sorted(only(site, "bookmark")["category"]) == ["C&A", "Ελλάδα"]
    assert only(site, "rsvp")["rsvp"] == ["yes"]
    assert only(site, "place")["location"][0]["properties"]["locality"] == ["Athens"]
    assert only(site, "html")["content"][0]["value"].split() == ["Words", "in", "HTML"]
    assert only(site, "old")["published"] == ["2019-03-04T05:06:07+0200"]  # as mf2py writes times


def lists(site):
    """home, tags, years and months are h-feeds whose entries have their addresses"""
    for path, count in [("", PAGE), ("tag/many", PAGE), ("archive/2019", 1), ("archive/2019/03", 1)]:
        feed = items(site, site.root + path, "h-feed")
        assert len(feed) == 1, path
        properties = feed[0]["properties"]
        assert properties["url"] == [site.root + path] and properties["name"] and properties["author"], path
        entries = [child for child in feed[0]["children"] if "h-entry" in child["type"]]
        assert len(entries) == count, (path, len(entries))
        for entry in entries:
            assert entry["properties"]["url"][0] in site.public.values(), entry["properties"]["url"]


def owner(site):
    """the home page has the representative h-card of the owner"""
    cards = items(site, site.root, "h-card")
    assert [card["properties"]["url"] for card in cards] == [[site.root]], cards
    assert cards[0]["properties"]["uid"] == [site.root]
    rels = mf2py.parse(doc=site.ask(site.root).text, url=site.root)["rels"]
    assert site.root in rels["me"], rels


def no_implied_names(site):
    """a note among others has no name that a reader would show twice"""
    for url in html_pages(site):
        for feed in items(site, url, "h-feed"):
            for entry in feed.get("children", []):
                name = entry["properties"].get("name")
                assert not name or name[0] in ("A title & more", "Written as a heading", "Kept"), (url, name)


CHECKS = [every_post, kinds, lists, owner, no_implied_names]
