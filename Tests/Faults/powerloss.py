#!/usr/bin/env python3
"""Power loss at random moments of an upgrade, replayed from the log of what one run really wrote and synced.

A third of the moments are anywhere in the run, a third lie where a file of the database has unsynced changes, and a third within
a few operations of the commit. Two controls run through the same disk: plain SQLite with synchronous=OFF must show losses (else
the simulator has no teeth), with synchronous=FULL none (else it bites what is sound).
"""

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys

from datafolder import JOURNALS, DataFolder, run
from disk import Disk
from judgement import Backup, Contents, Judge, lost_by_upgrade
from report import Report
from writelog import DIRECTORY, WriteLog, tracer

NOTES = 100
AROUND_COMMIT = 20
"""Operations before and after the commit in which a third of the states lie."""

CONTROL_SHARE = 10
"""A control gets a tenth of the states."""

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Thousands of small files are made and thrown away; in memory that costs nothing."""

CONTROL_SCRIPT = """
PRAGMA synchronous={synchronous};
PRAGMA cache_size=10;
BEGIN IMMEDIATE;
DROP TABLE tokens;
CREATE TABLE tokens (id INTEGER PRIMARY KEY AUTOINCREMENT, token_hash TEXT UNIQUE NOT NULL, me TEXT NOT NULL);
CREATE INDEX idx_tokens_me ON tokens(me);
CREATE TABLE copies AS SELECT a.*, b.slug AS other FROM notes a, notes b WHERE b.id < 30;
CREATE INDEX idx_copies ON copies(slug, other);
UPDATE notes SET content_hash = upper(content_hash);
INSERT INTO tokens (token_hash, me) SELECT slug || other, slug FROM copies;
INSERT INTO schema_migrations (migration_name) VALUES ('control');
COMMIT;
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--states", type=int, default=10000, help="per journal mode")
    arguments.add_argument("--journal", choices=(*JOURNALS, "all"), default="all")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    journals = JOURNALS if options.journal == "all" else (options.journal,)
    status = 0
    for journal in journals:
        for subject in (ProgramRun, ControlOff, ControlFull):
            with Report("powerloss", MEMORY) as report:
                status |= subject(report, journal, options.seed).examine(options.states)
    return status


def is_database_file(path):
    return path in ("starpunk.db", "starpunk.db-wal", "starpunk.db-journal")


def database_files(files):
    return {path: data for path, data in files.items() if is_database_file(path)}


