"""Counting, keeping the evidence, and the one result line that a report quotes."""

import argparse
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path


PRINTED_OF_EACH_KIND = 3
"""One cause can break thousands of rounds; all are counted, these are shown and kept."""


def seeded_options(description, counted, default):
    """The options of a test that chance leads: how many rounds or requests (`counted` names them), and the seed."""
    arguments = argparse.ArgumentParser(description=description.splitlines()[0])
    arguments.add_argument(f"--{counted}", type=int, default=default)
    arguments.add_argument("--seed", type=int, default=1)
    return arguments.parse_args()


class Report:
    """Counts what was run. A violation is printed at once, and its folder kept for whoever looks into it.

    Use it as a context: temporary data goes at the end, evidence stays.
    """

    def __init__(self, name, parent=None):
        self.name = name
        self.counts = Counter()
        self.violations = 0
        self.kinds = Counter()
        self.started = time.monotonic()
        self.workspace = Path(tempfile.mkdtemp(prefix=f"starpunk-{name}-", dir=parent)).resolve()
        self.lock = threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        """Temporary data goes, unless it is evidence."""
        kept = self.workspace / "kept"
        for entry in self.workspace.iterdir():
            if entry != kept:
                shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink()
        if not kept.exists():
            self.workspace.rmdir()

    def scratch(self, name):
        """A directory of its own in the workspace."""
        path = self.workspace / name
        path.mkdir(parents=True)
        return path

    def count(self, *names):
        with self.lock:
            self.counts.update(names)

    def violation(self, what, where, folder=None):
        """`what` was broken (its kind before the first colon), `where` says how to get there again (seed, round, point)."""
        kind = re.sub(r"\d+", "#", what.split(": ")[0])
        with self.lock:
            self.violations += 1
            self.kinds[kind] += 1
            if self.kinds[kind] > PRINTED_OF_EACH_KIND:
                return
            line = f"VIOLATION {self.name}: {what} [{where}]"
            if folder is not None:
                kept = self.workspace / "kept" / f"{self.violations:03}"
                shutil.copytree(folder, kept)
                line += f" kept in {kept}"
            print(line, file=sys.stderr, flush=True)

    def finish(self, title, *names):
        """Prints the result line: the named counts (also when 0), then all others. Returns the exit status."""
        for kind, number in self.kinds.items():
            print(f"VIOLATION {self.name}: {number} in all: {kind}", file=sys.stderr)
        others = sorted(set(self.counts) - set(names))
        figures = " ".join(f"{name}={self.counts[name]}" for name in (*names, *others))
        print(f"{title}: {figures} violations={self.violations} seconds={time.monotonic() - self.started:.0f}", flush=True)
        return 1 if self.violations else 0
