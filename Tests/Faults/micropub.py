"""A served site to post to: the server with its log in a file, requests over plain sockets, small pictures of any colour."""

import http.client
import json
import socket
import struct
import subprocess
import time
import urllib.parse
import zlib
from dataclasses import dataclass

from datafolder import OWNER, command, environment, free_port, run

SCOPE = "create update delete undelete media"
BOUNDARY = "----starpunk7MA4YWxkTrZu0gW"


class NoAnswer(Exception):
    """The connection ended, or its time was over, before a whole answer came."""


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    def document(self):
        """The body as JSON, or an empty object when it is none."""
        try:
            document = json.loads(self.body)
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    def __str__(self):
        return f"status {self.status}: {self.body[:200]!r}"


class Site:
    """`starpunk serve` on a data folder. Its log goes to a file: a pipe that nobody reads would stop it when full."""

    def __init__(self, folder, token=None):
        self.folder = folder
        self.port = free_port()
        self.log = folder.working_directory / "serve.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command(folder, "serve", "--host", "127.0.0.1", "--port", str(self.port)),
                cwd=folder.working_directory,
                env=environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.token = token

    def wait_until_ready(self, seconds=60):
        """None once the home page is there, else what happened instead."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                return f"ended with exit {self.process.returncode} before it answered: {self.last_lines()}"
            try:
                if self.request("GET", "/", token=None).status == 200:
                    return None
            except NoAnswer:
                pass
            time.sleep(0.02)
        return f"not ready within {seconds} s: {self.last_lines()}"

    def last_lines(self):
        return self.log.read_bytes()[-600:].decode("utf-8", "replace")

    def kill(self):
        self.process.kill()
        return self.process.wait(timeout=30)

    def stop(self):
        """Ends it as an init system does. Returns the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()
            return "hung"

    def resident_bytes(self):
        """What the process has in memory now."""
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
        return 0

    def request(self, method, path, body=None, type=None, token="", timeout=30):
        """One request on a connection of its own; `token` None sends none."""
        headers = {"Content-Type": type} if type else {}
        if token is not None:
            headers["Authorization"] = f"Bearer {token or self.token}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(str(error)) from error
        finally:
            connection.close()

    def post(self, document):
        return self.request("POST", "/micropub", json.dumps(document).encode(), "application/json")

    def create(self, content, categories=(), slug=None):
        properties = {"content": [content], "category": list(categories)}
        return self.post({"type": ["h-entry"], "properties": {**properties, **({"mp-slug": [slug]} if slug else {})}})

    def source(self, url):
        return self.request("GET", f"/micropub?q=source&url={urllib.parse.quote(url, safe='')}")

    def upload(self, picture):
        body = multipart([("file", "picture.png", "image/png", picture)])
        return self.request("POST", "/micropub/media", body, f"multipart/form-data; boundary={BOUNDARY}")


def new_token(folder, scope=SCOPE):
    """A token by the command."""
    result = run(folder, "token", "create", "--scope", scope)
    if result.status != 0 or not result.out.strip():
        raise SystemExit(f"token create: {result}")
    return result.out.strip()


def address(slug):
    """The address of a post."""
    return f"{OWNER}note/{slug}"


def path_of(url):
    return urllib.parse.urlsplit(url).path


def multipart(parts):
    """A body of parts (name, file name or None, type or None, bytes)."""
    body = b""
    for name, file_name, type, content in parts:
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        if file_name is not None:
            body += f'; filename="{file_name}"'.encode()
        if type is not None:
            body += f"\r\nContent-Type: {type}".encode()
        body += b"\r\n\r\n" + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def picture(number, side=24):
    """A PNG of one colour and a frame, another one for every number."""
    colour = struct.pack(">I", number * 2654435761 % 2**32)[1:]
    rows = [b"\0" + (b"\xff\xff\xff" * side if row in (0, side - 1) else colour * side) for row in range(side)]
    # The number itself is in the pixels of the second row, for colours may repeat.
    rows[1] = b"\0" + (struct.pack(">Q", number) + bytes(3 * side))[: 3 * side]

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND", b"")
