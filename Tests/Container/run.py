#!/usr/bin/env python3
"""The container test: deploy/Containerfile's last stage, carried out for real where no image builder is to be had.

In a clean Debian 12 root (made by debootstrap, kept in ${XDG_CACHE_HOME:-~/.cache}/starpunk) every step is run, the program
put in, and the image started as a container would be: as its own user without capabilities, with a network that is nothing but
a loopback, and with the volume of a Python release on /data. What the earlier stages would build is taken from this machine:
the program from .build, SQLite from Debian. Needs root, for chroot, mounts and namespaces.
"""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import isolation
from image import ROOT, Image, linked_libraries, program_under_test

OWNER = "https://alice.example.com/"
TOOLS = ("apt-get", "chroot", "curl", "debootstrap", "ldd", "mount", "nsenter", "tar", "umount", "unshare")
OLD_ENVIRONMENT_FILE = f"""\
SITE_URL={OWNER.rstrip("/")}
SITE_NAME=Alice
ADMIN_ME={OWNER}
SESSION_SECRET=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
DATA_PATH=./data
"""
"""A .env as a Python release had it; the image's own DATA_PATH has to stand above it."""


def main():
    if sys.argv[1:2] == ["--inside"]:
        return Checks(Path(sys.argv[2])).all()
    lacking = [tool for tool in TOOLS if shutil.which(tool, path=isolation.PATH) is None]
    if lacking:
        sys.exit(f"container test: {', '.join(lacking)} not found. Next: scripts/setup test")
    if os.geteuid() != 0:
        sys.exit("container test: it needs root, for chroot, mounts and namespaces. Next: sudo -E python3 Tests/Container/run.py")
    workspace = Path(tempfile.mkdtemp(prefix="starpunk-container-")).resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    inside = subprocess.Popen(
        ["unshare", "--mount", "--propagation", "private", "--pid", "--mount-proc", "--fork", "--kill-child", "--",
         sys.executable, __file__, "--inside", str(workspace)],
    )  # fmt: skip
    try:
        return inside.wait()
    finally:
        # Its processes and mounts end with it; the folder is all that is left.
        inside.kill()
        inside.wait()
        shutil.rmtree(workspace)


