#!/usr/bin/env python3
"""How long the upgrade of a 300 MB database takes, and what it needs, against the sqlite3 shell doing the same statements.

The folder has the shape of release 1.4 with 200,000 notes, their Markdown files, and 20,000 clear-text tokens in the table
of 0.9: the newest shape with the most to do. A table is rebuilt, tables, a column and indexes are added, and the search
index, in which most of the bytes lie, is filled anew from the files. (A database of 0.9 with as many notes has a quarter
of the size, since the words lie in the files alone.)

The shell first copies the database with `.backup`, and then runs what the upgrade of this shape must do in one transaction
with synchronous=FULL. It neither rehearses nor verifies anything: what the program costs beyond it is the price of proof.
It has no SHA-256, so the hashes of the tokens are stood in for by another expression.

    Benchmarks/upgrade.py [--rounds N] [--index stale|right] [--strict]

`--index right` measures a folder whose search index says what the files say: then both only read and compare.
Program and shell take turns; medians are printed. `--strict` exits 1 when a bound is missed.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))
import largefolder  # noqa: E402
from largefolder import datafolder  # noqa: E402

NOTES = 200_000
RATIO = 2
MEMORY = 100
DISK = 3.2

MIGRATIONS = datafolder.ROOT / "Sources" / "Publishing" / "Database" / "Migrations"

SHELL = """
.bail on
.backup {copy}
PRAGMA synchronous=FULL;
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;

ALTER TABLE tokens RENAME TO tokens_old;
DROP INDEX idx_tokens_me;
{tokens}
INSERT INTO tokens (token_hash, me, client_id, scope, created_at, expires_at)
    SELECT substr(lower(hex(token || token || token)), 1, 64), me, client_id, scope, created_at,
           coalesce(expires_at, '2036-01-01 00:00:00')
    FROM tokens_old ORDER BY rowid;
DROP TABLE tokens_old;
{verifier}
{own}
INSERT INTO tag_timeline (tag_id, moment, note_id)
    SELECT tag_id, coalesce(julianday(created_at), 0), notes.id FROM note_tags JOIN notes ON notes.id = note_id
    WHERE published = 1 AND deleted_at IS NULL AND visibility = 'public' AND tag_id IN (SELECT id FROM tags)
    ORDER BY 1, 2, 3;
UPDATE tags SET post_count = (SELECT count(*) FROM tag_timeline WHERE tag_id = tags.id);

DELETE FROM notes_fts WHERE rowid NOT IN (SELECT id FROM notes WHERE deleted_at IS NULL);
INSERT OR REPLACE INTO notes_fts (rowid, slug, title, content)
    SELECT id, slug, title, content FROM (
        SELECT id, slug, content,
               CASE WHEN substr(content, 1, 2) = '# '
                    THEN substr(content, 3, instr(content, char(10)) - 3)
                    ELSE substr(content, 1, instr(content, char(10)) - 1) END AS title
        FROM (SELECT id, slug, CAST(readfile(file_path) AS TEXT) AS content
              FROM notes WHERE deleted_at IS NULL ORDER BY id)
    ) AS file
    WHERE content IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM notes_fts WHERE rowid = file.id AND slug = file.slug AND title = file.title
        AND content = file.content);

