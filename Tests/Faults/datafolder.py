"""A data folder as StarPunk 0.9 left it, and the program run on it.

Every fault test starts here: it builds the folder of the 1.0.0-rc.1 incident (fixture S07: clear-text tokens, old token table),
lets the program work on it while something goes wrong, and then asks `judgement` what became of it.
"""

import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "PythonSupport"))
from ports import free_port  # noqa: E402  (its folder had to be named first)

FIXTURES = ROOT / "Tests" / "Fixtures"
OWNER = "https://alice.example.com/"

PLAIN_TOKEN_PREFIX = "plaintext-token-"
"""How every clear-text token of the fixture begins, so that one byte scan finds any of them."""

JOURNALS = ("DELETE", "WAL", "hot-WAL")
"""hot-WAL: the last transaction lies only in the -wal, as a killed Python release leaves it."""

PROGRAM_TIMEOUT = 300
"""Seconds after which a run of the program counts as hung."""


def program():
    """The program under test: the environment's STARPUNK, else the debug build."""
    path = ROOT / os.environ.get("STARPUNK", ".build/debug/starpunk")
    if not os.access(path, os.X_OK):
        sys.exit(f"no program at {path}: build it first, or name it in STARPUNK")
    return str(path.resolve())


class DataFolder:
    """One data folder, with the scratch directory beside it in which the program runs (so that no .env of ours is read)."""

    def __init__(self, path):
        self.path = Path(os.path.realpath(path))
        self.database = self.path / "starpunk.db"
        self.backups = self.path / "backups"
        self.working_directory = self.path.with_name(self.path.name + ".cwd")
        self.working_directory.mkdir(parents=True, exist_ok=True)

    @classmethod
    def build(cls, path, journal="DELETE", extra_notes=0):
        """A new S07 folder with the five notes of the fixture and as many generated ones as asked for."""
        folder = cls(path)
        folder.path.mkdir(parents=True)
        shutil.copytree(FIXTURES / "notes", folder.path / "notes")
        build_database(folder.database, journal, list(generated_notes(extra_notes)), folder.path)
        return folder

    def copy_to(self, path):
        """The whole folder again, elsewhere."""
        copy = DataFolder(path)
        shutil.copytree(self.path, copy.path)
        return copy

    def reset_to(self, template):
        """Back to the database files in `template`, nothing else kept but the notes, which the upgrade never writes."""
        for entry in self.path.iterdir():
            if entry.name == "notes":
                continue
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        for file in template.iterdir():
            shutil.copyfile(file, self.path / file.name)

    def database_files(self):
        """The database and its journals. The -shm is left out: SQLite makes it anew from the -wal."""
        names = ("starpunk.db", "starpunk.db-wal", "starpunk.db-journal")
        return [self.path / name for name in names if (self.path / name).exists()]

    def move_database_to(self, template):
        """Makes `template`, a directory with nothing but the database files."""
        template.mkdir()
        for file in self.database_files():
            file.rename(template / file.name)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)
        shutil.rmtree(self.working_directory, ignore_errors=True)


