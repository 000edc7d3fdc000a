"""Mounts, namespaces and processes, as an image builder and a container runtime would have them.

All of it happens in a mount and a process namespace of the test's own: when the test ends, however it ends, nothing is left.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def mount(*words):
    subprocess.run(["mount", *[str(word) for word in words]], check=True)


def mount_system(root):
    """/proc, /dev and /sys of a container below `root`."""
    for name in ("proc", "dev", "sys", "tmp"):
        (root / name).mkdir(exist_ok=True)
    mount("-t", "proc", "proc", root / "proc")
    mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", root / "dev")
    for name in ("null", "zero", "full", "random", "urandom", "tty"):
        (root / "dev" / name).touch()
        mount("--bind", Path("/dev", name), root / "dev" / name)
    for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        (root / "dev" / name).symlink_to(f"/proc/self/fd{target}")
    (root / "dev/pts").mkdir()
    mount("-t", "devpts", "-o", "newinstance,ptmxmode=0666", "devpts", root / "dev/pts")
    (root / "dev/ptmx").symlink_to("pts/ptmx")
    (root / "dev/shm").mkdir()
    mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", root / "dev/shm")


def unmount_system(root):
    subprocess.run(["umount", "--recursive", str(root / "dev"), str(root / "proc")], check=True)


def run_step(root, command, environment, directory, timeout=600):
    """One RUN of a Containerfile: /bin/sh -c in the root, as root, with this machine's network."""
    result = subprocess.run(
        ["chroot", str(root), "/bin/sh", "-c", f'cd "$0" || exit 1\n{command}', directory],
        env={"PATH": PATH, "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive", **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout,
    )  # fmt: skip
    if result.returncode != 0:
        raise RuntimeError(f"RUN {command}\nended with {result.returncode}:\n{result.stdout.decode(errors='replace')}")


@dataclass
class Setting:
    """What `podman run` is told: the image, and the options on its command line."""

    root: str
    mountpoint: str
    command: list
    environment: dict
    directory: str
    uid: int
    gid: int
    volumes: dict = field(default_factory=dict)
    read_only: bool = False


class Container:
    """A program as process 1 of its own namespaces, without capabilities, its network nothing but a loopback."""

    def __init__(self, setting, log):
        self.setting = setting
        Path(setting.mountpoint).mkdir(exist_ok=True)
        self.log = open(log, "w+b")
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child",
             "--", sys.executable, __file__, json.dumps(asdict(setting))],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.first = self.first_process()

    def first_process(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for _ in range(500):
            if words := children.read_text().split():
                return words[0]
            time.sleep(0.01)
        raise RuntimeError(f"the container did not start: {self.output()}")

    def execute(self, *command, timeout=60):
        """`podman exec`: a command beside the program, as the same user."""
        return subprocess.run(
            ["nsenter", "--target", self.first, "--mount", "--pid", "--net", "--ipc", "--uts", "--root", "--wd",
             "--setgid", str(self.setting.gid), "--setuid", str(self.setting.uid), "--", *command],
            env=self.setting.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=timeout, text=True,
        )  # fmt: skip

    def request(self, path):
        """(status, headers and body) of a GET, asked from inside the container's network; (0, reason) without an answer."""
        port = self.setting.environment["PORT"]
        result = subprocess.run(
            ["nsenter", "--target", self.first, "--net", "--", "curl", "--silent", "--show-error", "--include",
             "--max-time", "10", f"http://127.0.0.1:{port}{path}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if result.returncode != 0:
            return 0, result.stderr.strip()
        return int(result.stdout.split()[1]), result.stdout

    def wait_until_healthy(self, seconds=90):
        """The last (status, answer) of /health: 200, or what it was when the time was over or the program had ended."""
        deadline = time.monotonic() + seconds
        answer = 0, "never asked"
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return 0, f"the program ended with {self.process.returncode}"
            answer = self.request("/health")
            if answer[0] == 200:
                break
            time.sleep(0.1)
        return answer

    def stop(self, number, seconds=30):
        """Signals process 1 and returns the exit code; None when it had to be killed."""
        if self.process.poll() is None:
            os.kill(int(self.first), number)
        try:
            return self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def output(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")


def become(setting):
    """In the new namespaces: lay out the container, give up root, and turn into the program."""
    with socket.socket() as any_socket:
        up = struct.pack("16sh14x", b"lo", 0x1)
        fcntl.ioctl(any_socket, 0x8914, up)  # SIOCSIFFLAGS, IFF_UP
    root = Path(setting.mountpoint)
    mount("--bind", setting.root, root)
    mount_system(root)
    mount("-t", "sysfs", "-o", "ro", "sysfs", root / "sys")
    mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", root / "tmp")
    for inside, outside in setting.volumes.items():
        mount("--bind", outside, root / inside.lstrip("/"))
    if setting.read_only:
        mount("-o", "remount,bind,ro", root)
    os.chroot(root)
    os.chdir(setting.directory)
    os.setgroups([])
    os.setgid(setting.gid)
    os.setuid(setting.uid)
    no_new_privileges = 38
    if ctypes.CDLL(None).prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        sys.exit("prctl(PR_SET_NO_NEW_PRIVS) failed")
    os.execvpe(setting.command[0], setting.command, setting.environment)


if __name__ == "__main__":
    become(Setting(**json.loads(sys.argv[1])))
