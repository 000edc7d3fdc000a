"""What a fault left behind: the old database, the new one, or neither.

The judgement never asks the program. It reads a copy of the files with another SQLite client, and compares every row.
"""

import hashlib
import shutil
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from datafolder import PLAIN_TOKEN_PREFIX, run

LEDGER_ROW = "002_secure_tokens_and_authorization_codes.sql"


class Damaged(Exception):
    """The database cannot be read, or SQLite's own check finds a fault in it."""


@dataclass
class Contents:
    """Everything a database says: its schema, its header numbers and every row of every table."""

    schema: dict
    header: tuple
    tables: dict = field(repr=False)

    @classmethod
    def of(cls, files, scratch):
        """Reads a copy of `files` (database, -wal, -journal), because looking at a hot journal already changes it."""
        for file in files:
            shutil.copyfile(file, scratch / file.name)
        try:
            return cls.read(scratch / files[0].name)
        finally:
            for leftover in scratch.glob(files[0].name + "*"):
                leftover.unlink()

    @classmethod
    def read(cls, path):
        """Opens for writing, so that SQLite rolls a hot journal back or takes a hot -wal in."""
        connection = sqlite3.connect(path, isolation_level=None)
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        try:
            verdict = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
            if verdict != ["ok"]:
                raise Damaged("; ".join(verdict))
            objects = list(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))
            tables = {}
            for kind, name, _, sql in objects:
                if kind != "table":
                    continue
                if sql.upper().startswith("CREATE VIRTUAL TABLE"):
                    check_search_index(connection, name, sql)
                    continue
                cursor = connection.execute(f'SELECT * FROM "{name}"')
                tables[name] = (tuple(column[0] for column in cursor.description), cursor.fetchall())
            header = tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id"))
            return cls({(kind, name): (table, sql) for kind, name, table, sql in objects}, header, tables)
        except sqlite3.Error as error:
            raise Damaged(str(error)) from error
        finally:
            connection.close()

    def column(self, table, name):
        columns, rows = self.tables[table]
        position = columns.index(name)
        return [row[position] for row in rows]

    def migrations(self):
        return set(self.column("schema_migrations", "migration_name"))


def check_search_index(connection, name, sql):
    """FTS5 keeps its own books, which PRAGMA integrity_check of SQLite 3.40 does not look into."""
    if "USING FTS5" in sql.upper():
        connection.execute(f'INSERT INTO "{name}" ("{name}", rank) VALUES (\'integrity-check\', 1)')


def difference(expected, found, columns_of=None):
    """The first difference in words, or None. `columns_of` maps a table to the columns that count; None: all of them."""
    if expected.schema != found.schema:
        differing = {key for key in expected.schema | found.schema if expected.schema.get(key) != found.schema.get(key)}
        names = sorted(f"{kind} {name}" for kind, name in differing if not name.startswith("sqlite_"))
        return "schema differs in " + ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    # Between the commit and the clearing of old pages the application id is 0; the next start does that part again.
    if found.header not in (expected.header, (expected.header[0], 0)):
        return f"user_version, application_id are {found.header}, not {expected.header}"
    for table, (columns, rows) in expected.tables.items():
        if columns_of is None:
            if rows != found.tables[table][1]:
                return f"rows of {table} differ ({len(found.tables[table][1])} rows, expected {len(rows)})"
            continue
        for name in columns_of.get(table, ()):
            if expected.column(table, name) != found.column(table, name):
                return f"column {table}.{name} differs ({len(found.tables[table][1])} rows, expected {len(rows)})"
    return None


