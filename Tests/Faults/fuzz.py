#!/usr/bin/env python3
"""Damaged Micropub requests: never a 5xx, never silence, the server lives, its memory stays, and its errors are JSON.

Every request begins as a good one (form, JSON, multipart, upload, query) and is then damaged by chance, the same way for the
same seed. Every 25th is a good one, which must still work.
"""

import json
import random
import re
import select
import socket
import sys
import time

from datafolder import DataFolder, run
from micropub import BOUNDARY, Site, address, multipart, new_token, picture
from report import Report, seeded_options

SILENCE = 10
"""Seconds without an answer that count as hung."""
PATIENCE = 0.3
"""Seconds after which a request that may be unfinished is ended, so that the server need not wait for its rest."""
GROWTH = 64 << 20
LEVEL_AFTER = 100
GOOD_EVERY = 25

ODDITIES = [
    b"\0", b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"%00", b"%", b"%zz", b"\\u0000", b"\\ud800", b"\r\n", b"\n", b"\r", b"--",
    b'"', b"\\", b"[" * 2000, b'{"a":' * 2000, b"1e999", b"9" * 400, b"-0", b"null", b"[]", b"{}", b"true", b"../" * 40,
    b"&" * 3000, b"=" * 50, b";" * 500, b"filename*=UTF-8''%2e%2e%2f", b"\xe2\x80\xae", b"A" * 70_000, b"%5B%5D" * 300,
    b"--" + BOUNDARY.encode(), b"\r\n--" + BOUNDARY.encode() + b"--", b"content[]", b"access_token", b"mp-slug",
]  # fmt: skip


def good_requests(token):
    """Requests as (name, request line, headers, body); each is a list of its own, so that it can be damaged."""
    form = "application/x-www-form-urlencoded"
    several = f"multipart/form-data; boundary={BOUNDARY}"
    note = {"type": ["h-entry"], "properties": {"content": [{"html": "<p>a <b>b</b></p>"}], "category": ["a", "b"],
            "photo": [{"value": "https://photos.example/x.jpg", "alt": "x"}], "published": ["2025-11-18T20:10:00+01:00"],
            "checkin": [{"type": ["h-card"], "properties": {"latitude": [45.5]}}], "mp-slug": ["fuzzed"]}}  # fmt: skip
    update = {"action": "update", "url": address("fuzzed"), "replace": {"content": ["x"]}, "add": {"category": ["c"]},
              "delete": {"category": ["a"]}}  # fmt: skip
    parts = [("h", None, None, b"entry"), ("content", None, None, b"In parts"), ("category[]", None, None, b"a")]
    photos = [("photo[]", "a.png", "image/png", picture(1)), ("mp-photo-alt[]", None, None, b"a")]
    undelete = {"action": "undelete", "url": address("fuzzed")}
    bodies = [
        ("form", "POST /micropub", form, b"h=entry&content=a+b%21&category[]=a&mp-slug=fuzzed&published=2025-11-18"),
        ("json", "POST /micropub", "application/json", json.dumps(note).encode()),
        ("update", "POST /micropub", "application/json", json.dumps(update).encode()),
        ("delete", "POST /micropub", form, f"action=delete&url={address('fuzzed')}".encode()),
        ("undelete", "POST /micropub", "application/json", json.dumps(undelete).encode()),
        ("multipart", "POST /micropub", several, multipart(parts + photos)),
        ("upload", "POST /micropub/media", several, multipart([("file", "a.png", "image/png", picture(2))])),
    ]
    source = f"q=source&url={address('fuzzed')}&properties[]=content"
    for query in ("q=config", source, "q=source&limit=5&filter=a", "q=category"):
        bodies.append(("query", f"GET /micropub?{query}", None, b""))
    for name, line, type, body in bodies:
        headers = [b"Host: 127.0.0.1", f"Authorization: Bearer {token}".encode(), b"Connection: close"]
        if type:
            headers += [f"Content-Type: {type}".encode(), b"Content-Length: %d" % len(body)]
        yield name, f"{line} HTTP/1.1".encode(), headers, body


# Damage. Each takes bytes and gives other ones.


def flip(chance, data):
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if damaged:
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut(chance, data):
    return data[: chance.randint(0, len(data))]


def drop(chance, data):
    start = chance.randint(0, len(data))
    return data[:start] + data[start + chance.choice((1, 2, 10, 100)) :]


def double(chance, data):
    start = chance.randint(0, len(data))
    piece = data[start : start + chance.choice((1, 10, 100, 1000))]
    return data[:start] + piece * chance.choice((2, 3, 50)) + data[start + len(piece) :]


def insert(chance, data):
    start = chance.randint(0, len(data))
    return data[:start] + chance.choice(ODDITIES) + data[start:]


