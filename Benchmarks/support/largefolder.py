"""Large data folders of the release 1.4, made the same in every run and kept for the next one.

They lie in `$XDG_CACHE_HOME/starpunk-benchmarks` (default: `~/.cache`), or in the folder that BENCHMARK_CACHE names.
"""

import hashlib
import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Faults"))
os.environ.setdefault("STARPUNK", ".build/release/starpunk")

import datafolder  # noqa: E402  (its folder had to be named first)

FORM = 1
"""To be raised when what is built here changes, so that nobody measures an old folder."""

WORDS_PER_NOTE = {200_000: 85, 100_000: 20}
"""So that 200,000 notes make a database of 300 MB."""

CLEAR_TEXT_TOKENS = 20_000
WHEN = "2025-12-16 17:00:00"


def cache():
    base = os.environ.get("BENCHMARK_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "starpunk-benchmarks"
    )
    Path(base).mkdir(parents=True, exist_ok=True)
    return Path(base)


def fresh(notes, index):
    """A data folder with so many notes and with its database as the release left it.

    - `index="stale"`: the search index holds the right words under other titles, as when an older release chose them:
      every row must be replaced.
    - `index="right"`: the search index holds what the files say.
    """
    folder = datafolder.DataFolder(kept(notes, index) / "data")
    folder.reset_to(template(notes, index))
    sync(folder.database)
    return folder


def template(notes, index):
    """Where the database lies as the release left it."""
    return kept(notes, index) / "template"


def clear(notes, index):
    """Leaves nothing in the data folder but the notes."""
    path = kept(notes, index)
    empty = Path(tempfile.mkdtemp(dir=cache()))
    folder = datafolder.DataFolder(path / "data")
    folder.reset_to(empty)
    empty.rmdir()
    shutil.rmtree(folder.working_directory)


def kept(notes, index):
    path = cache() / f"form{FORM}-{notes}-{index}"
    if not path.exists():
        print(f"building {path} …", file=sys.stderr, flush=True)
        scratch = Path(tempfile.mkdtemp(prefix="building-", dir=cache()))
        try:
            (scratch / "template").mkdir()
            (scratch / "data").mkdir()
            build(scratch / "template" / "starpunk.db", scratch / "data", notes, index)
            scratch.rename(path)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return path