class Checks:
    def __init__(self, workspace):
        self.workspace = workspace
        self.passed = self.failed = 0

    def check(self, name, holds, otherwise=""):
        """Counts one check; what was found instead is shown when it fails."""
        if holds:
            self.passed += 1
            print(f"ok    {name}", flush=True)
        else:
            self.failed += 1
            print(f"FAIL  {name}: {otherwise}", flush=True)
        return holds

    def all(self):
        self.build()
        self.take_over_a_python_volume()
        self.start_as_somebody_else()
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed else 0

    # The image

    def build(self):
        program = program_under_test()
        libraries = linked_libraries(program)
        swift = {name: path for name, path in libraries.items() if "/swift/" in str(path)}
        print(f"program: {os.path.relpath(program, ROOT)}; SQLite: this machine's", flush=True)
        started = time.monotonic()
        self.image = Image(
            ROOT / "deploy/Containerfile",
            self.workspace / "root",
            {("build", "starpunk"): program, ("sqlite", "libsqlite3.so.0"): libraries["libsqlite3.so.0"].resolve()},
        )
        base = "kept from an earlier run" if self.image.base_was_kept else "new"
        print(f"image: {self.image.steps} steps in {time.monotonic() - started:.0f} s, clean root {base}", flush=True)
        if swift:
            # The image's own program has the runtime inside; this build finds it where its toolchain is.
            print(f"the Swift runtime is linked dynamically: {len(swift)} libraries put beside it", flush=True)
            for path in swift.values():
                target = self.image.inside(str(path))
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        installed = "/usr/local/bin/starpunk"
        self.check("every library is in the image", not (gone := self.image.missing_libraries(installed)), gone)
        found = self.image.library(installed, "libsqlite3.so.0")
        self.check("the image's own SQLite is the one loaded", str(found).startswith("/usr/local/lib/"), found)
        self.check("the user is not root", self.image.owner()[0] != 0, self.image.user)
        self.check("/data is the one volume", self.image.volumes == ["/data"], self.image.volumes)
        port = self.image.environment.get("PORT")
        self.check("the port is exposed", [str(number) for number in self.image.ports] == [port], self.image.ports)
        self.check("time zones are in the image", self.image.inside("/usr/share/zoneinfo/Europe/Paris").exists())
        self.check("certificates are in the image", self.image.inside("/etc/ssl/certs/ca-certificates.crt").exists())

    def start(self, name, data, owner, environment=None, read_only=False):
        setting = isolation.Setting(
            root=str(self.image.root),
            mountpoint=str(self.workspace / name),
            command=[*self.image.entrypoint, *self.image.command],
            environment={**self.image.environment, "HOME": "/", **(environment or {})},
            directory=self.image.directory,
            uid=owner[0],
            gid=owner[1],
            volumes={"/data": str(data)},
            read_only=read_only,
        )
        return isolation.Container(setting, self.workspace / f"{name}.log")

    # Replacing a Python image

    def take_over_a_python_volume(self):
        owner = self.image.owner()
        data = python_volume(self.workspace / "volume", owner)
        notes = digests(data / "notes")
        self.image.inside("/app/.env").write_text(OLD_ENVIRONMENT_FILE)
        container = self.start("first", data, owner)
        status, answer = container.wait_until_healthy()
        if not self.check("GET /health answers 200 on the volume of StarPunk 0.9", status == 200, answer):
            return print(container.output())
        health = json.loads(answer.partition("\n\n")[2] or "{}")
        self.check("/health tells status and version", {"status", "version"} <= set(health), health)
        status, page = container.request("/")
        self.check("GET / shows the notes", status == 200 and "h-entry" in page, f"{status} {page[:400]}")
        self.check("GET /note/first-light answers 200", (found := container.request("/note/first-light")[0]) == 200, found)
        probe = container.execute(*self.image.healthcheck)
        self.check("HEALTHCHECK succeeds", probe.returncode == 0, probe)
        said = container.execute("starpunk", "db", "status", "--json", "--check")
        state = json.loads(said.stdout or "{}").get("state")
        self.check("`starpunk db status` in the container says current", (said.returncode, state) == (0, "current"), said)
        code = container.stop(signal.Signals[self.image.stop_signal])
        self.check("it ends with 0 when it is stopped", code == 0, f"{code}\n{container.output()}")
        self.check_volume(data, owner, notes)

    def check_volume(self, data, owner, notes):
        with sqlite3.connect(f"file:{data}/starpunk.db?mode=ro", uri=True) as database:
            ledger = [name for (name,) in database.execute("SELECT migration_name FROM schema_migrations")]
            columns = [row[1] for row in database.execute("PRAGMA table_info(tokens)")]
        wanted = "002_secure_tokens_and_authorization_codes.sql"
        self.check("the ledger on the volume holds migration 002", wanted in ledger, ledger)
        self.check("tokens are hashed", "token_hash" in columns and "token" not in columns, columns)
        self.check("no note file was touched", digests(data / "notes") == notes)
        backups = list((data / "backups").glob("*.db"))
        if not self.check("there is one backup", len(backups) == 1, backups):
            return
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (data / "backups").iterdir()}
        self.check("backups are for their owner alone", set(modes.values()) == {"0o600"}, modes)
        folder = oct((data / "backups").stat().st_mode & 0o777)
        self.check("and so is their folder", folder == "0o700", folder)
        self.check("all of it belongs to the image's user", not (strange := not_owned_by(owner, data)), strange)

    # --user, --read-only and an empty volume, as compose.yaml has it

    def start_as_somebody_else(self):
        stranger = (4321, 4321)
        data = self.workspace / "empty"
        data.mkdir(mode=0o700)
        os.chown(data, *stranger)
        self.image.inside("/app/.env").unlink()
        container = self.start("second", data, stranger, {"SITE_URL": OWNER, "ADMIN_ME": OWNER}, read_only=True)
        status, answer = container.wait_until_healthy()
        ready = self.check("an empty volume, another user, a read-only root: 200", status == 200, answer)
        if ready:
            self.check("its start page answers 200", (found := container.request("/")[0]) == 200, found)
        code = container.stop(signal.SIGTERM)
        self.check("and it ends with 0", code == 0, f"{code}\n{container.output()}")
        mode = oct((data / "starpunk.db").stat().st_mode & 0o777) if ready else "no database"
        self.check("a new database is for its owner alone", mode == "0o600", mode)
        self.check("all of it belongs to that user", not (strange := not_owned_by(stranger, data)), strange)
        # A port at which nothing answers, in a container that is there: the same root with another program.
        self.image.entrypoint, self.image.command = ["sleep"], ["60"]
        idle = self.start("third", data, stranger)
        time.sleep(1)
        probe = idle.execute(*self.image.healthcheck)
        self.check("HEALTHCHECK fails where no server answers", probe.returncode == 1, probe)
        idle.stop(signal.SIGKILL)


def python_volume(path, owner):
    """/data as the image of StarPunk 0.9 left it: the modes of that time, the owner of the image."""
    path.mkdir()
    shutil.copytree(ROOT / "Tests/Fixtures/notes", path / "notes")
    with sqlite3.connect(path / "starpunk.db") as database:
        database.executescript((ROOT / "Tests/Fixtures/databases/S07_v0.9_upgraded.sql").read_text())
    database.close()
    for entry in (path, *path.rglob("*")):
        os.chown(entry, *owner)
        entry.chmod(0o755 if entry.is_dir() else 0o644)
    return path


def digests(folder):
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.md")}


def not_owned_by(owner, folder):
    entries = [folder, *folder.rglob("*")]
    return [str(entry) for entry in entries if (entry.stat().st_uid, entry.stat().st_gid) != owner]


if __name__ == "__main__":
    sys.exit(main())