def build_database(path, journal, notes, folder):
    """Writes the database at `path`, and the Markdown files of `notes` below `folder`.

    The content is the same for every journal mode; only where the last transaction lies differs.
    """
    scratch = path.with_name("building")
    scratch.mkdir()
    connection = sqlite3.connect(scratch / path.name, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.executescript((FIXTURES / "databases" / "S07_v0.9_upgraded.sql").read_text())
    connection.execute("BEGIN")
    for note in notes:
        file = folder / note["file_path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(note.pop("text"))
        connection.execute(
            "INSERT INTO notes (slug, file_path, published, created_at, updated_at, deleted_at, content_hash)"
            " VALUES (:slug, :file_path, :published, :created_at, :created_at, :deleted_at, :content_hash)",
            note,
        )
    connection.execute("COMMIT")
    if journal != "DELETE":
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO tokens (token, me, scope, created_at) VALUES (?, ?, 'create', '2025-11-24 11:00:00')",
        [(f"{PLAIN_TOKEN_PREFIX}{number:04}", OWNER) for number in range(60)],
    )
    connection.execute("UPDATE notes SET updated_at = '2025-11-24 12:00:00' WHERE id = 1")
    connection.execute("COMMIT")
    if journal == "WAL":
        connection.close()
    for suffix in ("", "-wal"):
        file = scratch / (path.name + suffix)
        if file.exists():
            shutil.copyfile(file, str(path) + suffix)
    connection.close()
    shutil.rmtree(scratch)


def generated_notes(count):
    """Notes whose text, dates and states are the same in every run."""
    chance = random.Random("starpunk notes")
    words = "walk rain harbour bread letter window garden train island lamp morning river café zoo 🌱 #indieweb".split()
    for number in range(count):
        month = 1 + number % 12
        slug = f"walk-{number:05}"
        text = "# " + " ".join(chance.choices(words, k=4)) + "\n\n" + " ".join(chance.choices(words, k=40)) + "\n"
        date = f"2024-{month:02}-{1 + number % 28:02} {number % 24:02}:{number % 60:02}:00"
        yield {
            "slug": slug,
            "file_path": f"notes/2024/{month:02}/{slug}.md",
            "published": int(number % 10 != 0),
            "created_at": date,
            "deleted_at": date if number % 50 == 7 else None,
            "content_hash": hashlib.sha256(text.encode()).hexdigest(),
            "text": text,
        }


# Running the program


@dataclass
class Run:
    """How one run of the program ended."""

    status: int
    """Exit code, or minus the signal that ended it."""
    out: str
    err: str
    seconds: float
    hung: bool = False

    def document(self):
        """The JSON document on standard output, or an empty one when there is none."""
        try:
            return json.loads(self.out)
        except ValueError:
            return {}

    def __str__(self):
        tail = (self.err or self.out).strip()[-400:]
        return f"exit {self.status}{' (hung)' if self.hung else ''}: {tail!r}"


def environment(folder):
    """Only what a fresh machine would have, so that the caller's settings cannot change a figure."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return {**kept, "HOME": str(folder.working_directory), "LANG": "C.UTF-8", "SITE_URL": OWNER, "ADMIN_ME": OWNER}


def command(folder, *arguments):
    return [program(), *arguments, "--data-path", str(folder.path)]


def start(folder, *arguments, prefix=(), file_size_limit=None):
    """Starts the program in a session of its own, so that it and its tracer can be ended together."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size_limit, file_size_limit))

    return subprocess.Popen(
        [*prefix, *command(folder, *arguments)],
        cwd=folder.working_directory,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=limit if file_size_limit else None,
    )


def finish(process, started, timeout=PROGRAM_TIMEOUT):
    """Waits for a started program; one that does not end in time is killed and reported as hung."""
    hung = False
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        hung = True
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
    text = [stream.decode("utf-8", "replace") for stream in (out, err)]
    return Run(process.returncode, *text, time.monotonic() - started, hung)


def run(folder, *arguments, **options):
    """Runs the program to its end."""
    started = time.monotonic()
    return finish(start(folder, *arguments, **options), started)


# A running server


class Server:
    """`starpunk serve` on a loopback port of its own."""

    def __init__(self, folder):
        self.port = free_port()
        self.started = time.monotonic()
        self.process = start(folder, "serve", "--host", "127.0.0.1", "--port", str(self.port))

    def wait_until_ready(self, seconds=60):
        """None once `/` answers 200, else what it did instead. While it upgrades, 503 with Retry-After is the right answer."""
        while True:
            if self.process.poll() is not None:
                return f"ended with exit {self.process.returncode} before it answered"
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as response:
                    return None if response.status == 200 else f"status {response.status}"
            except urllib.error.HTTPError as error:
                answer = f"status {error.code}"
                if error.code != 503 or "Retry-After" not in error.headers:
                    return f"{answer} without the promise to come back"
            except OSError as error:
                answer = str(error)
            if time.monotonic() - self.started > seconds:
                return f"not ready within {seconds} s: {answer}"
            time.sleep(0.02)

    def stop(self, number=signal.SIGTERM, seconds=30):
        """Sends the signal and waits."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return finish(self.process, self.started, timeout=seconds)


# What the output must and must not say

TRAP = re.compile(r"Fatal error|Stack dump|Illegal instruction|Traceback \(most|Thread \d+ crashed|Program crashed")
ERROR_LINE = re.compile(r"\berror:|\bfatal|\bfailed\b|exception|database is locked|already exists|no such (table|column)", re.I)
CLAIMS_UNTOUCHED = re.compile(r"nothing (was |has been )?changed", re.I)


def crash_in(result):
    """What looks like a crash of the program itself (a trap, an uncaught error, a hang), or None."""
    trap = TRAP.search(result.out + result.err)
    if trap:
        return f"the output says {trap.group(0)!r}"
    if result.hung:
        return "it hung"
    if result.status in (-signal.SIGILL, -signal.SIGTRAP, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGXFSZ):
        return f"it died of {signal.Signals(-result.status).name}"
    return None


def gaps_in_refusal(result):
    """What the message of a refusal leaves out: what was or was not changed, and the next command to type."""
    said = result.out + result.err
    if not re.search(r"\b(changed|committed|restored)\b", said, re.I):
        yield f"the message does not say whether anything was changed: {result}"
    if not re.search(r"\bstarpunk [a-z]", said[said.rfind("Next") :]):
        yield f"the message names no command to type next: {result}"