{recorded}
PRAGMA user_version={version};
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
"""


def shell_script(copy):
    """002 makes the tables, and those from 100 all that is ours, by the very statements of the migrations."""
    texts = {name: (MIGRATIONS / name).read_text() for name in sorted(os.listdir(MIGRATIONS))}
    number = {name[:3]: name for name in texts}
    own = [name for name in texts if name >= "100"]
    return SHELL.format(
        copy=copy,
        tokens=texts[number["002"]],
        verifier=texts[number["001"]],
        own="\n".join(texts[name] for name in own),
        recorded="\n".join(f"INSERT INTO schema_migrations (migration_name) VALUES ('{name}');" for name in own),
        version=own[-1][:3],
    )


class Usage:
    """What a process used."""

    def __init__(self, seconds, processor, memory, disk):
        self.seconds = seconds
        self.processor = processor
        self.memory = memory
        self.disk = disk


def measure(arguments, directory, folder, script=None):
    """Runs a process to its end, and watches the disk meanwhile."""
    peak = [0]
    is_over = threading.Event()
    output = open(folder.working_directory / "output", "w+")
    started = time.monotonic()
    process = subprocess.Popen(
        arguments,
        cwd=directory,
        env=datafolder.environment(folder),
        stdin=subprocess.PIPE if script else subprocess.DEVNULL,
        stdout=output,
        stderr=output,
    )

    def watch():
        while not is_over.wait(0.05):
            peak[0] = max(peak[0], disk_use(folder.path) + unlinked_files(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    if script:
        process.stdin.write(script.encode())
        process.stdin.close()
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    is_over.set()
    watcher.join()
    output.seek(0)
    said = output.read()
    if process.returncode != 0 or (script and said.replace("wal", "").strip("0|\n")):
        sys.exit(f"{arguments[0]} ended with exit {process.returncode}:\n{said}")
    return Usage(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, peak[0])


def disk_use(path):
    """Bytes on the disk of everything in the data folder but the notes."""
    total = 0
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += 0 if entry.name in ("notes", "media") else disk_use(entry.path)
                else:
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
    except OSError:
        pass
    return total


def unlinked_files(process):
    """Bytes of the temporary files that a process has open without a name, such as those that SQLite sorts in."""
    total = 0
    try:
        for descriptor in os.listdir(f"/proc/{process}/fd"):
            link = f"/proc/{process}/fd/{descriptor}"
            if os.readlink(link).startswith("/") and "(deleted)" in os.readlink(link):
                total += os.stat(link).st_blocks * 512
    except OSError:
        pass
    return total


def content(database):
    """What both must agree on. The index is asked for its rows, not for how they are stored."""
    connection = sqlite3.connect(database)
    try:
        return [
            connection.execute(sql).fetchone()
            for sql in (
                # The shell cannot read the Markdown of the fixture's notes.
                "SELECT count(*), sum(length(title)), sum(length(content)) FROM notes_fts WHERE rowid > 10",
                "SELECT count(*) FROM tokens",
                "SELECT count(*) FROM schema_migrations",
            )
        ]
    finally:
        connection.close()


def run_program(folder):
    return measure(datafolder.command(folder, "db", "upgrade", "--keep-tokens"), folder.working_directory, folder)


def run_shell(folder):
    copy = folder.path / "copy.db"
    started = time.monotonic()
    usage = measure(["sqlite3", "starpunk.db"], folder.path, folder, shell_script(copy))
    largefolder.sync(copy)
    usage.seconds = time.monotonic() - started
    return usage


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--index", choices=("stale", "right"), default="stale")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bound is missed")
    options = parser.parse_args()

    datafolder.program()
    folder = largefolder.fresh(NOTES, options.index)
    original = disk_use(folder.path)
    files = largefolder.read_files(folder.path / "notes")
    print(f"upgrade of {NOTES:,} notes, {files:,} files, {original / 1e6:.0f} MB, {options.index} search index,")
    print(f"{options.rounds} rounds in turn, medians:")

    runs = {run_program: [], run_shell: []}
    results = {}
    try:
        for round_number in range(options.rounds):
            for work, usages in runs.items():
                largefolder.fresh(NOTES, options.index)
                usages.append(work(folder))
                results.setdefault(work, content(folder.database))
                print(
                    f"  round {round_number + 1} {work.__name__[4:]:<8} {usages[-1].seconds:6.1f} s,"
                    f" processor {usages[-1].processor:6.1f} s,"
                    f" memory {usages[-1].memory / 1e6:5.0f} MB, disk {usages[-1].disk / original:4.2f} x",
                    file=sys.stderr,
                    flush=True,
                )
        if results[run_program] != results[run_shell]:
            sys.exit(f"program and shell did not do the same: {results[run_program]}, {results[run_shell]}")
    finally:
        largefolder.clear(NOTES, options.index)

    def median(work, value):
        return statistics.median(value(usage) for usage in runs[work])

    figures = largefolder.Figures()
    program = median(run_program, lambda usage: usage.seconds)
    shell = median(run_shell, lambda usage: usage.seconds)
    figures.line("upgrade, seconds", program, unit=" s")
    figures.line("the shell: the same statements and one copy, seconds", shell, unit=" s")
    figures.line("upgrade against the shell", program / shell, limit=RATIO, unit=" x")
    figures.line("peak memory", max(u.memory for u in runs[run_program]) / 1e6, limit=MEMORY, unit=" MB")
    figures.line(
        "peak disk against the database before", max(u.disk for u in runs[run_program]) / original, limit=DISK, unit=" x"
    )
    figures.finish(options.strict)


if __name__ == "__main__":
    main()
