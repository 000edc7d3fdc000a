"""A disk that forgets what nobody synced.

Contents: after fsync or fdatasync a file's earlier writes are durable; of the later ones any subset may survive, some of them
only in part, in sectors. Names: what happened in a directory since its last fsync survives up to some moment, in order.
"""

import os
import random
from collections import defaultdict

from writelog import DIRECTORY, put

SECTOR = 512
KEEP_CHANCES = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How much of the unsynced writes a crash leaves: from a cache that never wrote to one that nearly finished."""
TORN_CHANCES = (0.0, 0.25)
"""How many of the surviving writes are torn. Without the 0 a cache that wrote everything in time would never happen."""


class Disk:
    """The state of the medium after the operations so far."""

    def __init__(self, log):
        self.durable = {inode: bytearray(content) for inode, content in log.files.items()}
        self.names = dict(log.names_at_start)
        self.unsynced = defaultdict(list)  # inode → operations
        self.unsynced_names = defaultdict(list)  # directory → operations

    def apply(self, operation):
        if operation.kind in ("write", "truncate"):
            self.unsynced[operation.inode].append(operation)
        elif operation.kind == "sync":
            for pending in self.unsynced.pop(operation.inode, ()):
                put(self.durable[operation.inode], pending, [(0, len(pending.data))])
        elif operation.kind == "syncdir":
            for pending in self.unsynced_names.pop(operation.path, ()):
                rename(self.names, pending)
        else:
            self.unsynced_names[os.path.dirname(operation.target or operation.path)].append(operation)

    def has_unsynced(self, belongs):
        """Whether a crash now could lose writes to, or the name of, a file for which `belongs(path)` holds."""
        current = dict(self.names)
        for operations in self.unsynced_names.values():
            if any(belongs(operation.path) or belongs(operation.target) for operation in operations):
                return True
            for operation in operations:
                rename(current, operation)
        return any(belongs(path) and self.unsynced.get(inode) for path, inode in current.items())

    def crash(self, chance):
        """{path: content} of the files that are there when power returns."""
        names = dict(self.names)
        for operations in self.unsynced_names.values():
            for operation in operations[: chance.randint(0, len(operations))]:
                rename(names, operation)
        return self.files(names, chance.choice(KEEP_CHANCES), chance.choice(TORN_CHANCES), chance)

    def cached(self):
        """{path: content} as the running program sees it, synced or not."""
        names = dict(self.names)
        for operations in self.unsynced_names.values():
            for operation in operations:
                rename(names, operation)
        return self.files(names, 1.0, 0.0, random.Random(0))

    def files(self, names, keep, torn, chance):
        return {
            path: self.content(inode, keep, torn, chance)
            for path, inode in names.items()
            if inode != DIRECTORY and is_reachable(path, names)
        }

    def content(self, inode, keep, torn, chance):
        content = bytearray(self.durable[inode])
        for operation in self.unsynced.get(inode, ()):
            if chance.random() >= keep:
                continue
            pieces = [(0, len(operation.data))]
            if operation.kind == "write" and chance.random() < torn:
                pieces = [piece for piece in sectors(operation) if chance.random() < 0.5]
            put(content, operation, pieces)
        return bytes(content)


def rename(names, operation):
    """Applies a change of names. A crash can have kept a later change without the one it builds on; then it does nothing."""
    if operation.kind == "create":
        names[operation.path] = operation.inode
    elif operation.kind == "mkdir":
        names[operation.path] = DIRECTORY
    elif operation.kind == "unlink":
        names.pop(operation.path, None)
    elif operation.path in names:
        names[operation.target] = names.pop(operation.path)


def is_reachable(path, names):
    parent = os.path.dirname(path)
    return parent == "" or (names.get(parent) == DIRECTORY and is_reachable(parent, names))


def sectors(operation):
    """A write cut where the medium's sectors end."""
    pieces, start, length = [], 0, len(operation.data)
    while start < length:
        end = min(length, start + SECTOR - (operation.offset + start) % SECTOR)
        pieces.append((start, end))
        start = end
    return pieces

