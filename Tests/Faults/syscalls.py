#!/usr/bin/env python3
"""Every system call that changes the data folder fails once: with EIO, with ENOSPC, and with the process killed.

A traced clean run gives the points: which occurrence, within its thread, of which call touches the data folder. strace counts
per thread as well, so `when=n` means the same there. The log of each run then shows whether the fault really struck inside
the folder; a point that was missed (another thread took the work) is tried again, and counted when it stays missed.
"""

import argparse
import os
import re
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from datafolder import CLAIMS_UNTOUCHED, JOURNALS, DataFolder, crash_in, gaps_in_refusal, run
from judgement import Backup, Contents, Judge, backups_in, plain_tokens_in, unfinished_but_listed
from report import Report

CALLS = (
    "pwrite64", "pwritev", "write", "writev", "fdatasync", "fsync", "ftruncate", "fallocate", "copy_file_range",
    "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "mkdir", "mkdirat", "openat",
)  # fmt: skip
FAULTS = {"EIO": "error=EIO", "ENOSPC": "error=ENOSPC", "SIGKILL": "signal=SIGKILL"}
LAWFUL_EXITS = {0, 7, 8, 9}
"""What an I/O fault may end in: done all the same, disk, damaged, or verification failed and rolled back."""

TRIES = 3


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--command", choices=(*SCENARIOS, "all"), default="all")
    arguments.add_argument("--journal", choices=(*JOURNALS, "all"), default="all")
    arguments.add_argument("--call", choices=(*CALLS, "all"), default="all", help="only this system call")
    arguments.add_argument("--every", type=int, default=1, metavar="K", help="only every K-th point")
    options = arguments.parse_args()
    journals = JOURNALS if options.journal == "all" else (options.journal,)
    status = 0
    for name in SCENARIOS if options.command == "all" else (options.command,):
        with Report("syscalls") as report:
            for journal in journals:
                SCENARIOS[name](report, journal).sweep(options.every, options.call)
            status |= report.finish(f"syscalls: {name}, every {options.every}", "points", "runs", "struck", "missed", "old", "new")
    return status


@dataclass(frozen=True, order=True)
class Point:
    """The n-th `call` of a thread."""

    call: str
    ordinal: int


ENTRY = re.compile(r"^(\d+) +(\w+)\((.*)")


def touches(call, arguments, folder):
    """Whether a traced call acts inside the folder. Written bytes are not printed (-s 0), so they cannot look like a path."""
    path = re.escape(str(folder.path))
    if call.startswith(("pwrite", "write", "f")):
        return re.match(rf"\d+<{path}(/[^>]*)?( \(deleted\))?>", arguments) is not None
    return re.search(rf'["<]{path}[/">]', arguments) is not None


def tracer(log, calls):
    names = ",".join(f"?{call}" for call in calls)  # "?": calls that this processor does not have are no error
    return ["strace", "-f", "-y", "-s", "0", "-o", str(log), "-e", f"trace={names}"]


def points_in(log, folder):
    """All points of a clean run, from its log."""
    seen, points = Counter(), set()
    for line in log.read_text(errors="replace").splitlines():
        entry = ENTRY.match(line)
        if entry:
            thread, call, arguments = entry.groups()
            seen[thread, call] += 1
            if touches(call, arguments, folder):
                points.add(Point(call, seen[thread, call]))
    return sorted(points)


def struck(log, point, folder):
    """Whether the fault hit a call inside the folder: strace marks an injected error, and a killed call returns nothing."""
    for line in log.read_text(errors="replace").splitlines():
        entry = ENTRY.match(line)
        if entry and entry[2] == point.call and ("(INJECTED)" in line or line.endswith(("= ?", "<unfinished ...>"))):
            if touches(point.call, entry[3], folder):
                return True
    return False


