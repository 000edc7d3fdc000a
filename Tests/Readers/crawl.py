"""Every page that links lead to, from the home page on."""

import re
import urllib.parse

import html5lib

LINKS = {"a": "href", "link": "href", "img": "src", "form": "action"}
ENDPOINTS = {"micropub", "micropub_media", "authorization_endpoint", "token_endpoint", "ticket_endpoint"}
XHTML = "{http://www.w3.org/1999/xhtml}"


def crawled(site):
    """All answers of the site by address; each address is asked once."""
    if site.pages is None:
        site.pages, waiting = {}, [site.root]
        while waiting:
            url = waiting.pop()
            if url in site.pages or not url.startswith(site.root):
                continue
            site.pages[url] = answer = site.ask(url, headers={"Accept-Encoding": "gzip"})
            if answer.type == "text/html" and answer.status == 200:
                waiting += links(url, answer.text)
            elif "location" in answer.headers:
                waiting.append(urllib.parse.urljoin(url, answer.headers["location"]))
    return site.pages


def links(url, text):
    for element in parsed(text).iter():
        name = str(element.tag).removeprefix(XHTML)
        address = element.get(LINKS.get(name, ""))
        # The owner's endpoints take a token or a form.
        if not address or element.get("rel") in ENDPOINTS:
            continue
        yield urllib.parse.urldefrag(urllib.parse.urljoin(url, address)).url
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.strip():
                yield urllib.parse.urljoin(url, candidate.split()[0])


def parsed(text):
    """The tree of a page; an exception at its first fault."""
    return html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree")).parse(text)


def html_pages(site):
    return {url: answer for url, answer in crawled(site).items() if answer.type == "text/html"}


def no_errors(site):
    """no link of the site leads to an error"""
    bad = {url: answer.status for url, answer in crawled(site).items() if answer.status not in (200, 301, 303)}
    assert not bad, bad
    assert len(crawled(site)) > 80, len(crawled(site))


def everything_is_reached(site):
    """links lead to every public post, tag, year, month and feed"""
    urls = set(crawled(site))
    assert set(site.public.values()) <= urls, set(site.public.values()) - urls
    for path in ("tag/many", "tag/%CE%B5%CE%BB%CE%BB%CE%AC%CE%B4%CE%B1", "archive/2019", "archive/2019/03", "feed.atom",
                 "tag/many/feed.json", "opml.xml", "search"):  # fmt: skip
        assert site.root + path in urls, path


def valid(site):
    """every page is HTML without a fault, has one h1, unique ids and labels, and says what its images show"""
    for url, answer in html_pages(site).items():
        elements = [(str(element.tag).removeprefix(XHTML), element) for element in parsed(answer.text).iter()]
        ids = [element.get("id") for _, element in elements if element.get("id")]
        assert len(ids) == len(set(ids)), (url, ids)
        names = [name for name, _ in elements]
        assert names.count("h1") == 1 and names.count("main") == 1 and names.count("title") == 1, url
        for name, element in elements:
            assert name != "img" or element.get("alt") is not None, url
            assert not element.get("style") and name != "script", url
            if name == "input" and element.get("type") != "hidden":
                labels = [other for kind, other in elements if kind == "label" and other.get("for") == element.get("id")]
                assert labels, (url, element.attrib)


def headings(site):
    """headings go down one step at a time"""
    for url, answer in html_pages(site).items():
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", answer.text)]
        assert all(next <= last + 1 for last, next in zip(levels, levels[1:])), (url, levels)


def titles(site):
    """pages have titles and canonical addresses of their own"""
    pages = {url: answer.text for url, answer in html_pages(site).items() if 'rel="canonical"' in answer.text}
    for url, text in pages.items():
        assert f'<link rel="canonical" href="{url}">' in text or "?" in url, url
    assert len(pages) > 60


def fields(site):
    """every page says what it never does, varies by coding, has a tag, and sets no cookie"""
    for url, answer in html_pages(site).items():
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, (url, policy)
        assert answer.headers["x-content-type-options"] == "nosniff", url
        if "/auth/" in url or "/admin/" in url:
            continue
        assert "set-cookie" not in answer.headers, url
        assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "Accept-Encoding", url
        again = site.ask(url, headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["etag"]})
        assert again.status == 304 and not again.body, (url, again.status)


CHECKS = [no_errors, everything_is_reached, valid, headings, titles, fields]