def noise(chance, data):
    start = chance.randint(0, len(data))
    return data[:start] + chance.randbytes(chance.choice((1, 20, 3000))) + data[start:]


def boundary(chance, data):
    mark = b"--" + BOUNDARY.encode()
    other = chance.choice((mark[1:], mark + b" ", mark + b"--", mark[:-1], mark * 2, b"\n" + mark, mark.lower(), b""))
    return data.replace(mark, other, chance.choice((1, 1, 2, -1)))


def line_ends(chance, data):
    return data.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\r\n\r\n", b"\r\n ")), chance.choice((1, 2, -1)))


def disposition(chance, data):
    old, new = chance.choice((
        (b'name="', b"name="), (b'name="', b'name="\\"'), (b"form-data", b"attachment"), (b'filename="', b'filename*="'),
        (b"; name", b"; name=x; name"), (b"Content-Type: image/png", b"Content-Type: multipart/mixed; boundary=x"),
        (b"Content-Disposition", b"Content-Transfer-Encoding: base64\r\nContent-Disposition"), (b"Content-Disposition:", b""),
    ))  # fmt: skip
    return data.replace(old, new, chance.choice((1, -1)))


DAMAGES = (flip, cut, drop, double, insert, noise, boundary, line_ends, disposition)


def header_game(chance, headers):
    """One of the ways in which headers lie, repeat themselves or grow."""
    headers = list(headers)
    index = chance.randrange(len(headers))
    game = chance.randrange(9)
    if game == 0:
        del headers[index]
    elif game == 1:
        headers.append(headers[index])
    elif game == 2:
        headers[index] = chance.choice(DAMAGES[:6])(chance, headers[index])
    elif game == 3:
        headers.append(b"X-Long: " + b"a" * chance.choice((1000, 9000, 100_000)))
    elif game == 4:
        headers += [b"X-%d: y" % number for number in range(chance.choice((10, 200, 3000)))]
    elif game == 5:
        headers.append(b"Transfer-Encoding: " + chance.choice((b"chunked", b"gzip", b"chunked, chunked", b"xchunked")))
    elif game == 6:
        lie = chance.choice((b"0", b"-1", b"1", b"99999999", b"18446744073709551616", b"0x10", b"1, 2", b" ", b"+5"))
        headers = [h for h in headers if not h.lower().startswith(b"content-length")] + [b"Content-Length: " + lie]
    elif game == 7:
        types = (b"application/json", b"text/plain", b"multipart/form-data", b"multipart/form-data; boundary=" + b"b" * 5000,
                 b'multipart/form-data; boundary="', b"application/x-www-form-urlencoded; charset=utf-16", b"")  # fmt: skip
        headers = [h for h in headers if not h.lower().startswith(b"content-type")]
        headers.append(b"Content-Type: " + chance.choice(types))
    else:
        headers.append(chance.choice((b"Expect: 100-continue", b"Upgrade: h2c", b"Content-Encoding: gzip", b"Range: bytes=0-0",
                                      b"Authorization: Bearer x", b"Idempotency-Key: " + b"k" * 3000)))  # fmt: skip
    return headers


def damaged(chance, request):
    """The bytes to send, and whether the request line is as it was."""
    _, line, headers, body = request
    original = line
    for _ in range(chance.choice((1, 1, 2, 3))):
        kind = chance.random()
        if body and kind < 0.7:
            body = chance.choice(DAMAGES)(chance, body)
        elif kind < 0.9:
            headers = header_game(chance, headers) if headers else headers
        else:
            line = chance.choice((flip, drop, double, insert))(chance, line)
    if body and chance.random() < 0.8:
        headers = [b"Content-Length: %d" % len(body) if h.startswith(b"Content-Length: ") else h for h in headers]
    return line + b"\r\n" + b"".join(header + b"\r\n" for header in headers) + b"\r\n" + body, line == original


