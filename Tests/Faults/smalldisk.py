"""A disk that is easily filled, and somebody who fills it."""

import errno
import os
import subprocess
import threading

AMPLE = 16 << 20


class SmallDisk:
    """A tmpfs whose size can be changed; where mounting is not allowed, an ordinary directory."""

    def __init__(self, path):
        self.path = path
        self.is_mounted = self.was_mounted = self.call("mount", "-t", "tmpfs", "-o", f"size={AMPLE}", "tmpfs", str(path))

    def remount(self, options):
        if not self.call("mount", "-o", f"remount,{options}", str(self.path)):
            raise SystemExit(f"cannot remount with {options}")

    def unmount(self):
        if self.is_mounted:
            self.is_mounted = not self.call("umount", str(self.path))

    @staticmethod
    def call(*command):
        return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0

    def free(self):
        figures = os.statvfs(self.path)
        return figures.f_bfree * figures.f_frsize

    def used(self):
        figures = os.statvfs(self.path)
        return (figures.f_blocks - figures.f_bfree) * figures.f_frsize


class Filler:
    """Somebody else who takes every free page from a given moment on."""

    def __init__(self, disk, moment):
        self.path = disk.path / "somebody-else"
        self.stopped = threading.Event()
        self.resume(moment)

    def resume(self, moment=0):
        self.stopped.clear()
        self.thread = threading.Thread(target=self.fill, args=(moment,))
        self.thread.start()

    def fill(self, moment):
        if self.stopped.wait(moment):
            return
        with open(self.path, "ab", buffering=0) as file:
            size = 1 << 20
            while not self.stopped.is_set():
                try:
                    file.write(bytes(size))
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    size = 4096
                    self.stopped.wait(0.0005)

    def pause(self):
        """Takes no more, and keeps what it has."""
        self.stopped.set()
        self.thread.join()

    def stop(self):
        self.pause()
        self.path.unlink(missing_ok=True)
