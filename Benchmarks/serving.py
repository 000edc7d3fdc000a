#!/usr/bin/env python3
"""How quick pages are: kept ones against nginx and the bare framework, made ones and the search on 100,000 notes.

The site has 100,000 notes. For kept pages, three servers answer the same bytes, in turn, each pinned to one core, and wrk
asks them from the other over 16 connections: this program, with its log; nginx, which serves them as files, once with its log
and once without; and Hummingbird without anything of ours (Benchmarks/bare). For pages that have to be made, the site is asked
in turn with one of 100 notes, and everything kept is forgotten before each request.

    Benchmarks/serving.py [--rounds N] [--seconds N] [--strict] [--write]

Medians are printed. `--strict` exits 1 when a bound is missed; `--write` puts the figures into docs/performance.md.
"""

import argparse
import contextlib
import http.client
import os
import random
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "support"))
import largefolder  # noqa: E402
from largefolder import datafolder  # noqa: E402
import servedfolder  # noqa: E402

SMALL, LARGE = 100, 100_000
SERVER_CORE, CLIENT_CORE = 0, 1
CONNECTIONS = 16
OF_BARE, OF_NGINX, SCALE = 0.9, 0.5, 1.2
P99_OF_BARE, SEARCH_OF_NOTE, MEMORY = 1.5, 10, 80
BARE = Path(os.environ.get("BARE_SERVER", largefolder.ROOT / ".build/release/BareServer"))
TOOLS = ("nginx", "taskset", "wrk")
TYPES = {"home": "text/html", "note": "text/html", "rss": "application/rss+xml"}

COMMON_TAG = """
    INSERT INTO tags (name, display_name, post_count) VALUES ('common', 'Common', 60);
    INSERT INTO note_tags (note_id, tag_id) SELECT notes.id, tags.id FROM notes, tags WHERE name = 'common' AND notes.id IN
        (SELECT id FROM notes WHERE published = 1 AND deleted_at IS NULL ORDER BY id DESC LIMIT 60);
    INSERT INTO tag_timeline (tag_id, moment, note_id) SELECT tag_id, julianday(notes.created_at), notes.id FROM note_tags
        JOIN notes ON notes.id = note_id JOIN tags ON tags.id = tag_id WHERE name = 'common';
"""
"""A tag with as many notes on both sites, so that its page is as long."""