class Judge:
    """Knows both lawful states: the old contents, and what an undisturbed upgrade makes of them."""

    def __init__(self, old, new, settled_columns):
        self.old, self.new, self.settled_columns = old, new, settled_columns

    @classmethod
    def for_upgrade(cls, folder, template, scratch):
        """Upgrades undisturbed twice. Columns that came out different (times, random ids) are not compared later on."""
        old = Contents.of(sorted(template.iterdir()), scratch)
        outcomes = []
        for _ in range(2):
            folder.reset_to(template)
            result = run(folder, "db", "upgrade", "--json")
            if result.status != 0:
                raise SystemExit(f"the undisturbed upgrade does not work: {result}")
            outcomes.append(Contents.of(folder.database_files(), scratch))
            time.sleep(1.1)  # so that CURRENT_TIMESTAMP shows itself as a column that varies
        first, second = outcomes
        settled = {
            table: [name for name in columns if first.column(table, name) == second.column(table, name)]
            for table, (columns, _) in first.tables.items()
        }
        lost = lost_by_upgrade(old, first) or difference(first, second, settled)
        if lost:
            raise SystemExit(f"the undisturbed upgrade breaks its contract: {lost}")
        return cls(old, first, settled)

    def only_inherited_tables(self):
        """The same judge without the tables that the old database did not have: a server at work fills those."""
        kept = {table: names for table, names in self.settled_columns.items() if table in self.old.tables}
        return Judge(self.old, self.new, kept)

    def state(self, files, scratch):
        """("old" | "new" | "partial" | "corrupt" | "missing", why)."""
        if not any(file.name.endswith(".db") and file.stat().st_size > 0 for file in files):
            return "missing", "there is no database, or it is empty"
        try:
            found = Contents.of(files, scratch)
        except Damaged as damage:
            return "corrupt", str(damage)
        return self.state_of(found)

    def state_of(self, found):
        not_old = difference(self.old, found)
        if not_old is None:
            return "old", ""
        not_new = difference(self.new, found, self.settled_columns)
        if not_new is None:
            return "new", ""
        return "partial", f"not new: {not_new}; not old: {not_old}"


def lost_by_upgrade(old, new):
    """What a completed upgrade has lost of the old contents, or None."""
    for table, names in {
        "notes": ("id", "slug", "file_path", "published", "created_at", "updated_at", "deleted_at"),
        "sessions": old.tables["sessions"][0],
        "auth_state": ("state", "created_at", "expires_at", "redirect_uri"),
    }.items():
        for name in names:
            if old.column(table, name) != new.column(table, name):
                return f"{table}.{name} changed"
    if not old.migrations() | {LEDGER_ROW} <= new.migrations():
        return f"the ledger holds only {sorted(new.migrations())}"
    if dict(new.tables["sqlite_sequence"][1])["notes"] < dict(old.tables["sqlite_sequence"][1])["notes"]:
        return "sqlite_sequence went back"
    if "token" in new.tables["tokens"][0]:
        return "tokens still has its clear-text column"
    return None


def plain_tokens_in(folder):
    """Names of database files in which clear-text tokens can still be read."""
    return [file.name for file in folder.database_files() if PLAIN_TOKEN_PREFIX.encode() in file.read_bytes()]


@dataclass
class Backup:
    """A file under a final name in backups/."""

    path: Path
    fault: str | None
    contents: Contents | None
    has_manifest: bool

    @classmethod
    def inspect(cls, path, scratch):
        """Checks the file against SQLite and against the SHA-256 in its manifest."""
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        manifests = [
            file
            for file in path.parent.glob(path.stem + ".*")
            if not file.name.endswith((".db", ".partial", "-wal", "-shm", "-journal"))
        ]
        matches = any(sha in file.read_text(errors="replace") for file in manifests)
        try:
            contents = Contents.of([path], scratch)
        except Damaged as damage:
            return cls(path, str(damage), None, bool(manifests))
        fault = "its SHA-256 is not in its manifest" if manifests and not matches else None
        return cls(path, fault, contents, bool(manifests))

    def is_intact_copy_of(self, contents):
        return self.fault is None and self.has_manifest and difference(contents, self.contents) is None


def backups_in(folder, scratch):
    """All files under a final name. Names that begin with a dot are unfinished work, as are those with another ending."""
    return [Backup.inspect(path, scratch) for path in sorted(folder.backups.glob("[!.]*.db"))]


def unfinished_but_listed(folder):
    """Unfinished files that `backup list` offers as backups."""
    unfinished = {path.name for pattern in (".*", "*.partial*") for path in folder.backups.glob(pattern)}
    if not unfinished:
        return []
    listed = run(folder, "backup", "list")
    return sorted(name for name in unfinished if name in listed.out)
