#!/usr/bin/env python3
"""Many starters, one database: one upgrades, the others wait for it and find nothing left to do.

The Python releases crashed here, when several workers ran the migrations. Each round has two races, each on a fresh folder:
eight `db upgrade`, then four servers.
"""

import argparse
import sys
import time

from datafolder import ERROR_LINE, JOURNALS, DataFolder, Server, crash_in, finish, run, start
from judgement import Judge, backups_in, plain_tokens_in
from report import Report

UPGRADERS = 8
SERVERS = 4


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=50)
    options = arguments.parse_args()
    with Report("race") as report:
        templates, reference = prepare(report)
        judge = Judge.for_upgrade(reference, templates / "DELETE", report.scratch("reading"))
        for number in range(options.rounds):
            journal = JOURNALS[number % len(JOURNALS)]
            where = f"round {number}, journal {journal}"
            race_upgrades(report, judge, fresh_folder(report, reference, templates / journal), where)
            race_servers(report, judge.only_inherited_tables(), fresh_folder(report, reference, templates / journal), where)
        return report.finish(
            f"race: {UPGRADERS} upgrades and {SERVERS} servers at once",
            "rounds_of_upgrades", "rounds_of_servers", "clean_rounds", "upgrades_applied", "upgrades_waited", "servers_ready",
        )  # fmt: skip


def prepare(report):
    """A folder of database files for each journal mode, and one data folder for the reference upgrades."""
    templates = report.scratch("templates")
    for journal in JOURNALS:
        built = DataFolder.build(report.workspace / f"built-{journal}", journal)
        built.move_database_to(templates / journal)
    return templates, built


def fresh_folder(report, reference, template):
    folder = reference.copy_to(report.workspace / "data")
    folder.reset_to(template)
    return folder


def race_upgrades(report, judge, folder, where):
    """Eight `db upgrade` at once."""
    before = report.violations
    started = time.monotonic()
    processes = [start(folder, "db", "upgrade", "--json") for _ in range(UPGRADERS)]
    results = [finish(process, started) for process in processes]
    for result in results:
        complaint = crash_in(result) or error_of(result)
        if complaint:
            report.violation(f"an upgrade among {UPGRADERS}: {complaint}", where, folder.path)
    appliers = sum(1 for result in results if result.document().get("applied"))
    if appliers != 1:
        report.violation(f"{appliers} of {UPGRADERS} say that they applied something", where, folder.path)
    report.counts["upgrades_applied"] += appliers
    report.counts["upgrades_waited"] += sum(1 for result in results if result.document().get("applied") == [])
    report.count("rounds_of_upgrades")
    check_outcome(report, judge, folder, where, before)


def race_servers(report, judge, folder, where):
    """Four `serve` on one folder, each on its port."""
    before = report.violations
    servers = [Server(folder) for _ in range(SERVERS)]
    for server in servers:
        trouble = server.wait_until_ready()
        if trouble:
            report.violation(f"a server among {SERVERS}: {trouble}", where, folder.path)
        else:
            report.count("servers_ready")
    for server in servers:
        result = server.stop()
        complaint = crash_in(result) or error_of(result)
        if complaint:
            report.violation(f"a server stopped with SIGTERM: {complaint}", where, folder.path)
    report.count("rounds_of_servers")
    check_outcome(report, judge, folder, where, before)


def error_of(result):
    """What is wrong with a starter that should have ended well."""
    if result.status != 0:
        return str(result)
    line = next((line for line in result.err.splitlines() if ERROR_LINE.search(line)), None)
    return f"standard error says {line!r}" if line else None


def check_outcome(report, judge, folder, where, violations_before):
    """One upgrade happened: the new state, one backup of the old one, verified by the program as well."""
    scratch = report.scratch("reading-outcome")
    state, why = judge.state(folder.database_files(), scratch)
    if state != "new":
        report.violation(f"the database is {state}: {why}", where, folder.path)
    backups = backups_in(folder, scratch)
    if len(backups) != 1 or not backups[0].is_intact_copy_of(judge.old):
        listed = [(backup.path.name, backup.fault, backup.has_manifest) for backup in backups]
        report.violation(f"not exactly one intact backup of the old state: {listed}", where, folder.path)
    verified = run(folder, "db", "verify")
    if verified.status != 0:
        report.violation(f"db verify afterwards: {verified}", where, folder.path)
    readable = plain_tokens_in(folder)
    if readable:
        report.violation(f"clear-text tokens remain in {readable}", where, folder.path)
    if report.violations == violations_before:
        report.count("clean_rounds")
    scratch.rmdir()
    folder.remove()


if __name__ == "__main__":
    sys.exit(main())
