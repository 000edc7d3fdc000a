#!/usr/bin/env python3
"""How long the program takes from its start to the first answer, and `db status` on a large database.

`serve` is started on a current database of 100,000 notes and on an empty one, in turn, and asked again and again from the
moment it was spawned until it answers 200: once for `/health`, once for the home page. Nothing is left to do in either
folder, so this is the start that happens at every reboot.

    Benchmarks/start.py [--runs N] [--strict]

Medians are printed. `--strict` exits 1 when a bound is missed.
"""

import argparse
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))
import largefolder  # noqa: E402
from largefolder import datafolder  # noqa: E402

NOTES = 100_000
NOTES_OF_STATUS = 200_000
RATIO = 10
MILLISECONDS = 100
STATUS_SECONDS = 1
GIVE_UP_SECONDS = 60


def upgraded(folder):
    """The folder, its database brought up to date by the program itself."""
    run = datafolder.run(folder, "db", "upgrade")
    if run.status != 0:
        sys.exit(f"db upgrade: {run}")
    return folder


def first_answer(folder, path):
    """Milliseconds from the spawning of `serve` to the first 200 for this path."""
    port = datafolder.free_port()
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
    command = datafolder.command(folder, "serve", "--host", "127.0.0.1", "--port", str(port))
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder.working_directory,
        env=datafolder.environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            if answers(port, request):
                return (time.monotonic() - started) * 1000
            if process.poll() is not None:
                sys.exit(f"serve ended with exit {process.returncode}")
            if time.monotonic() - started > GIVE_UP_SECONDS:
                sys.exit(f"serve did not answer within {GIVE_UP_SECONDS} s")
            # A moment's rest, for one of the two cores is the program's.
            time.sleep(0.0005)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def answers(port, request):
    """Whether the server says 200, at once and whole."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=GIVE_UP_SECONDS) as connection:
            connection.sendall(request)
            answer = b""
            while chunk := connection.recv(1 << 16):
                answer += chunk
            return answer.startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False


def status_seconds(folder):
    started = time.monotonic()
    run = datafolder.run(folder, "db", "status")
    if run.status != 0:
        sys.exit(f"db status: {run}")
    return time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bound is missed")
    options = parser.parse_args()

    datafolder.program()
    scratch = Path(tempfile.mkdtemp(prefix="start-", dir=largefolder.cache()))
    try:
        (scratch / "empty").mkdir()
        empty = upgraded(datafolder.DataFolder(scratch / "empty"))
        large = upgraded(largefolder.fresh(NOTES, "right"))
        behind = largefolder.fresh(NOTES_OF_STATUS, "stale")

        figures = largefolder.Figures()
        print(f"start of serve on {NOTES:,} notes, {large.database.stat().st_size / 1e6:.0f} MB,")
        print(f"{options.runs} runs in turn with an empty database, medians:")
        for path in ("/health", "/"):
            times = {"empty": [], "large": []}
            for _ in range(options.runs):
                times["empty"].append(first_answer(empty, path))
                times["large"].append(first_answer(large, path))
            small, big = (statistics.median(times[name]) for name in ("empty", "large"))
            figures.line(f"first 200 of {path}, empty database", small, unit=" ms")
            figures.line(f"first 200 of {path}", big, limit=MILLISECONDS, unit=" ms")
            figures.line(f"first 200 of {path}, against the empty one", big / small, limit=RATIO, unit=" x")
        print(f"db status on {NOTES_OF_STATUS:,} notes, {behind.database.stat().st_size / 1e6:.0f} MB:")
        seconds = statistics.median(status_seconds(behind) for _ in range(5))
        figures.line("db status", seconds, limit=STATUS_SECONDS, unit=" s")
    finally:
        shutil.rmtree(scratch)
        largefolder.clear(NOTES, "right")
        largefolder.clear(NOTES_OF_STATUS, "stale")
    figures.finish(options.strict)


if __name__ == "__main__":
    main()
