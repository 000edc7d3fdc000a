"""Data folders of the size that a benchmark wants, upgraded and served. Whatever goes wrong ends the benchmark."""

import os
import sys

import largefolder
from largefolder import datafolder
from micropub import Site  # beside datafolder

# A small site whose notes are as long as those of the large one.
largefolder.WORDS_PER_NOTE[100] = largefolder.WORDS_PER_NOTE[100_000]


def upgrade(folder):
    """Makes the database of a folder the present one; a folder without one becomes a new site."""
    upgraded = datafolder.run(folder, "db", "upgrade")
    if upgraded.status != 0:
        sys.exit(f"db upgrade: {upgraded}")


def copy_of(notes, scratch):
    """An upgraded copy of the large folder of so many notes."""
    folder = largefolder.fresh(notes, "right").copy_to(scratch / f"{notes}")
    largefolder.clear(notes, "right")
    upgrade(folder)
    return folder


def serve(folder, token=None):
    """The site of a folder, ready to be asked."""
    # What a copy has left to write would slow down every sync.
    os.sync()
    site = Site(folder, token)
    trouble = site.wait_until_ready()
    if trouble:
        sys.exit(f"serve: {trouble}")
    return site
