"""A new site of the built program, served for a browser."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("STARPUNK", ROOT / ".build/debug/starpunk")).resolve()
IMAGES = ROOT / "Tests/Fixtures/images"


class Site:
    """`localhost` and not an address, for browsers offer passkeys to names alone."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="starpunk-browser-"))
        self.port = int(os.environ.get("BROWSER_TEST_PORT", 0)) or free_port()
        self.root = f"http://localhost:{self.port}/"
        self.environment = {
            **os.environ,
            "SITE_URL": self.root,
            "SITE_NAME": "Alice’s notes",
            "SITE_AUTHOR": "Alice",
            "DATA_PATH": str(self.folder / "data"),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
        }
        self.log = open(self.folder / "log", "wb")
        self.server = None
        self.start()

    def start(self):
        self.server = subprocess.Popen(
            [PROGRAM, "serve"], cwd=self.folder, env=self.environment, stdout=self.log, stderr=self.log
        )
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(self.root + "health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the site does not answer; its log:\n" + (self.folder / "log").read_text())

    def stop(self):
        if self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(20)

    def close(self):
        self.stop()
        self.log.close()
        shutil.rmtree(self.folder)

    def run(self, *words):
        result = subprocess.run(
            [PROGRAM, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=True
        )
        return result.stdout.strip()

    def login_link(self):
        return self.run("login-link")

    def get(self, path):
        """The status and the text that a visitor gets."""
        try:
            with urllib.request.urlopen(self.root + path.lstrip("/"), timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
