#!/usr/bin/env python3
"""Compares the microformats2 parser with mf2py over generated pages and pages that are given.

    pip install mf2py
    Tests/Differential/microformats.py generate FOLDER [--count 3000] [--seed 1] [PAGE.html ...]
    MICROFORMATS_PAGES=FOLDER swift test --filter MicroformatsDifferentialTests
    Tests/Differential/microformats.py compare FOLDER

The test suite does not run it: it needs a package from outside. Differences are listed and counted; those that are
meant are named in KNOWN, each with its reason.
"""

import argparse
import json
import pathlib
import random
import re
import shutil
import sys

ADDRESS = "https://example.com/folder/page?q"

NAMES = ["name", "url", "content", "summary", "photo", "author", "published", "in-reply-to", "x-y"]
ROOTS = ["h-entry", "h-card", "h-feed", "h-cite", "h-event", "h-x-test"]
CLASSIC = {
    "vcard": ["fn", "url", "photo", "org", "tel", "title", "email", "bday", "note", "locality"],
    "hentry": ["entry-title", "entry-content", "entry-summary", "published", "updated", "category"],
    "vevent": ["summary", "dtstart", "dtend", "location", "description", "url"],
    "hproduct": ["fn", "price", "brand", "description", "photo"],
    "hrecipe": ["fn", "ingredient", "instructions", "yield", "duration"],
    "geo": ["latitude", "longitude"],
    "adr": ["locality", "region", "street-address", "postal-code"],
    "hfeed": ["site-title", "site-description", "category"],
    "hresume": ["summary", "skill"],
    "hreview-aggregate": ["summary", "rating", "best", "worst", "count", "votes"],
}
WORDS = ["one", "two &amp; 2", "  three\n  3", "é", "Ünïcode", "4 &lt; 5", "\u00a0x", "7", "a  b"]
ADDRESSES = ["", "x.html", "/y?a=b&amp;c=d", "#z", "//h.example/p", "http://a.example", "https://b.example/%20q", "../u", "?v"]
DATES = ["2013-03-14", "2013-03-14T15:09", "2013-03-14 15:09:26", "2013-03-14 15:09-08:00", "2013-073 7:09pm", "15:09", "pi day"]


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.is_in_link = False

    def one_of(self, choices):
        return self.random.choice(choices)

    def chance(self, share):
        return self.random.random() < share

    def page(self):
        head = '<base href="/other/">' if self.chance(0.1) else ""
        body = "".join(self.element(0, None) for _ in range(self.random.randint(1, 3)))
        return f"<!DOCTYPE html><html><head><title>t</title>{head}</head><body>{body}</body></html>"

    def classes(self, depth, classic):
        if classic is not None:
            return [self.one_of(CLASSIC[classic])] if self.chance(0.6) else []
        names = []
        if self.chance(0.4 if depth else 0.8):
            names.append(self.one_of(ROOTS))
        # mf2py lets an item that is another one's name or address replace it, so no root is a name or an address.
        properties = [name for name in NAMES if not names or name not in ("name", "url")]
        while self.chance(0.4):
            names.append(self.one_of(["p", "u", "dt", "e"]) + "-" + self.one_of(properties))
        return names

    def text(self):
        return self.one_of(WORDS) if self.chance(0.8) else self.one_of(DATES)

    def element(self, depth, classic):
        names = self.classes(depth, classic)
        if depth == 0 and self.chance(0.3):
            classic = self.one_of(sorted(CLASSIC))
            names = [classic]
        if any(name.startswith("h-") for name in names):
            classic = None
        attributes = f' class="{" ".join(dict.fromkeys(names))}"' if names else ""
        if self.chance(0.1):
            attributes += f' id="i{self.random.randint(0, 9)}"'
        kind = self.random.randint(0, 19)
        if kind == 0:
            alt = f' alt="{self.one_of(WORDS)}"' if self.chance(0.6) else ""
            return f'<img{attributes} src="{self.one_of(ADDRESSES)}"{alt}>'
        if kind == 1:
            return f'<data{attributes} value="{self.text()}">{self.text()}</data>'
        if kind == 2:
            return f'<abbr{attributes} title="{self.text()}">{self.text()}</abbr>'
        if kind == 3:
            return f'<time{attributes} datetime="{self.one_of(DATES)}">{self.text()}</time>'
        if kind == 4:
            return f"<br>{self.text()}<script>s</script><style>t</style>"
        if kind == 5:
            # html5lib knows no templates, so nothing that would close an element outside of it.
            return f"<template><span{attributes}>{self.text()}</span></template>"
        if kind == 6:
            # mf2py takes an empty address for none, but only as long as no e- property made it absolute.
            return f'<object{attributes} data="{self.one_of(ADDRESSES[1:])}"></object>'
        if kind == 7:
            return f'<video{attributes} poster="{self.one_of(ADDRESSES)}"></video>'
        if kind == 8:
            parts = "".join(f'<span class="value">{self.one_of(DATES[:3] + ["15:09", "7pm", "Z"])}</span> ' for _ in range(2))
            return f"<span{attributes}>{parts}</span>"
        if kind == 9:
            return f"<pre{attributes}> {self.text()}\n  {self.text()}</pre>"
        if kind in (10, 11, 12):
            rel = f' rel="{self.one_of(["me", "author me", "bookmark", "tag", "next"])}"' if self.chance(0.4) else ""
            # A link within a link is an error that parsers mend in different ways.
            if not self.is_in_link:
                self.is_in_link = True
                inner = self.inner(depth, classic)
                self.is_in_link = False
                return f'<a{attributes}{rel} href="{self.one_of(ADDRESSES)}">{inner}</a>'
        name = self.one_of(["div", "p", "span", "section", "ul"])
        return f"<{name}{attributes}>{self.inner(depth, classic)}</{name}>"

    def inner(self, depth, classic):
        if depth > 4:
            return self.text()
        parts = []
        for _ in range(self.random.randint(0, 3)):
            parts.append(self.element(depth + 1, classic) if self.chance(0.7) else self.text())
            if self.chance(0.3):
                parts.append("\n  ")
        return "".join(parts)


