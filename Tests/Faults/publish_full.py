#!/usr/bin/env python3
"""The disk under a server fills up in the middle of a stream of creates, updates, deletes, undeletes and uploads.

While it is full, what cannot be stored is refused with 507, `/health` says 503, and pages are served. With room again posts are
taken at once. In two of three rounds the server is killed or stopped while the disk is full, and started again: it serves, and refuses,
as before. Then the server is killed, and all is looked at as `publish_kill.py` does: what was answered with 2xx is there,
what was refused is not. One round more mounts the disk for reading alone between a kill and a start. Mounts a small memory file system, which needs root.
"""

import random
import sys
import time

from datafolder import run
from publish_kill import Post, State, World
from report import Report, seeded_options
from smalldisk import AMPLE, Filler, SmallDisk

FULL, UNAVAILABLE = 507, 503
EXIT_DISK = 7
ENDINGS = (None, "killed", "stopped")
ROOM_TO_OPEN = 36 << 10
"""Enough for the index of the log, without which SQLite opens no database (32 KB), and too little for a log (16 KB)."""


class FullWorld(World):
    """A world on a small disk, which somebody else fills for a while."""

    lawful_refusals = (FULL,)

    def __init__(self, report, name, clients, disk, ending):
        super().__init__(report, name, clients)
        self.disk, self.ending = disk, ending
        self.chance = random.Random(name)

    def disturb(self):
        filler = Filler(self.disk, 0)
        try:
            self.expect(UNAVAILABLE, "/health")
            time.sleep(self.chance.uniform(0.1, 0.6))
            self.expect(200, "/")
            if self.ending and not self.restart(filler):
                return
        finally:
            filler.stop()
            self.disk.remount(f"size={AMPLE}")
        self.expect(200, "/health")
        self.accept()
        self.site.kill()

    def accept(self):
        """A post is taken at once when the disk takes it."""
        post = Post("with-room-again", [State("with room again", ())])
        self.posts[0].append(post)
        answer = self.site.create(post.lawful[0].content, slug=post.slug)
        if answer.status != 201:
            self.complain(f"a post with room again: {answer}")

    def restart(self, filler):
        """Ends the server and starts it again on the full disk. Returns whether it is there."""
        filler.pause()
        if self.ending == "killed":
            self.site.kill()
        elif (status := self.site.stop()) != 0:
            self.complain(f"stop on a full disk: exit {status}: {self.site.last_lines()}")
        self.disk.remount(f"size={self.disk.used() + ROOM_TO_OPEN}")
        if not self.start():
            return False
        filler.resume()
        while self.disk.free() > 0:
            time.sleep(0.001)
        self.expect(UNAVAILABLE, "/health")
        self.expect(200, "/")
        answer = self.site.create("while the disk is full", slug="while-full")
        if answer.status != FULL:
            self.complain(f"a post on a full disk after a start: {answer}")
        self.report.count("restarted")
        return True

    def expect(self, status, path, seconds=5):
        """Asks until the answer has this status: a disk is not full in no time."""
        end = time.monotonic() + seconds
        while (answer := self.site.request("GET", path, token=None)).status != status:
            if time.monotonic() > end:
                return self.complain(f"{path} must answer {status}: {answer}")
            time.sleep(0.02)
        self.report.count(f"{path}:{status}")


class ReadOnlyWorld(FullWorld):
    """A world on a disk that can only be read when the server starts anew."""

    def __init__(self, report, name, clients, disk):
        super().__init__(report, name, clients, disk, "read-only")
        # A log that is open for writing would keep the disk from being mounted for reading alone.
        self.folder.working_directory = report.scratch("read-only")

    def disturb(self):
        self.site.kill()
        self.disk.remount("ro")
        try:
            if not self.start():
                return
            self.look()
            if (status := self.site.stop()) != 0:
                self.complain(f"stop on a disk that can only be read: exit {status}: {self.site.last_lines()}")
            if not self.start():
                return
        finally:
            self.disk.remount("rw")
        if (status := self.site.process.wait(timeout=30)) != EXIT_DISK:
            self.complain(f"a disk that can be written to again: exit {status}: {self.site.last_lines()}")
        if not self.start():
            return
        self.expect(200, "/health")
        self.accept()
        self.site.kill()

    def look(self):
        """What the server and the commands say while the disk can only be read."""
        self.expect(UNAVAILABLE, "/health")
        self.expect(200, "/")
        answer = self.site.create("while the disk can only be read", slug="read-only")
        if answer.status != FULL:
            self.complain(f"a post on a disk that can only be read: {answer}")
        for words in ("token", "create", "--scope", "create"), ("login-link",), ("notes", "reindex"):
            result = run(self.folder, *words)
            if result.status != EXIT_DISK or "Mount the disk of the data folder for writing" not in result.err:
                self.complain(f"{' '.join(words)} on a disk that can only be read: {result}")
        self.report.count("read_only")


def main():
    options = seeded_options(__doc__, "rounds", 20)
    failed = 0
    with Report("publish-full") as report:
        disk = SmallDisk(report.scratch("disk"))
        if not disk.is_mounted:
            sys.exit("publish-full: a tmpfs cannot be mounted; run it as root")
        try:
            for number in range(options.rounds):
                chance = random.Random(f"{options.seed} {number}")
                ending = ENDINGS[number % len(ENDINGS)]
                world = FullWorld(report, f"disk/folder-{number}", chance.randint(2, 4), disk, ending)
                failed += not passes(world, chance, f"seed {options.seed}, round {number}")
            world = ReadOnlyWorld(report, "disk/folder-read-only", 2, disk)
            failed += not passes(world, random.Random(options.seed), f"seed {options.seed}")
        finally:
            disk.unmount()
        status = report.finish(
            f"publish-full: tmpfs of {AMPLE >> 20} MB, seed {options.seed}", "rounds", "restarted", "read_only", "checked", "refused",
            "creates_answered", "updates_answered", "deletes_answered", "undeletes_answered", "uploads_answered",
        )  # fmt: skip
    print(f"{options.rounds + 1 - failed} passed, {failed} failed")
    return status


def passes(world, chance, where):
    """One round in a folder of its own."""
    moment = chance.uniform(0.1, 0.6)
    world.where = f"{where}, disturbed after {moment:.3f} s, {world.ending or 'served on'}"
    try:
        return world.passes(chance, moment)
    finally:
        world.folder.remove()


if __name__ == "__main__":
    sys.exit(main())