class Scenario:
    """One command under test: where it starts from, and what may be left of it."""

    def __init__(self, report, journal):
        self.report, self.journal = report, journal
        self.home = report.scratch(f"{self.name}-{journal}")
        self.template = DataFolder.build(self.home / "template", journal)
        self.reading = self.home / "reading"
        self.reading.mkdir()
        self.prepare()

    def sweep(self, every, call="all"):
        log = self.home / "clean.log"
        folder = self.template.copy_to(self.home / "clean")
        result = run(folder, *self.arguments(folder), prefix=tracer(log, CALLS))
        if result.status != 0:
            raise SystemExit(f"the undisturbed {self.name} does not work under strace: {result}")
        points = [point for point in points_in(log, folder) if call in (point.call, "all")][::every]
        self.report.counts["points"] += len(points)
        cases = [(point, fault) for point in points for fault in FAULTS]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda case: self.case(*case), cases))

    def case(self, point, fault):
        """One fault at one point, and the clean run after it."""
        place = self.home / f"{point.call}-{point.ordinal}-{fault}"
        for _ in range(TRIES):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            folder = self.template.copy_to(place / "data")
            log = place / "strace.log"
            trace = tracer(log, [point.call])
            arguments = self.arguments(folder)
            inject = f"inject={point.call}:{FAULTS[fault]}:when={point.ordinal}"
            result = run(folder, *arguments, prefix=[*trace, "-e", inject])
            if struck(log, point, folder):
                break
        else:
            self.report.count("missed")
        self.report.count("runs")
        scratch = place / "reading"
        scratch.mkdir()
        (place / "output").write_text(f"{result}\n\n{result.out}\n{result.err}")
        shutil.copytree(folder.path, place / "after-fault")  # evidence, before the clean run changes it
        if struck(log, point, folder):
            self.report.count("struck", f"exit:{fault}:{result.status}")
        where = f"{self.name}, journal {self.journal}, {inject}"
        for complaint in [*self.complaints(folder, result, scratch), *self.complaints_after_clean_run(folder, scratch)]:
            self.report.violation(complaint, where, place)
        shutil.rmtree(place)

    def complaints(self, folder, result, scratch):
        """What is wrong right after the fault."""
        if crash_in(result):
            yield crash_in(result)
        if result.status != -signal.SIGKILL and result.status not in LAWFUL_EXITS:
            yield f"an I/O fault must not end in {result}"
        if result.status > 0:
            yield from gaps_in_refusal(result)
        state, why = self.judge.state(folder.database_files(), scratch)
        self.report.count(state)
        if state not in ("old", "new"):
            yield f"the database is {state}: {why}"
        if state == "new" and CLAIMS_UNTOUCHED.search(result.err + result.out):
            yield f"it says that nothing was changed, but the database is new: {result}"
        backups = backups_in(folder, scratch)
        yield from (f"backup {backup.path.name} is broken: {backup.fault}" for backup in backups if backup.fault)
        for name in unfinished_but_listed(folder):
            yield f"backup list offers the unfinished {name}"
        yield from self.own_complaints(folder, result, state, backups, scratch)

    def complaints_after_clean_run(self, folder, scratch):
        """What is wrong once the same command has run again undisturbed."""
        result = run(folder, *self.arguments(folder))
        if result.status != 0 or crash_in(result):
            yield f"the clean run afterwards: {crash_in(result) or result}"
        state, why = self.judge.state(folder.database_files(), scratch)
        if state != self.goal:
            yield f"after the clean run the database is {state} and not {self.goal}: {why}"
        for backup in backups_in(folder, scratch):
            if backup.fault:
                yield f"after the clean run backup {backup.path.name} is broken: {backup.fault}"


class Upgrade(Scenario):
    name = "upgrade"
    goal = "new"

    def prepare(self):
        """The judge needs undisturbed upgrades of its own; they run on a copy."""
        database = self.home / "database"
        self.template.move_database_to(database)
        self.judge = Judge.for_upgrade(self.template.copy_to(self.home / "reference"), database, self.reading)
        self.template.reset_to(database)

    def arguments(self, folder):
        return ("db", "upgrade")

    def own_complaints(self, folder, result, state, backups, scratch):
        if result.status == 0 and state != "new":
            yield f"exit 0, but the database is {state}"
        if state == "new" and not any(backup.is_intact_copy_of(self.judge.old) for backup in backups):
            yield "the database is new, but there is no intact backup of the old one"

    def complaints_after_clean_run(self, folder, scratch):
        yield from super().complaints_after_clean_run(folder, scratch)
        verified = run(folder, "db", "verify")
        if verified.status != 0:
            yield f"db verify after the clean run: {verified}"
        readable = plain_tokens_in(folder)
        if readable:
            yield f"after the clean run clear-text tokens remain in {readable}"


class BackupCreate(Scenario):
    name = "backup"
    goal = "old"

    def prepare(self):
        """The database is up to date, and must stay as it is."""
        upgrade_template(self.template)
        contents = Contents.of(self.template.database_files(), self.reading)
        self.judge = Judge(contents, contents, {})

    def arguments(self, folder):
        return ("backup", "create")

    def own_complaints(self, folder, result, state, backups, scratch):
        if result.status != 0:
            return
        printed = Path(result.out.strip().splitlines()[-1]) if result.out.strip() else None
        if printed is None or not (folder.working_directory / printed).exists():
            yield f"exit 0, but there is no file at the path that it printed: {printed}"
        elif not Backup.inspect(folder.working_directory / printed, scratch).is_intact_copy_of(self.judge.old):
            yield f"exit 0, but {printed} is not an intact, described copy of the database"


class BackupRestore(Scenario):
    name = "restore"
    goal = "new"

    def prepare(self):
        """An upgraded database that has since been used; restored is the backup from before its upgrade."""
        upgrade_template(self.template)
        self.file = sorted(self.template.backups.glob("*.db"))[0].name
        connection = sqlite3.connect(self.template.database)
        with connection:
            connection.execute("UPDATE sessions SET last_used_at = '2025-12-01 08:00:00'")
        connection.close()
        old = Contents.of(self.template.database_files(), self.reading)
        new = Contents.of([self.template.backups / self.file], self.reading)
        self.judge = Judge(old, new, {table: columns for table, (columns, _) in new.tables.items()})

    def arguments(self, folder):
        return ("backup", "restore", str(folder.backups / self.file))

    def own_complaints(self, folder, result, state, backups, scratch):
        if result.status == 0 and state != "new":
            yield f"exit 0, but the database is {state}"
        if state == "new" and not any(backup.is_intact_copy_of(self.judge.old) for backup in backups):
            yield "the database is restored, but there is no intact backup of what it was before"


def upgrade_template(folder):
    result = run(folder, "db", "upgrade")
    if result.status != 0:
        raise SystemExit(f"the undisturbed upgrade does not work: {result}")


SCENARIOS = {scenario.name: scenario for scenario in (Upgrade, BackupCreate, BackupRestore)}

if __name__ == "__main__":
    sys.exit(main())