def build(database, path, count, index):
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.executescript((datafolder.FIXTURES / "databases" / "S30_v1.4_healthy.sql").read_text())
    shutil.copytree(datafolder.FIXTURES / "notes", path / "notes")
    # The table of clear-text tokens as 0.9 made it: release 1.0.0-rc.4 dropped it, but not where it died before that.
    connection.executescript(
        """
        CREATE TABLE tokens (token TEXT PRIMARY KEY, me TEXT NOT NULL, client_id TEXT, scope TEXT,
                             created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, expires_at TIMESTAMP);
        CREATE INDEX idx_tokens_me ON tokens(me);
        """
    )
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO tokens VALUES (?, ?, 'https://quill.p3k.io/', 'create', ?, NULL)",
        ((f"{datafolder.PLAIN_TOKEN_PREFIX}{n:06}", datafolder.OWNER, WHEN) for n in range(CLEAR_TEXT_TOKENS)),
    )
    first = connection.execute("SELECT max(id) FROM notes").fetchone()[0] + 1
    for start in range(0, count, 10_000):
        rows = list(written(path, generated_notes(first, start, min(start + 10_000, count), WORDS_PER_NOTE[count])))
        connection.executemany(
            "INSERT INTO notes (id, slug, file_path, published, created_at, updated_at, deleted_at, content_hash)"
            " VALUES (:id, :slug, :file_path, :published, :created_at, :created_at, :deleted_at, :content_hash)",
            rows,
        )
        connection.executemany(
            "INSERT INTO notes_fts (rowid, slug, title, content) VALUES (:id, :slug, :title, :text)",
            (
                {**row, "title": row["title"] if index == "right" else row["slug"].replace("-", " ")}
                for row in rows
                if not row["deleted_at"]
            ),
        )
    connection.executemany(
        "INSERT INTO media (id, filename, original_name, path, mime_type, size, width, height)"
        " VALUES (?1, ?1 || '.jpg', 'photo.jpg', '2025/12/' || ?1 || '.jpg', 'image/jpeg', 200000, 2048, 1365)",
        ((n,) for n in range(10, 10 + count // 20)),
    )
    connection.executemany(
        "INSERT INTO note_media (note_id, media_id) VALUES (?, ?)",
        ((first + (n - 10) * 20, n) for n in range(10, 10 + count // 20)),
    )
    connection.executemany(
        "INSERT INTO tags (id, name, display_name) VALUES (?1, 'tag' || ?1, 'Tag ' || ?1)",
        ((n,) for n in range(10, 510)),
    )
    connection.executemany(
        "INSERT INTO note_tags (note_id, tag_id) VALUES (?, ?)",
        ((first + n, 10 + (n * 7919) % 500) for n in range(0, count, 2)),
    )
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def generated_notes(first_id, start, end, words_per_note):
    """Notes whose text, dates and states are the same in every run; every other one has a title."""
    chance = random.Random(f"starpunk benchmark {start}")
    syllables = "ba de fi go lu ma ne pi ro su ta ve wi zo kra ste bril plo".split()
    vocabulary = ["".join(random.Random(n).choices(syllables, k=1 + n % 4)) for n in range(6000)]
    weights = [1 / (n + 10) for n in range(len(vocabulary))]
    for number in range(start, end):
        year, month = 2010 + number // 13_400, 1 + number % 12
        words = chance.choices(vocabulary, weights, k=words_per_note)
        lines = [" ".join(words[n : n + 6]) for n in range(0, len(words), 6)]
        slug = f"{words[0]}-{words[1]}-{number:06}"
        title = " ".join(words[5:9])
        text = (f"# {title}\n\n" if number % 2 else "") + "\n".join(lines) + "\n"
        date = f"{year}-{month:02}-{1 + number % 28:02} {number % 24:02}:{number % 60:02}:{number % 59:02}"
        yield {
            "id": first_id + number,
            "slug": slug,
            "file_path": f"notes/{year}/{month:02}/{slug}.md",
            "published": int(number % 10 != 0),
            "created_at": date,
            "deleted_at": date if number % 50 == 7 else None,
            "content_hash": hashlib.sha256(text.encode()).hexdigest(),
            "title": title if number % 2 else lines[0],
            "text": text,
        }


def written(path, notes):
    """The same notes, their files written."""
    made = set()
    for note in notes:
        file = path / note["file_path"]
        if file.parent not in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            made.add(file.parent)
        with open(file, "w") as handle:
            handle.write(note["text"])
        yield note


def read_files(path):
    """Reads every file below, so that no run pays for a cold cache. Returns how many there are."""
    count = 0
    for directory, _, names in os.walk(path):
        for name in names:
            with open(os.path.join(directory, name), "rb") as handle:
                handle.read()
            count += 1
    return count


def sync(path):
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


class Figures:
    """The lines that a benchmark prints, and whether every bound was met."""

    def __init__(self):
        self.missed = 0
        self.rows = []

    def line(self, what, value, limit=None, unit="", least=None):
        """`value` against `limit`, or against the `least` that it must be; without either it is for information."""
        bound, is_met = "", True
        if limit is not None:
            bound, is_met = f"at most {limit:g}{unit}", value <= limit
        if least is not None:
            bound, is_met = f"at least {least:g}{unit}", value >= least
        self.missed += not is_met
        verdict = f"   ({bound}: {'met' if is_met else 'MISSED'})" if bound else ""
        print(f"{what:<58} {value:>9.2f}{unit}{verdict}", flush=True)
        number = f"{value:,.0f}" if value >= 1000 else f"{value:.2f}"
        self.rows.append(f"| {what} | {bound or '–'} | {number}{unit}{'' if is_met else ', **missed**'} |")

    def write(self, heading, command):
        """Puts the lines into the section of docs/performance.md with this heading, in place of its table."""
        path = ROOT / "docs" / "performance.md"
        text = path.read_text()
        table = "\n".join(["| figure | bound | measured |", "|---|---|---|", *self.rows]) + "\n"
        start = text.index(f"## {heading}: `{command}`")
        first = text.index("| figure |", start)
        last = re.compile(r"^(?!\|)", re.MULTILINE).search(text, first).start()
        path.write_text(text[:first] + table + text[last:])

    def finish(self, is_strict):
        """Ends the program: with 1 when a bound was missed and that was to count."""
        sys.exit(1 if self.missed and is_strict else 0)
