"""A Debian 12 root with nothing in it but Debian's minimum, made by debootstrap and kept for the next run.

Packages come from where this machine's apt gets its own; nothing here names a mirror.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

SUITE = "bookworm"
KEPT_FOR = 30 * 24 * 3600
"""Seconds after which the kept root is made anew."""


def unpack_into(root):
    """Fills `root`, and returns whether the kept copy served."""
    kept = cache_file()
    found = kept.exists() and time.time() - kept.stat().st_mtime < KEPT_FOR
    if found:
        root.mkdir()
        run("tar", "--extract", "--numeric-owner", "--same-permissions", "--file", kept, "--directory", root)
    else:
        mirror = next(site for site, release, _ in debian_sources() if release == SUITE)
        run("debootstrap", "--variant=minbase", SUITE, root, mirror, env={**os.environ, **proxies()}, timeout=900)
        shutil.rmtree(root / "var/cache/apt/archives")
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{os.getpid()}")
        run("tar", "--create", "--numeric-owner", "--file", partial, "--directory", root, ".")
        partial.rename(kept)
    return found


def cache_file():
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "starpunk"
    return folder / f"debian-{SUITE}-{os.uname().machine}.tar"


def run(*command, timeout=300, **options):
    """Runs a command of this machine; what it said is shown only when it failed."""
    result = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, **options,
    )  # fmt: skip
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} failed with {result.returncode}:\n{result.stdout.decode(errors='replace')}")
    return result.stdout.decode(errors="replace")


def debian_sources():
    """(site, release, component) of every Debian source that this machine's apt knows, for our suite."""
    listing = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    lines = run(*listing).splitlines() or (run("apt-get", "update") and run(*listing).splitlines())
    sources = [line.split()[1:] for line in lines if line.startswith("Debian ")]
    ours = [source for source in sources if source[1].startswith(SUITE) and source[2] == "main"]
    if not any(release == SUITE for _, release, _ in ours):
        raise RuntimeError(f"this machine's apt has no source for Debian's {SUITE}, main")
    return ours


def proxies():
    """What apt uses as proxies, under the names that debootstrap's wget knows."""
    found = {}
    for scheme in ("http", "https"):
        value = run("apt-config", "shell", "value", f"Acquire::{scheme}::Proxy").strip()
        if value:
            found[f"{scheme}_proxy"] = value.partition("=")[2].strip("'\"")
    return found


class HostSettings:
    """What a root borrows from this machine so that apt-get works in it. None of it stays in the image."""

    def __init__(self, root):
        self.root = root
        self.sources = root / "etc/apt/sources.list"
        self.original_sources = self.sources.read_text() if self.sources.exists() else ""
        self.added = []

    def __enter__(self):
        lines = [f"deb {site} {release} {component}\n" for site, release, component in debian_sources()]
        self.sources.write_text("".join(lines))
        self.add("etc/apt/apt.conf.d/99-this-machine", self.apt_settings())
        for name in ("etc/resolv.conf", "etc/hosts"):
            self.add(name, Path("/", name).read_text())
        return self

    def apt_settings(self):
        settings = run("apt-config", "dump", "Acquire").splitlines()
        wanted = [line for line in settings if "::Proxy" in line or "::Verify" in line or "::CaInfo" in line]
        authorities = Path("/etc/ssl/certs/ca-certificates.crt")
        if authorities.exists():
            self.add("etc/apt/this-machine.crt", authorities.read_text())
            wanted.append('Acquire::https::CaInfo "/etc/apt/this-machine.crt";')
        return "\n".join(wanted) + "\n"

    def add(self, name, text):
        path = self.root / name
        path.write_text(text)
        self.added.append(path)

    def __exit__(self, kind, error, trace):
        for path in self.added:
            path.unlink(missing_ok=True)
        self.sources.write_text(self.original_sources)