@contextlib.contextmanager
def core(number):
    """What is started within runs on this core alone."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {number})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Subject:
    """A served site of so many notes, in a copy of the folder, and one connection to it."""

    def __init__(self, notes, scratch):
        self.folder = servedfolder.copy_of(notes, scratch)
        self.database = sqlite3.connect(self.folder.database, isolation_level=None)
        public = "published = 1 AND deleted_at IS NULL"
        self.notes = self.database.execute(f"SELECT id, slug, created_at FROM notes WHERE {public} ORDER BY id").fetchall()
        self.tags = [name for (name,) in self.database.execute("SELECT name FROM tags WHERE post_count > 0")]
        self.database.executescript(COMMON_TAG)
        self.chance = random.Random(notes)
        with core(SERVER_CORE):
            self.site = servedfolder.serve(self.folder)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)

    def forget(self):
        """Makes the site forget the pages that it keeps, as a change of everything would."""
        self.database.execute("INSERT INTO site_changes (touched, changed_at) VALUES ('everything', '2026-01-01 00:00:00')")

    def get(self, path):
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            sys.exit(f"GET {path}: status {response.status}: {body[:300]!r}")
        return response, body

    def milliseconds(self, path):
        started = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - started) * 1000

    def any_note(self):
        return self.chance.choice(self.notes)

    def any_newer_note(self):
        """One of the newer half, so that there are older ones."""
        by_time = sorted(self.notes, key=lambda note: note[2])
        return self.chance.choice(by_time[len(by_time) // 2 :])

    def memory(self, field):
        """Megabytes of the server, `VmRSS` now or `VmHWM` at most."""
        status = Path(f"/proc/{self.site.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+) kB", status).group(1)) / 1024

    def end(self):
        self.connection.close()
        self.database.close()
        self.site.stop()


OLDER = "an older page of the home list"
MADE = {
    "home": lambda subject: "/",
    "note": lambda subject: f"/note/{subject.any_note()[1]}",
    OLDER: lambda subject: f"/?before={subject.any_newer_note()[0]}",
    "tag": lambda subject: "/tag/common",
    "year": lambda subject: "/archive/2010",
    "RSS": lambda subject: "/feed.rss",
}


class Nginx:
    """nginx with a configuration of its own, serving a folder."""

    def __init__(self, scratch, folder, with_log):
        self.port = datafolder.free_port()
        place = scratch / f"nginx-{'log' if with_log else 'quiet'}"
        place.mkdir()
        temporary = "\n".join(f"{name}_temp_path {place}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (place / "nginx.conf").write_text(
            # Root's nginx would hand its work to a user who cannot read root's cache.
            ("user root;\n" if os.geteuid() == 0 else "") + f"worker_processes 1; pid {place}/pid; error_log {place}/errors; daemon off;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ access_log {f'{place}/access' if with_log else 'off'}; sendfile on; tcp_nopush on;\n"
            f"keepalive_requests 100000000; open_file_cache max=100; {temporary}\n"
            "types { text/html html; application/rss+xml rss; }\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {folder}; }} }}\n"
        )
        with core(SERVER_CORE):
            self.process = subprocess.Popen(["nginx", "-c", place / "nginx.conf"], stderr=subprocess.DEVNULL)

    def end(self):
        self.process.terminate()
        self.process.wait(20)


class Bare:
    """The framework alone, answering one file."""

    def __init__(self, file, kind):
        self.port = datafolder.free_port()
        with core(SERVER_CORE):
            self.process = subprocess.Popen([BARE, str(self.port), file, kind], stderr=subprocess.DEVNULL)

    def end(self):
        self.process.terminate()
        self.process.wait(20)


def wait_for(port):
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    sys.exit(f"nothing listens on port {port}")


def load(port, path, seconds, headers=(), script=None):
    """Requests a second, and the 99th percentile in milliseconds."""
    command = ["taskset", "-c", str(CLIENT_CORE), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", script]
    said = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True).stdout
    if "Socket errors" in said or ("Non-2xx" in said and not headers):
        sys.exit(f"wrk {path}: {said}")
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1)), float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def kept_pages(subject, scratch, options, figures):
    """Throughput of pages that are kept."""
    paths = {"home": "/", "note": f"/note/{subject.notes[-1][1]}", "rss": "/feed.rss"}
    www = scratch / "www"
    www.mkdir()
    files, tags = {}, {}
    for name, path in paths.items():
        response, body = subject.get(path)
        files[name] = www / f"{name}.{'rss' if name == 'rss' else 'html'}"
        files[name].write_bytes(body)
        tags[name] = response.headers["ETag"]
    servers, bare = {}, {}
    try:
        servers["nginx, logging"] = Nginx(scratch, www, True)
        servers["nginx"] = Nginx(scratch, www, False)
        for name in paths:
            bare[name] = Bare(files[name], TYPES[name])
        for server in (*servers.values(), *bare.values()):
            wait_for(server.port)
        nginx_tag = nginx_etag(servers["nginx"].port, files["home"].name)
        work = {}
        for name, path in paths.items():
            work[name, "starpunk"] = (subject.site.port, path)
            work[name, "bare"] = (bare[name].port, "/")
            for kind, server in servers.items():
                work[name, kind] = (server.port, f"/{files[name].name}")
        work["304", "starpunk"] = (subject.site.port, "/", [f"If-None-Match: {tags['home']}"])
        work["304", "bare"] = (bare["home"].port, "/", ["If-None-Match: *"])
        for kind, server in servers.items():
            work["304", kind] = (server.port, f"/{files['home'].name}", [f"If-None-Match: {nginx_tag}"])
        rates, slowest = {key: [] for key in work}, {key: [] for key in work}
        for _ in range(options.rounds):
            for key, (port, path, *headers) in work.items():
                rate, p99 = load(port, path, options.seconds, *headers)
                rates[key].append(rate)
                slowest[key].append(p99)
        medians = {key: statistics.median(values) for key, values in rates.items()}
        for name in (*paths, "304"):
            size = f", {files[name].stat().st_size:,} bytes" if name in files else ", of the home page"
            ours = medians[name, "starpunk"]
            figures.line(f"{name}{size}: requests a second", ours)
            figures.line(f"{name}: against the bare framework", ours / medians[name, "bare"], least=OF_BARE, unit=" x")
            figures.line(f"{name}: against nginx", ours / medians[name, "nginx"], least=OF_NGINX, unit=" x")
            figures.line(f"{name}: against nginx with its log", ours / medians[name, "nginx, logging"], unit=" x")
            p99, p99_of_bare = (statistics.median(slowest[name, server]) for server in ("starpunk", "bare"))
            figures.line(f"{name}: 99th percentile", p99, unit=" ms")
            figures.line(f"{name}: 99th percentile against the bare framework", p99 / p99_of_bare, P99_OF_BARE, " x")
    finally:
        for server in (*servers.values(), *bare.values()):
            server.end()


def nginx_etag(port, name):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("HEAD", f"/{name}")
    return connection.getresponse().headers["ETag"]


def made_pages(small, large, options, figures):
    """Pages that are not kept, on both sites in turn. Returns the milliseconds of a note on the large one."""
    notes = []
    for subject in (small, large):
        # Nothing was asked on it for too long; the next request opens another.
        subject.connection.close()
    for name, path in MADE.items():
        times = {small: [], large: []}
        for _ in range(options.runs):
            for subject, values in times.items():
                subject.forget()
                values.append(subject.milliseconds(path(subject)))
        figures.line(f"made, {name}: {LARGE:,} notes", statistics.median(times[large]), unit=" ms")
        ratio = statistics.median(times[large]) / statistics.median(times[small])
        # An older page has other notes each time: on the large site files that nobody has read for long, on the small one
        # the same fifty. So it tells how quick the disk's cache is as well, and has no bound.
        figures.line(f"made, {name}: against {SMALL} notes", ratio, None if name == OLDER else SCALE, " x")
        if name == "note":
            notes = times[large]
    return statistics.median(notes)


def searches(subject, of_note, options, figures):
    """Words that few notes, many and nearly all have, alone and in pairs; `of_note` is what the page of a note takes."""
    counts = sorted(
        (document, term)
        for term, document in subject.database.execute("SELECT term, doc FROM temp.words WHERE length(term) > 3")
    )
    for what, place in (("few", 0.5), ("many", 0.98), ("most", 1)):
        count, term = counts[min(int(len(counts) * place), len(counts) - 1)]
        times = [subject.milliseconds(f"/api/search?q={term}") for _ in range(options.runs)]
        figures.line(f"search for a word of {what} notes ({count:,})", statistics.median(times), unit=" ms")
    (first, one), (second, other) = counts[-2:]
    times = [subject.milliseconds(f"/api/search?q={one}+{other}") for _ in range(options.runs)]
    figures.line(f"search for the two most common words ({first:,} and {second:,})", statistics.median(times), unit=" ms")
    ratio = statistics.median(times) / of_note
    figures.line("the same against the page of a note, made", ratio, SEARCH_OF_NOTE, " x")


def memory(subject, scratch, options, figures):
    """What the server takes after everything has been asked for."""
    script = scratch / "mixed.lua"
    paths = [f"/note/{slug}" for _, slug, _ in subject.notes[:20_000]] + [f"/tag/{name}" for name in subject.tags]
    paths += ["/", "/feed.rss", "/feed.atom", "/feed.json", "/sitemap.xml", "/opml.xml", "/api/search?q=bafe"] * 500
    lines = ",\n".join(f'"{path}"' for path in paths)
    script.write_text(
        f"paths = {{{lines}}}\nmath.randomseed(1)\n"
        "request = function() return wrk.format(nil, paths[math.random(#paths)]) end\n"
    )
    load(subject.site.port, "/", options.seconds * 5, script=script)
    figures.line("memory after a mixed load", subject.memory("VmRSS"), MEMORY, " MB")
    figures.line("memory at most", subject.memory("VmHWM"), unit=" MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="of every server")
    parser.add_argument("--seconds", type=int, default=3, help="of each round")
    parser.add_argument("--runs", type=int, default=100, help="of every page that is made")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bound is missed")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/performance.md")
    options = parser.parse_args()

    datafolder.program()
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None] + ([] if BARE.exists() else [str(BARE)])
    if lacking:
        sys.exit(
            f"serving: {', '.join(lacking)} not found. Next: apt-get install nginx-light wrk util-linux,"
            " and swift build -c release --product BareServer"
        )
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("serving: it takes two cores, one for the servers and one for whoever asks")
    figures = largefolder.Figures()
    scratch = Path(tempfile.mkdtemp(prefix="serving-", dir=largefolder.cache()))
    subjects = []
    try:
        for notes in (SMALL, LARGE):
            subjects.append(Subject(notes, scratch))
        small, large = subjects
        large.database.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, notes_fts, row)")
        kept_pages(large, scratch, options, figures)
        of_note = made_pages(small, large, options, figures)
        searches(large, of_note, options, figures)
        memory(large, scratch, options, figures)
    finally:
        for subject in subjects:
            subject.end()
        shutil.rmtree(scratch)
    if options.write:
        figures.write("Serving", "Benchmarks/serving.py")
    figures.finish(options.strict)


if __name__ == "__main__":
    main()
