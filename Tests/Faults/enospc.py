#!/usr/bin/env python3
"""The disk is full, or read-only, or a file may not grow: the upgrade refuses with exit 7, changes nothing, and works afterwards.

Four ways, on a small memory file system of its own. Mounting needs root; without it only the last way is tried, and the result
line says so.

stepped  the disk has a little more room in each round, from none to enough
filled   the disk has room, but somebody else fills it at a random moment of the upgrade
readonly the file system is remounted read-only
limited  no file may grow beyond a limit (RLIMIT_FSIZE), stepped as well
"""

import argparse
import random
import sys
import time

from datafolder import CLAIMS_UNTOUCHED, JOURNALS, DataFolder, crash_in, finish, gaps_in_refusal, run, start
from judgement import Judge, backups_in, plain_tokens_in
from report import Report
from smalldisk import AMPLE, Filler, SmallDisk

NOTES = 500
EXIT_DISK = 7


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=60, help="of each way; the read-only way has one per journal mode")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    status = 0
    with Report("enospc") as report:
        mount = SmallDisk(report.scratch("disk"))
        try:
            bench = Bench(report, mount, options)
            if mount.is_mounted:
                bench.stepped()
                bench.filled()
                bench.readonly()
            bench.limited()
        finally:
            mount.unmount()
        limits = "tmpfs and RLIMIT_FSIZE" if mount.was_mounted else "RLIMIT_FSIZE only, a tmpfs could not be mounted"
        status = report.finish(
            f"enospc: {limits}, {NOTES} notes, seed {options.seed}",
            "rounds_stepped", "rounds_filled", "rounds_readonly", "rounds_limited",
            "refused_and_old", "done_and_new", "refused_but_new", "refused_midway",
        )  # fmt: skip
    return status


class Bench:
    """One data folder on the small disk, set back before every round."""

    def __init__(self, report, disk, options):
        self.report, self.disk, self.options = report, disk, options
        self.templates = report.scratch("templates")
        self.scratch = report.scratch("reading")
        for journal in JOURNALS:
            built = DataFolder.build(report.workspace / f"built-{journal}", journal, NOTES)
            built.move_database_to(self.templates / journal)
        self.folder = built.copy_to(disk.path / "data")
        self.judge = Judge.for_upgrade(self.folder, self.templates / "DELETE", self.scratch)
        self.folder.reset_to(self.templates / "DELETE")
        self.duration = run(self.folder, "db", "upgrade").seconds
        self.largest_file = max(file.stat().st_size for file in self.folder.path.rglob("*") if file.is_file())

    def set_back(self, number):
        journal = JOURNALS[number % len(JOURNALS)]
        self.folder.reset_to(self.templates / journal)
        return journal

    def stepped(self):
        """From no room to enough, in equal steps."""
        enough = self.room_that_is_enough()
        for number in range(self.options.rounds):
            journal = self.set_back(number)
            room = enough * number // self.options.rounds
            self.disk.remount(f"size={self.disk.used() + room}")
            result = run(self.folder, "db", "upgrade")
            self.judge_round("stepped", result, f"stepped, round {number}, journal {journal}, {room} bytes of room", self.give_room)

    def room_that_is_enough(self):
        room = 64 << 10
        while room < AMPLE:
            self.set_back(1)
            self.disk.remount(f"size={self.disk.used() + room}")
            result = run(self.folder, "db", "upgrade")
            self.give_room()
            if result.status == 0:
                return room
            room *= 2
        raise SystemExit(f"the upgrade does not work with {room} bytes of room: {result}")

    def give_room(self):
        self.disk.remount(f"size={AMPLE}")

    def filled(self):
        for number in range(self.options.rounds):
            journal = self.set_back(number)
            moment = random.Random(f"{self.options.seed} {number}").uniform(0, self.duration)
            started = time.monotonic()
            process = start(self.folder, "db", "upgrade")
            filler = Filler(self.disk, moment)
            result = finish(process, started)
            when = f"after {moment:.4f} of {self.duration:.2f} s"
            where = f"filled, seed {self.options.seed}, round {number}, journal {journal}, {when}"
            self.judge_round("filled", result, where, filler.stop)

    def readonly(self):
        for number, journal in enumerate(JOURNALS):
            self.set_back(number)
            before = [(file.name, file.read_bytes()) for file in self.folder.database_files()]
            self.disk.remount("ro")
            result = run(self.folder, "db", "upgrade")
            where = f"readonly, journal {journal}"
            if [(file.name, file.read_bytes()) for file in self.folder.database_files()] != before:
                self.report.violation("the files of a read-only file system changed", where)
            if result.status != EXIT_DISK:
                self.report.violation(f"read-only must end with exit {EXIT_DISK}: {result}", where, self.folder.path)
            self.judge_round("readonly", result, where, lambda: self.disk.remount("rw"))

    def limited(self):
        """Up to half as much again as the largest file that an upgrade leaves."""
        for number in range(self.options.rounds):
            journal = self.set_back(number)
            limit = max(1, self.largest_file * 3 // 2 * number // self.options.rounds)
            result = run(self.folder, "db", "upgrade", file_size_limit=limit)
            where = f"limited, round {number}, journal {journal}, files of at most {limit} bytes"
            self.judge_round("limited", result, where, lambda: None)

    def judge_round(self, way, result, where, mend):
        """Right after the fault, then mended."""
        self.report.count(f"rounds_{way}", f"exit:{way}:{result.status}")
        if result.status != 0 and self.folder.backups.exists():
            self.report.count("refused_midway")  # not by the look at the free space, but when a write failed
        kept = None if way == "readonly" else self.folder.path
        state, why = self.judge.state(self.folder.database_files(), self.scratch)
        backups = backups_in(self.folder, self.scratch)
        mend()
        for complaint in [*self.complaints(result, state, why, backups), *self.complaints_after_mending()]:
            self.report.violation(complaint, where, kept)

    def complaints(self, result, state, why, backups):
        if crash_in(result):
            yield crash_in(result)
        if result.status not in (0, EXIT_DISK):
            yield f"the end must be exit 0 or {EXIT_DISK}: {result}"
        if result.status > 0:
            yield from gaps_in_refusal(result)
        if state not in ("old", "new"):
            yield f"the database is {state}: {why}"
        if result.status == 0:
            self.report.count("done_and_new")
            if state != "new":
                yield f"exit 0, but the database is {state}"
        else:
            self.report.count("refused_and_old" if state == "old" else "refused_but_new")
            if state == "new" and CLAIMS_UNTOUCHED.search(result.out + result.err):
                yield f"it says that nothing was changed, but the database is new: {result}"
        if state == "new" and not any(backup.is_intact_copy_of(self.judge.old) for backup in backups):
            yield "the database is new, but there is no intact backup of the old one"
        yield from (f"backup {backup.path.name} is broken: {backup.fault}" for backup in backups if backup.fault)

    def complaints_after_mending(self):
        result = run(self.folder, "db", "upgrade")
        if result.status != 0:
            yield f"with enough room: {result}"
        state, why = self.judge.state(self.folder.database_files(), self.scratch)
        if state != "new":
            yield f"with enough room the database is {state}: {why}"
        verified = run(self.folder, "db", "verify")
        if verified.status != 0:
            yield f"db verify with enough room: {verified}"
        readable = plain_tokens_in(self.folder)
        if readable:
            yield f"with enough room clear-text tokens remain in {readable}"


if __name__ == "__main__":
    sys.exit(main())
