#!/usr/bin/env python3
"""How many posts a second are on the disk and answered with 201, against a loop that does no more than the disk must.

The loop does for each post what durability costs at least: it writes a file under a temporary name, syncs it, renames it,
syncs its folder, and commits one row to a SQLite database in WAL mode with synchronous=FULL. It has no HTTP, no Markdown, no
search index and no second table. Server and loop take turns, with 1 and with 16 connections or threads, and make their files
in the same folders: what a new one costs depends on what was deleted nearby of late (ext4 passes over such inodes for a while).

    Benchmarks/publish.py [--rounds N] [--posts N] [--strict]

Medians of the rounds are printed. `--strict` exits 1 when a bound is missed.
"""

import argparse
import hashlib
import os
import shutil
import socket
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))
import largefolder  # noqa: E402
from largefolder import datafolder  # noqa: E402
import servedfolder  # noqa: E402
from micropub import new_token  # noqa: E402  (beside datafolder)

RATIO = 0.5
CONNECTIONS = (1, 16)
CONTENT = "The rain stopped, and the harbour smelled of bread. " * 8


def content(number):
    return f"{number} {CONTENT}"


class Served:
    """Creates through the server, each thread on one connection that stays open."""

    def __init__(self, path):
        self.folder = datafolder.DataFolder(path)
        self.folder.path.mkdir(parents=True)
        servedfolder.upgrade(self.folder)
        self.site = servedfolder.serve(self.folder, new_token(self.folder))

    def worker(self, numbers):
        connection = socket.create_connection(("127.0.0.1", self.site.port), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = (
            f"POST /micropub HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.site.token}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        ).encode()
        with connection:
            for number in numbers:
                body = b"h=entry&content=" + content(number).replace(" ", "+").encode()
                connection.sendall(b"%s%d\r\n\r\n%s" % (head, len(body), body))
                self.read_created(connection)

    def read_created(self, connection):
        """Reads one answer to its end, which must be 201."""
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self.piece(connection)
        head = answer[:end].lower()
        length = head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
        while len(answer) < end + 4 + int(length or 0):
            answer += self.piece(connection)
        if not head.startswith(b"http/1.1 201 "):
            raise RuntimeError(f"no 201: {answer[:300]!r}")

    @staticmethod
    def piece(connection):
        piece = connection.recv(1 << 16)
        if not piece:
            raise RuntimeError("the server closed the connection")
        return piece

    def count(self):
        connection = sqlite3.connect(self.folder.database)
        try:
            return connection.execute("SELECT count(*) FROM notes").fetchone()[0]
        finally:
            connection.close()

    def end(self):
        self.site.stop()


class Bare:
    """The loop. Its files wait where those of the program wait, and go where they go."""

    def __init__(self, path, notes):
        self.staging = notes / ".staged"
        self.notes = notes / time.strftime("%Y/%m", time.gmtime())
        path.mkdir()
        self.database = sqlite3.connect(path / "bare.db", isolation_level=None, check_same_thread=False)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, file_path TEXT, hash TEXT)")
        self.lock = threading.Lock()

    def worker(self, numbers):
        self.notes.mkdir(parents=True, exist_ok=True)
        folder = os.open(self.notes, os.O_RDONLY)
        for number in numbers:
            name = f"bare-{number:08}"
            text = content(number).encode()
            temporary = self.staging / name
            file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(file, text)
            os.fsync(file)
            os.close(file)
            os.rename(temporary, self.notes / f"{name}.md")
            os.fsync(folder)
            row = (name, str(self.notes / f"{name}.md"), hashlib.sha256(text).hexdigest())
            with self.lock:
                self.database.execute("INSERT INTO notes (slug, file_path, hash) VALUES (?, ?, ?)", row)
        os.close(folder)

    def count(self):
        return self.database.execute("SELECT count(*) FROM notes").fetchone()[0]

    def end(self):
        self.database.close()


def posts_a_second(subject, threads, posts, first):
    """Shares the posts among threads, and times them all together."""
    before = subject.count()
    shares = [range(first + index, first + posts, threads) for index in range(threads)]
    workers = [threading.Thread(target=subject.worker, args=(share,)) for share in shares]
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.monotonic() - started
    if subject.count() != before + posts:
        sys.exit(f"{subject.count() - before} of {posts} posts are there")
    return posts / seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--posts", type=int, default=400, help="in each round")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bound is missed")
    options = parser.parse_args()

    datafolder.program()
    scratch = Path(tempfile.mkdtemp(prefix="publish-", dir=largefolder.cache()))
    missed = 0
    try:
        served = Served(scratch / "data")
        bare = Bare(scratch / "bare", served.folder.path / "notes")
        try:
            print(f"durable creates, {options.rounds} rounds of {options.posts} posts in turn, medians:")
            for subject in (served, bare):
                posts_a_second(subject, 4, 50, 0)
            number = 50
            for threads in CONNECTIONS:
                rates = {served: [], bare: []}
                for _ in range(options.rounds):
                    for subject, values in rates.items():
                        values.append(posts_a_second(subject, threads, options.posts, number))
                    number += options.posts
                of_server, of_loop = (statistics.median(rates[subject]) for subject in (served, bare))
                ratio = of_server / of_loop
                is_met = ratio >= RATIO
                missed += not is_met
                word = "connection" if threads == 1 else "connections"
                print(f"{f'{threads} {word}, posts a second':<58} {of_server:>9.0f}")
                print(f"{f'the bare loop with {threads} threads, posts a second':<58} {of_loop:>9.0f}")
                verdict = f"(at least {RATIO:g}: {'met' if is_met else 'MISSED'})"
                print(f"{f'{threads} {word}, against the bare loop':<58} {ratio:>9.2f} x   {verdict}", flush=True)
        finally:
            served.end()
            bare.end()
    finally:
        shutil.rmtree(scratch)
    sys.exit(1 if missed and options.strict else 0)


if __name__ == "__main__":
    main()