class Subject:
    """A recorded run, and the judgement of what a power loss makes of it."""

    has_backup = False

    def __init__(self, report, journal, seed):
        self.report, self.journal, self.seed = report, journal, seed
        self.reading = report.scratch("reading")
        self.states = report.scratch("states")
        self.folder = DataFolder.build(report.workspace / "data", journal, NOTES)
        before = self.folder.copy_to(report.workspace / "before")
        trace = report.workspace / "strace.log"
        self.perform(trace)
        self.log = WriteLog(trace, self.folder.path, before.path, self.folder.working_directory)
        self.check_replay()
        old = Contents.of(before.database_files(), self.reading)
        new = Contents.of(self.folder.database_files(), self.reading)
        self.judge = Judge(old, new, {table: columns for table, (columns, _) in new.tables.items()})
        self.verdicts = {}
        self.judged = set()
        self.backup_verdicts = {}

    def check_replay(self):
        """The log is whole when it explains, byte for byte, the files that the run left."""
        replayed = {path: bytes(self.log.now[inode]) for path, inode in self.log.names.items() if inode != DIRECTORY}
        left = {
            str(file.relative_to(self.folder.path)): file.read_bytes() for file in self.folder.path.rglob("*") if file.is_file()
        }
        wrong = [path for path in left.keys() | replayed.keys() if left.get(path) != replayed.get(path)]
        if any(not path.endswith("-shm") for path in wrong):
            raise SystemExit(f"the write log does not explain {sorted(wrong)}")

    def examine(self, states):
        """Walks once through the log and lets the power fail wherever one of the states wants it to."""
        cuts = self.cuts(states)
        disk = Disk(self.log)
        for done in range(len(self.log.operations) + 1):
            if done > 0:
                disk.apply(self.log.operations[done - 1])
            for number, chance in cuts.get(done, ()):
                self.judge_crash(disk.crash(chance), number, done)
        self.report.counts["operations"] = len(self.log.operations)
        self.report.counts["distinct"] = len(self.judged)
        self.conclude()
        return self.report.finish(
            f"powerloss: {self.title}, journal {self.journal}, {NOTES} notes, seed {self.seed}",
            "states", "distinct", "operations", "old", "new", "partial", "corrupt", "missing", "new_without_backup",
        )  # fmt: skip

    def cuts(self, states):
        """{number of operations done: [(state, its random numbers)]}."""
        moments = range(len(self.log.operations) + 1)
        commit, unsynced, disk = None, [], Disk(self.log)
        for done, operation in enumerate(self.log.operations, start=1):
            disk.apply(operation)
            if disk.has_unsynced(is_database_file):
                unsynced.append(done)
            if commit is None and self.verdict(database_files(disk.cached()))[0] == "new":
                commit = done
        around_commit = moments[max(0, commit - AROUND_COMMIT) : commit + AROUND_COMMIT]
        cuts = {}
        for number in range(states):
            chance = random.Random(f"{self.seed} {self.title} {self.journal} {number}")
            done = chance.choice((moments, unsynced, around_commit)[number % 3])
            cuts.setdefault(done, []).append((number, chance))
        return cuts

    def judge_crash(self, files, number, done):
        state, why = self.verdict(database_files(files))
        self.judged.add(fingerprint(database_files(files)))
        self.report.count("states", state)
        if state == "new" and self.has_backup and not self.finds_backup(files):
            self.report.count("new_without_backup")
            state, why = "lost", "the database is new, but no intact backup of the old one survived"
        if done == len(self.log.operations) and state == "old":
            self.report.count("old_again_after_exit_0")
        if state not in ("old", "new"):
            self.bad_state(f"the database is {state}: {why}", files, f"seed {self.seed}, state {number}, after operation {done}")

    def verdict(self, files):
        """Equal files get the same verdict without being read again."""
        key = fingerprint(files)
        if key not in self.verdicts:
            materialise(files, self.states)
            present = [self.states / name for name in sorted(files)]
            self.verdicts[key] = self.judge.state(present, self.reading)
            empty(self.states)
        return self.verdicts[key]

    def finds_backup(self, files):
        """Whether backups/ holds an intact, described copy of the old state."""
        kept = {path: data for path, data in files.items() if path.startswith("backups/")}
        key = fingerprint(kept)
        if key not in self.backup_verdicts:
            materialise(kept, self.states)
            found = [Backup.inspect(path, self.reading) for path in sorted(self.states.glob("backups/*.db"))]
            self.backup_verdicts[key] = any(backup.is_intact_copy_of(self.judge.old) for backup in found)
            empty(self.states)
        return self.backup_verdicts[key]


class ProgramRun(Subject):
    """`db upgrade`: every state must be old, or new with a backup."""

    title = "db upgrade"
    has_backup = True

    def perform(self, trace):
        result = run(self.folder, "db", "upgrade", prefix=tracer(trace))
        if result.status != 0:
            raise SystemExit(f"the undisturbed upgrade does not work under strace: {result}")

    def bad_state(self, what, files, where):
        evidence = self.report.scratch(f"evidence-{self.report.violations}")
        materialise(files, evidence)
        self.report.violation(what, f"journal {self.journal}, {where}", evidence)
        shutil.rmtree(evidence)

    def conclude(self):
        lost = lost_by_upgrade(self.judge.old, self.judge.new)
        if lost:
            self.report.violation(f"the recorded upgrade itself lost something: {lost}", f"journal {self.journal}")


class Control(Subject):
    """One big transaction of plain SQLite."""

    def perform(self, trace):
        subprocess.run(
            [*tracer(trace), "sqlite3", "-batch", "-bail", str(self.folder.database)],
            input=CONTROL_SCRIPT.format(synchronous=self.synchronous).encode(),
            cwd=self.folder.working_directory,
            env={**os.environ, "HOME": str(self.folder.working_directory)},
            check=True,
        )

    def examine(self, states):
        return super().examine(max(100, states // CONTROL_SHARE))

    def bad_state(self, what, files, where):
        self.report.count("losses")


class ControlOff(Control):
    title = "control, plain SQLite with synchronous=OFF"
    synchronous = "OFF"

    def conclude(self):
        if self.report.counts["losses"] == 0:
            self.report.violation("the simulator lost nothing although nothing was synced", f"journal {self.journal}")


class ControlFull(Control):
    title = "control, plain SQLite with synchronous=FULL"
    synchronous = "FULL"

    def conclude(self):
        if self.report.counts["losses"] > 0:
            self.report.violation("the simulator breaks what SQLite synced", f"journal {self.journal}")


def fingerprint(files):
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path} {len(files[path])}\n".encode())
        digest.update(files[path])
    return digest.digest()


def materialise(files, place):
    for path, data in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(data)


def empty(place):
    shutil.rmtree(place)
    place.mkdir()


if __name__ == "__main__":
    sys.exit(main())