def canonical_html(text):
    """The markup as one spelling of the tree it stands for."""
    import html5lib

    walker = html5lib.getTreeWalker("etree")
    tokens = []
    for token in walker(html5lib.parseFragment(text, container="div")):
        kind = token["type"]
        if kind in ("StartTag", "EmptyTag"):
            attributes = sorted((name[1], value) for name, value in token["data"].items())
            tokens.append(["<", token["name"], attributes])
        elif kind in ("Characters", "SpaceCharacters"):
            if tokens and isinstance(tokens[-1], str):
                tokens[-1] += token["data"]
            else:
                tokens.append(token["data"])
        elif kind == "EndTag":
            tokens.append([">", token["name"]])
    return tokens


MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$")


def canonical(value, key=None):
    if isinstance(value, dict):
        left_out = ("lang", "srcset", "debug", "alternates", "shape", "coords")
        return {name: canonical(item, name) for name, item in sorted(value.items()) if name not in left_out}
    if isinstance(value, list):
        items = [canonical(item, key) for item in value]
        return sorted(items) if key == "rels" and all(isinstance(item, str) for item in items) else items
    if key == "html":
        return canonical_html(value)
    moment = MOMENT.match(value)
    if moment:
        return moment.group(1) + (moment.group(2) or "").replace(":", "")
    return value


def differences(path, ours, theirs):
    if type(ours) is not type(theirs):
        yield path, ours, theirs
    elif isinstance(ours, dict):
        for name in sorted(set(ours) | set(theirs)):
            yield from differences(f"{path}/{name}", ours.get(name), theirs.get(name))
    elif isinstance(ours, list) and len(ours) == len(theirs):
        for index, (our, their) in enumerate(zip(ours, theirs)):
            yield from differences(f"{path}/{index}", our, their)
    elif ours != theirs:
        yield path, ours, theirs


