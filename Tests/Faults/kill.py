#!/usr/bin/env python3
"""SIGKILL at random moments of an upgrade of 20,000 notes: the database is wholly old or wholly new, and the next run mends all.

With --serve the victim is a server during its start-up upgrade, and the next run is a server too.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from datafolder import JOURNALS, DataFolder, Run, Server, crash_in, finish, run, start
from judgement import Judge, backups_in, plain_tokens_in
from report import Report

SLACK = 1.05
"""A run is seldom as fast as the measured one; without some slack its last moments would never be struck."""


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=1000)
    arguments.add_argument("--notes", type=int, default=20000)
    arguments.add_argument("--serve", action="store_true", help="kill a starting server instead of `db upgrade`")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with Report("kill") as report:
        templates, folders = prepare(report, options.notes)
        judge = Judge.for_upgrade(folders[0], templates / "DELETE", report.scratch("reading"))
        if options.serve:
            judge = judge.only_inherited_tables()
        victim = ServerVictim if options.serve else UpgradeVictim
        notes_before = fingerprint_of_notes(folders[0])
        workers = [Worker(report, folder, templates, judge, victim, options.seed) for folder in folders]
        with ThreadPoolExecutor(len(workers)) as pool:
            list(pool.map(Worker.measure, workers))
            shares = [range(index, options.rounds, len(workers)) for index in range(len(workers))]
            list(pool.map(Worker.rounds, workers, shares))
        if fingerprint_of_notes(folders[0]) != notes_before:
            report.violation("the Markdown files were touched", f"seed {options.seed}")
        verb = "serve" if options.serve else "db upgrade"
        undisturbed = max(worker.duration for worker in workers)
        return report.finish(
            f"kill: {verb}, {options.notes} notes, {undisturbed:.2f} s undisturbed, seed {options.seed}",
            "rounds", "killed", "ended_before_kill", "old", "new", "partial", "corrupt", "missing",
            "next_run_failed", "verify_failed",
        )  # fmt: skip


def prepare(report, notes):
    """One data folder per processor (the notes hard-linked: nobody writes them), and the database files to start from."""
    templates = report.scratch("templates")
    for journal in JOURNALS:
        built = DataFolder.build(report.workspace / f"built-{journal}", journal, notes)
        built.move_database_to(templates / journal)
    workers = [report.workspace / f"worker-{index}" for index in range(os.cpu_count() or 1)]
    for worker in workers:
        shutil.copytree(built.path, worker, copy_function=os.link)
    return templates, [DataFolder(worker) for worker in workers]


def fingerprint_of_notes(folder):
    return sorted(
        (str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in (folder.path / "notes").rglob("*.md")
    )


class UpgradeVictim:
    """`db upgrade`, killed and then run again."""

    def __init__(self, folder):
        self.process, self.started = start(folder, "db", "upgrade", "--json"), time.monotonic()

    def kill_at(self, moment):
        time.sleep(max(0, self.started + moment - time.monotonic()))
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        return finish(self.process, self.started)

    @staticmethod
    def run_undisturbed(folder):
        return run(folder, "db", "upgrade", "--json")


class ServerVictim:
    """`serve`, killed while it starts, and then started again."""

    def __init__(self, folder):
        self.server = Server(folder)

    def kill_at(self, moment):
        time.sleep(max(0, self.server.started + moment - time.monotonic()))
        return self.server.stop(signal.SIGKILL)

    @staticmethod
    def run_undisturbed(folder):
        """Until it answers; the duration is that of the start-up, the exit code that of a server asked to stop."""
        server = Server(folder)
        trouble = server.wait_until_ready()
        ready = time.monotonic() - server.started
        result = server.stop()
        if trouble:
            return Run(result.status or 1, result.out, f"{trouble}\n{result.err}", ready)
        return Run(result.status, result.out, result.err, ready)


class Worker:
    """Its own folder, worked on by one thread."""

    def __init__(self, report, folder, templates, judge, victim, seed):
        self.report, self.folder, self.templates, self.judge, self.victim, self.seed = (
            report, folder, templates, judge, victim, seed,
        )  # fmt: skip
        self.scratch = report.scratch(f"reading-{folder.path.name}")
        self.duration = 0

    def measure(self):
        """How long the run takes when nobody disturbs it, with the other workers busy as well."""
        self.folder.reset_to(self.templates / "DELETE")
        result = self.victim.run_undisturbed(self.folder)
        if result.status != 0:
            raise SystemExit(f"the undisturbed run does not work: {result}")
        self.duration = result.seconds

    def rounds(self, numbers):
        for number in numbers:
            journal = JOURNALS[number % len(JOURNALS)]
            moment = random.Random(f"{self.seed} {number}").uniform(0, self.duration * SLACK)
            where = f"seed {self.seed}, round {number}, journal {journal}, killed after {moment:.4f} s of {self.duration:.2f} s"
            self.folder.reset_to(self.templates / journal)
            result = self.victim(self.folder).kill_at(moment)
            self.report.count("rounds", "killed" if result.status == -signal.SIGKILL else "ended_before_kill")
            self.judge_remains(where)
            self.judge_next_run(where)

    def judge_remains(self, where):
        """Right after the kill, before anybody mends anything."""
        files = self.folder.database_files()
        if any(file.suffix != ".db" and file.stat().st_size > 0 for file in files):
            self.report.count("left_hot_journal_or_wal")
        if any(".partial" in file.name for file in self.folder.backups.glob("*")):
            self.report.count("left_partial_backup")
        state, why = self.judge.state(files, self.scratch)
        self.report.count(state)
        if state not in ("old", "new"):
            self.violation(f"the database is {state}: {why}", where)
        backups = backups_in(self.folder, self.scratch)
        for backup in backups:
            if backup.fault:
                self.violation(f"backup {backup.path.name} is broken: {backup.fault}", where)
        if state == "new" and not any(backup.is_intact_copy_of(self.judge.old) for backup in backups):
            self.violation("the database is new, but there is no intact backup of the old one", where)

    def judge_next_run(self, where):
        """The next run needs nobody's help, and leaves the new state without any clear-text token."""
        result = self.victim.run_undisturbed(self.folder)
        if result.status != 0 or crash_in(result):
            self.report.count("next_run_failed")
            self.violation(f"the next run: {crash_in(result) or result}", where)
        state, why = self.judge.state(self.folder.database_files(), self.scratch)
        if state != "new":
            self.violation(f"after the next run the database is {state}: {why}", where)
        verified = run(self.folder, "db", "verify")
        if verified.status != 0:
            self.report.count("verify_failed")
            self.violation(f"db verify after the next run: {verified}", where)
        readable = plain_tokens_in(self.folder)
        if readable:
            self.violation(f"after the next run clear-text tokens remain in {readable}", where)

    def violation(self, what, where):
        """Keeps the folder without the notes, which are the same in every round."""
        kept = self.report.workspace / f"evidence-{self.folder.path.name}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.folder.path, kept, ignore=shutil.ignore_patterns("notes"))
        self.report.violation(what, where, kept)


if __name__ == "__main__":
    sys.exit(main())
