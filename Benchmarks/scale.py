#!/usr/bin/env python3
"""Whether Micropub is as quick on a site of 100,000 notes as on one of 100.

Both sites are served at once and asked in turn: a create, an update of an older note, `q=source` of an older note, and a page
of the list that `q=source` gives without an address.

    Benchmarks/scale.py [--runs N] [--strict]

Medians are printed. `--strict` exits 1 when a bound is missed.
"""

import argparse
import http.client
import json
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))
import largefolder  # noqa: E402
from largefolder import datafolder  # noqa: E402
import servedfolder  # noqa: E402
from micropub import address, new_token  # noqa: E402  (beside datafolder)

SMALL, LARGE = 100, 100_000
RATIO = 1.2
WARM_UP = 20


class Subject:
    """A served site of so many notes, in a copy of the folder, and one connection to it."""

    def __init__(self, notes, scratch):
        self.folder = servedfolder.copy_of(notes, scratch)
        database = sqlite3.connect(self.folder.database)
        sql = "SELECT slug FROM notes WHERE published = 1 AND deleted_at IS NULL AND file_path LIKE 'notes/201%' ORDER BY id"
        self.slugs = [slug for (slug,) in database.execute(sql)]
        database.close()
        self.chance = random.Random(notes)
        self.number = 0
        self.site = servedfolder.serve(self.folder, new_token(self.folder))
        self.connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)

    def milliseconds(self, method, path, document=None):
        headers = {"Authorization": f"Bearer {self.site.token}", "Content-Type": "application/json"}
        body = json.dumps(document).encode() if document else None
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        passed = (time.perf_counter() - started) * 1000
        if not 200 <= response.status < 300:
            sys.exit(f"{method} {path}: status {response.status}: {answer[:300]!r}")
        return passed

    def create(self):
        self.number += 1
        properties = {"content": [f"{self.number} of a benchmark, with some words"], "category": [f"tag{self.number % 10}"]}
        return self.milliseconds("POST", "/micropub", {"type": ["h-entry"], "properties": properties})

    def update(self):
        self.number += 1
        change = {"content": [f"Changed for the {self.number}th time, with some words"]}
        document = {"action": "update", "url": address(self.chance.choice(self.slugs)), "replace": change}
        return self.milliseconds("POST", "/micropub", document)

    def source(self):
        url = urllib.parse.quote(address(self.chance.choice(self.slugs)), safe="")
        return self.milliseconds("GET", f"/micropub?q=source&url={url}")

    def source_list(self):
        return self.milliseconds("GET", "/micropub?q=source&limit=10")

    def end(self):
        self.connection.close()
        self.site.stop()


WORK = {
    "create": Subject.create,
    "update": Subject.update,
    "q=source of a note": Subject.source,
    "q=source, a page of the list": Subject.source_list,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bound is missed")
    options = parser.parse_args()

    datafolder.program()
    figures = largefolder.Figures()
    scratch = Path(tempfile.mkdtemp(prefix="scale-", dir=largefolder.cache()))
    subjects = []
    try:
        for notes in (SMALL, LARGE):
            subjects.append(Subject(notes, scratch))
        small, large = subjects
        print(f"Micropub on {LARGE:,} notes and on {SMALL}, {options.runs} runs in turn, medians:")
        for name, work in WORK.items():
            times = {small: [], large: []}
            for run in range(WARM_UP + options.runs):
                for subject, values in times.items():
                    passed = work(subject)
                    if run >= WARM_UP:
                        values.append(passed)
            figures.line(f"{name}, {SMALL} notes", statistics.median(times[small]), unit=" ms")
            figures.line(f"{name}, {LARGE:,} notes", statistics.median(times[large]), unit=" ms")
            ratio = statistics.median(times[large]) / statistics.median(times[small])
            figures.line(f"{name}, large against small", ratio, limit=RATIO, unit=" x")
    finally:
        for subject in subjects:
            subject.end()
        shutil.rmtree(scratch)
    figures.finish(options.strict)


if __name__ == "__main__":
    main()
