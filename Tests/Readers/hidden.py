"""Posts that are not for everybody are nowhere."""

from crawl import crawled
from published_site import HIDDEN, SECRET


def nowhere(site):
    """no page, feed or file that a crawler finds has a word of them"""
    for url, answer in crawled(site).items():
        if not answer.type.startswith("image/"):
            for mark in (SECRET, SECRET.lower(), "hidden-"):
                assert mark not in answer.text, (mark, url)


def not_by_guessing(site):
    """nor has one whose address somebody guesses, with or without what is kept"""
    tag = SECRET.lower()
    for path in ("?after=1", "?before=9999", "feed.rss?before=9999", "archive/2099", "archive/2099/01", f"tag/{tag}",
                 f"tag/{tag}/feed.json", f"search?q={tag}", f"api/search?q={tag}", "tag/many?page=3"):  # fmt: skip
        for _ in range(2):
            answer = site.ask(path)
            assert f"{SECRET} " not in answer.text and "hidden-" not in answer.text, path
    assert site.ask(f"tag/{tag}").status == 404
    assert '"count":0' in site.ask(f"api/search?q={tag}").text


def addresses(site):
    """their addresses answer as they must"""
    expected = {"draft": 404, "private": 404, "scheduled": 404, "deleted": 410, "unlisted": 200}
    assert {name: site.ask(site.urls[f"hidden-{name}"]).status for name in HIDDEN} == expected
    for name, status in expected.items():
        assert status == 200 or SECRET not in site.ask(site.urls[f"hidden-{name}"]).text
    assert "noindex" in site.ask(site.urls["hidden-unlisted"]).text


CHECKS = [nowhere, not_by_guessing, addresses]