# Each: what it is called, and a test of the path, our value, mf2py's value, and the page.
KNOWN = [
    (
        # The text of a link is what a reader sees, so no scripts, styles and templates. Of an address that the base
        # resolves to itself the first link counts for both.
        "rel text with script, style or template",
        lambda path, ours, theirs, page: path.startswith("/rel-urls/") and path.endswith("/text")
        and ("<script" in page or "<template" in page),
    ),
    (
        # The specification changes times in the value class pattern only; mf2py normalises attributes and text too.
        "spelling of a time outside of the value class pattern",
        lambda path, ours, theirs, page: isinstance(ours, str)
        and bool(re.fullmatch(r"\d{4}-(\d{3}|\d\d-\d\d)[T ].*", ours))
        and isinstance(theirs, str) and bool(re.match(r"\d{4}-\d\d-\d\d[T ]\d{1,2}:\d\d", theirs)),
    ),
    (
        # In the value class pattern a time without any date is a time still, and a zone needs one.
        "time without date, zone without time",
        lambda path, ours, theirs, page: isinstance(theirs, str)
        and bool(re.fullmatch(r"\d{1,2}(:\d\d)?([ap]m)?Z?|\d{4}-(\d{3}|\d\d-\d\d)Z", theirs)),
    ),
    (
        # rel-tag is the last part of the path, so neither the query nor the fragment nor the host.
        "rel-tag",
        lambda path, ours, theirs, page: "/category" in path and "rel=\"tag\"" in page,
    ),
    (
        # The hour has two digits, and value-title is read from the element that has it.
        "value class pattern: 07:00, value-title",
        lambda path, ours, theirs, page: path.endswith(("/start", "/start/8")),
    ),
    (
        # mf2py knows no hnews and no item, has fewer names, and reads a classic microformat within another as one of
        # microformats2, so that its properties are lost.
        "classic microformats within others",
        lambda path, ours, theirs, page: path.startswith("/items")
        and (len(re.findall(r'class="[^"]*\b(vcard|adr|geo|vevent|item|author|contact|agent)\b', page)) > 1
             or "hnews" in page or "hreview" in page),
    ),
    (
        # A word before a colon is a scheme: in lower case, and an address has no line breaks.
        "scheme",
        lambda path, ours, theirs, page: isinstance(ours, str) and isinstance(theirs, str)
        and "".join(ours.lower().split()) == "".join(theirs.lower().split()),
    ),
]


def generate(options):
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(options.count):
        page = Generator(f"{options.seed}-{index}").page()
        (folder / f"generated-{index:05}.html").write_text(page, encoding="utf-8")
    for index, page in enumerate(options.pages):
        shutil.copy(page, folder / f"given-{index:03}-{pathlib.Path(page).stem}.html")


def compare(options):
    import mf2py

    folder = pathlib.Path(options.folder)
    counts = {"pages": 0, "same": 0, "different": 0, "mf2py fails": 0}
    shown = 0
    for page in sorted(folder.glob("*.html")):
        ours = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        text = page.read_text(encoding="utf-8", errors="replace")
        counts["pages"] += 1
        try:
            theirs = mf2py.parse(text, url=ADDRESS)
        except Exception:
            counts["mf2py fails"] += 1
            continue
        found = list(differences("", canonical(ours), canonical(theirs)))
        unknown = []
        for difference in found:
            names = [name for name, is_known in KNOWN if is_known(*difference, text)]
            for name in names[:1]:
                counts[name] = counts.get(name, 0) + 1
            if not names:
                unknown.append(difference)
        counts["different" if unknown else "same"] += 1
        for path, our, their in unknown[:2]:
            if shown < options.show:
                shown += 1
                print(f"{page.name} {path}\n    ours:  {json.dumps(our)[:300]}\n    mf2py: {json.dumps(their)[:300]}")
    for name, count in counts.items():
        print(f"{count:7} {name}")
    return 1 if counts["different"] else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("generate")
    command.add_argument("folder")
    command.add_argument("pages", nargs="*")
    command.add_argument("--count", type=int, default=3000)
    command.add_argument("--seed", type=int, default=1)
    command.set_defaults(run=generate)
    command = commands.add_parser("compare")
    command.add_argument("folder")
    command.add_argument("--show", type=int, default=40)
    command.set_defaults(run=compare)
    options = parser.parse_args()
    sys.exit(options.run(options))


if __name__ == "__main__":
    main()