def exchange(port, data):
    """All that comes back until the end; None when nothing ends within the time. An answer ends the sending."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=SILENCE)
    connection.setblocking(False)
    received, started, is_ended = b"", time.monotonic(), False
    try:
        while (passed := time.monotonic() - started) < SILENCE:
            if not data and not is_ended and passed > PATIENCE:
                connection.shutdown(socket.SHUT_WR)
                is_ended = True
            readable, writable, _ = select.select([connection], [connection] if data else [], [], 0.05)
            if readable:
                piece = connection.recv(1 << 16)
                if not piece:
                    return received
                received, data = received + piece, b""
                started = time.monotonic()
            elif writable:
                data = data[connection.send(data[: 1 << 16]) :]
    except OSError:
        return received
    finally:
        connection.close()
    return None


def fault_of(answer, sent, is_line_whole):
    """What is wrong with an answer, or None."""
    if answer is None:
        return f"silence: no end within {SILENCE} s"
    if not answer:
        return None
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    if not found:
        return f"no HTTP: {answer[:80]!r}"
    status = int(found[1])
    if status >= 500 and (is_line_whole or status not in (501, 505)):
        return f"status {status}: {answer[-200:]!r}"
    if not 400 <= status < 500 or not is_line_whole or not re.match(rb"[A-Z]+ /micropub[ ?]", sent):
        return None
    head, _, body = answer.partition(b"\r\n\r\n")
    type = re.search(rb"^content-type: *([^;\r]*)", head, re.I | re.M)
    length = re.search(rb"^content-length: *(\d+)", head, re.I | re.M)
    if length:
        # A request without its `Connection: close` may have another behind it, with an answer of its own.
        body = body[: int(length[1])]
    if b"chunked" in head.lower():
        body = re.sub(rb"^[0-9a-f]+\r\n", b"", body).split(b"\r\n")[0]
    # With two tokens the answer is text, which the conformance tests ask for.
    if not body or (type and type[1] == b"text/plain" and status == 400):
        return None
    try:
        error = json.loads(body).get("error")
    except (ValueError, AttributeError):
        return f"an error that is no JSON: status {status}, {body[:120]!r}"
    return None if isinstance(error, str) and error else f"an error without a word: status {status}, {body[:120]!r}"


def main():
    options = seeded_options(__doc__, "requests", 500)
    failed = 0
    with Report("fuzz") as report:
        folder = DataFolder(report.workspace / "data")
        folder.path.mkdir()
        if run(folder, "db", "upgrade").status != 0:
            raise SystemExit("db upgrade does not work")
        site = Site(folder, new_token(folder))
        try:
            trouble = site.wait_until_ready()
            if trouble:
                raise SystemExit(trouble)
            requests = list(good_requests(site.token))
            level = 0
            for number in range(options.requests):
                if site.process.poll() is not None:
                    report.violation(f"the server ended: {site.last_lines()}", f"seed {options.seed}, request {number}")
                    failed += options.requests - number
                    break
                failed += attempt(report, site, requests, options.seed, number)
                if number < LEVEL_AFTER:
                    level = max(level, site.resident_bytes())
            failed += final_faults(report, site, folder, level, options.seed)
        finally:
            if site.process.poll() is None:
                site.kill()
        status = report.finish(f"fuzz: seed {options.seed}", "requests", "good", "refused", "accepted", "closed")
    print(f"{options.requests - min(failed, options.requests)} passed, {failed} failed")
    return status


def attempt(report, site, requests, seed, number):
    """One request. Returns 1 when something was wrong with what it brought about."""
    chance = random.Random(f"{seed} {number}")
    name, *_ = request = chance.choice(requests)
    where = f"seed {seed}, request {number}, {name}"
    report.count("requests")
    if number % GOOD_EVERY == GOOD_EVERY - 1:
        report.count("good")
        _, line, headers, body = requests[0]
        answer = exchange(site.port, line + b"\r\n" + b"\r\n".join(headers) + b"\r\n\r\n" + body)
        if not (answer or b"").startswith(b"HTTP/1.1 201 "):
            report.violation(f"a good request: {(answer or b'')[:300]!r}", where)
            return 1
        return 0
    sent, is_line_whole = damaged(chance, request)
    try:
        answer = exchange(site.port, sent)
    except OSError as error:
        report.violation(f"no connection: {error}", where)
        return 1
    report.count("closed" if not answer else "accepted" if answer[9:10] in b"23" else "refused")
    fault = fault_of(answer, sent, is_line_whole)
    if fault:
        kept = report.scratch(f"sent-{number}")
        (kept / "request").write_bytes(sent)
        report.violation(fault, where, kept)
    return 1 if fault else 0


def final_faults(report, site, folder, level, seed):
    """What all of them together have done. Returns how many things are wrong."""
    faults = []
    if site.process.poll() is None:
        now = site.resident_bytes()
        print(f"memory: {level >> 20} MB after {LEVEL_AFTER} requests, {now >> 20} MB at the end")
        if now > level + GROWTH:
            faults.append(f"memory: {now >> 20} MB, {level >> 20} MB after {LEVEL_AFTER} requests")
        status = site.stop()
        if status != 0:
            faults.append(f"stop: exit {status}: {site.last_lines()}")
    verified = run(folder, "db", "verify")
    if verified.status != 0:
        faults.append(f"db verify: {verified}")
    for fault in faults:
        report.violation(fault, f"seed {seed}")
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
