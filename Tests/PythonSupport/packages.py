"""Packages from PyPI, each set in a virtual environment of its own in ${XDG_CACHE_HOME:-~/.cache}/starpunk."""

import os
import subprocess
import sys
import venv
from pathlib import Path


def use_packages(name, packages, without_what_they_need=()):
    """Starts the running script again in the environment `name`, which is made once; returns when it runs there.

    Of `without_what_they_need` the files are wanted, not the packages that they would bring.
    """
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "starpunk" / name
    if sys.prefix == str(folder):
        return
    python = folder / "bin/python"
    if not (folder / "done").exists():
        print("installing", ", ".join([*packages, *without_what_they_need]), "into", folder, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        if without_what_they_need:
            subprocess.run([*pip, "--no-deps", *without_what_they_need], check=True)
        (folder / "done").touch()
    os.execv(python, [python, *sys.argv])
