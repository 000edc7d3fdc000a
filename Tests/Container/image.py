"""Carries out the last stage of deploy/Containerfile in a clean root, step by step, as an image builder would."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import isolation
from cleanroot import HostSettings, run, unpack_into
from containerfile import ContainerfileError, assignments, parse, substitute

ROOT = Path(__file__).resolve().parents[2]
BASE_IMAGE = "debian:12-slim"
"""What the clean root stands for."""


class Image:
    """The root, and what the image says of how it wants to be run."""

    def __init__(self, containerfile, root, products):
        self.root, self.products = root, products
        self.arguments, self.environment = {}, {"PATH": isolation.PATH}
        self.directory, self.user, self.entrypoint, self.command = "/", "0:0", [], []
        self.healthcheck, self.stop_signal, self.volumes, self.ports, self.steps = None, "SIGTERM", [], [], 0
        *self.others, last = parse(containerfile.read_text())
        if last.image != BASE_IMAGE:
            raise ContainerfileError(f"the last stage begins with {last.image}; this test can only stand for {BASE_IMAGE}")
        self.base_was_kept = unpack_into(root)
        isolation.mount_system(root)
        with HostSettings(root):
            for instruction in last.instructions:
                action = getattr(self, f"do_{instruction.name.lower()}", None)
                if action is None:
                    raise ContainerfileError(f"line {instruction.line}: this test does not know {instruction.name}")
                action(instruction)
                self.steps += 1
        isolation.unmount_system(root)

    def variables(self):
        return {**self.arguments, **self.environment}

    def do_arg(self, instruction):
        name, _, default = instruction.text.partition("=")
        self.arguments[name] = default

    def do_env(self, instruction):
        self.environment |= assignments(instruction.text, self.variables())

    def do_label(self, instruction):
        assignments(instruction.text, self.variables())

    def do_workdir(self, instruction):
        self.directory = substitute(instruction.text, self.variables())
        self.inside(self.directory).mkdir(parents=True, exist_ok=True)

    def do_run(self, instruction):
        if instruction.text.startswith(("--", "[")):
            raise ContainerfileError(f"line {instruction.line}: this test knows only RUN in its shell form")
        isolation.run_step(self.root, instruction.text, self.variables(), self.directory)

    def do_copy(self, instruction):
        flags, rest = instruction.flags()
        *sources, target = substitute(rest, self.variables()).split()
        if set(flags) - {"from", "chmod"}:
            raise ContainerfileError(f"line {instruction.line}: COPY with {sorted(flags)}")
        for source in sources:
            origin = self.product(instruction, flags["from"], source) if "from" in flags else ROOT / source
            destination = self.inside(target)
            if target.endswith("/"):
                destination.mkdir(parents=True, exist_ok=True)
                destination /= Path(source).name
            shutil.copyfile(origin, destination)
            destination.chmod(int(flags["chmod"], 8) if "chmod" in flags else origin.stat().st_mode & 0o777)

    def product(self, instruction, stage_name, path):
        """What another stage would have made; that it makes it at this path is read in its RUN lines."""
        steps = next((stage.instructions for stage in self.others if stage.name == stage_name), [])
        file = Path(path)
        in_directory = any(step.name == "WORKDIR" and step.text == str(file.parent) for step in steps)
        wanted = file.name if in_directory else path
        if not any(step.name == "RUN" and wanted in step.text for step in steps) or (stage_name, file.name) not in self.products:
            raise ContainerfileError(f"line {instruction.line}: the stage {stage_name!r} is not known to make {path}")
        return self.products[stage_name, file.name]

    def do_user(self, instruction):
        self.user = substitute(instruction.text, self.variables())

    def do_volume(self, instruction):
        self.volumes += instruction.text.split()

    def do_expose(self, instruction):
        self.ports += [int(word) for word in instruction.text.split()]

    def do_stopsignal(self, instruction):
        self.stop_signal = instruction.text

    def do_healthcheck(self, instruction):
        _, rest = instruction.flags()
        kind, _, words = rest.partition(" ")
        if kind != "CMD":
            raise ContainerfileError(f"line {instruction.line}: HEALTHCHECK {kind}")
        self.healthcheck = instruction.exec_form(words.strip())

    def do_entrypoint(self, instruction):
        self.entrypoint = instruction.exec_form()

    def do_cmd(self, instruction):
        self.command = instruction.exec_form()

    def inside(self, path):
        return self.root / path.lstrip("/")

    def owner(self):
        """(uid, gid) of USER; a name would have to be looked up by whoever mounts the volume, so numbers are wanted."""
        match = re.fullmatch(r"(\d+):(\d+)", self.user)
        if not match:
            raise ContainerfileError(f"USER {self.user} is not UID:GID in numbers")
        return int(match[1]), int(match[2])

    def missing_libraries(self, program):
        """What the loader does not find for a program of the image."""
        result = subprocess.run(["chroot", str(self.root), "ldd", program], capture_output=True, text=True)
        return [line.split()[0] for line in result.stdout.splitlines() if "not found" in line] or (
            [] if result.returncode == 0 else [result.stderr.strip()]
        )

    def library(self, program, name):
        """Where the loader finds a library for a program of the image."""
        lines = run("chroot", self.root, "ldd", program).splitlines()
        return next((line.split()[2] for line in lines if line.split()[0] == name), None)


def program_under_test():
    """The environment's STARPUNK, else the newest build on this machine."""
    builds = [ROOT / f".build/{kind}/starpunk" for kind in ("debug", "release")]
    named = os.environ.get("STARPUNK")
    found = [build for build in ([ROOT / named] if named else builds) if os.access(build, os.X_OK)]
    if not found:
        raise RuntimeError(f"there is no program at {named or builds[0]}: build it first, swift build --product starpunk")
    return max(found, key=lambda build: build.stat().st_mtime)


def linked_libraries(program):
    """{name: path} of the shared libraries of a program on this machine."""
    lines = [line.split() for line in run("ldd", program).splitlines()]
    return {words[0]: Path(words[2]) for words in lines if len(words) > 3 and words[1] == "=>" and words[2].startswith("/")}
