"""What a program did to the files of one folder, in order, read from an strace log with all written bytes.

The reader follows descriptors and names to inodes. Whatever it meets on a file of the folder and cannot model (a shared
writable mapping, a copy inside the kernel, a child process) it refuses: a power-loss figure from half a log is worth nothing.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

CALLS_ON_NAMES = (
    "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "link", "linkat", "symlink", "mkdir", "mkdirat", "truncate",
)  # fmt: skip
CALLS = (
    *CALLS_ON_NAMES, "open", "openat", "creat", "close", "dup", "dup2", "dup3", "fcntl", "lseek", "read", "write", "pwrite64",
    "writev", "pwritev", "pwritev2", "ftruncate", "fallocate", "fsync", "fdatasync", "mmap", "copy_file_range", "sendfile",
    "splice", "io_uring_setup", "execve", "fork", "vfork",
)  # fmt: skip
LONGEST_WRITE = 1 << 22
DIRECTORY = -1


class NotModelled(Exception):
    """The log holds something that the reader cannot follow."""


@dataclass(frozen=True)
class Operation:
    """One step. `inode` is a file's number; `path` and `target` are relative to the folder."""

    kind: str  # write, truncate, sync, create, mkdir, unlink, rename, syncdir
    inode: int = DIRECTORY
    path: str = ""
    target: str = ""
    offset: int = 0
    data: bytes = b""


def tracer(log):
    """The strace command line that records what `WriteLog` reads."""
    calls = ",".join(f"?{call}" for call in CALLS)
    return ["strace", "-f", "-xx", "-s", str(LONGEST_WRITE), "-o", str(log), "-e", f"trace={calls}", "-e", "signal=none"]


LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+|\?)")
RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


def completed_calls(log):
    """(call, arguments, result) of every call that succeeded, in the order in which they ended."""
    unfinished = {}
    with open(log, errors="replace") as lines:
        for line in lines:
            line = line.rstrip("\n")
            thread = line.split(" ", 1)[0]
            if line.endswith("<unfinished ...>"):
                unfinished[thread] = line.removesuffix("<unfinished ...>").rstrip()
                continue
            resumed = RESUMED.match(line)
            if resumed:
                line = unfinished.pop(thread) + resumed[2]
            match = LINE.match(line)
            if match and match[4] != "?" and not match[4].startswith("-"):
                yield match[2], match[3], int(match[4], 0)


def strings(arguments):
    """All string arguments, as bytes."""
    found = []
    for text, cut in STRING.findall(arguments):
        if cut:
            raise NotModelled("a write longer than the trace records")
        found.append(bytes.fromhex(text.replace("\\x", "")))
    return found


class OpenFile:
    """What a descriptor stands for. Duplicates share it, as they share the position."""

    def __init__(self, path, inode, appends):
        self.path, self.inode, self.appends, self.position = path, inode, appends, 0


class WriteLog:
    """The operations of a run that started with the files in `before` and ran in `working_directory`."""

    def __init__(self, log, folder, before, working_directory):
        self.folder, self.working_directory = str(folder), str(working_directory)
        self.operations = []
        self.names = {}
        self.files = {}  # inode → content at the start
        self.now = {}  # inode → content so far
        for file in sorted(before.rglob("*")):
            name = str(file.relative_to(before))
            if file.is_dir():
                self.names[name] = DIRECTORY
            else:
                self.names[name] = self.new_inode(file.read_bytes())
        self.names_at_start = dict(self.names)
        self.descriptors = {}
        self.programs = 0
        for call, arguments, result in completed_calls(log):
            self.follow(call, arguments, result)

    def new_inode(self, content=b""):
        inode = len(self.files)
        self.files[inode], self.now[inode] = content, bytearray(content)
        return inode

    # Names and descriptors

    def relative(self, path, directory=None):
        """The path below the folder ("" for the folder itself), or None outside it."""
        base = self.working_directory if directory is None else directory
        full = os.path.normpath(os.path.join(base, path.decode("utf-8", "surrogateescape")))
        if full == self.folder:
            return ""
        return full.removeprefix(self.folder + "/") if full.startswith(self.folder + "/") else None

    def paths(self, arguments):
        """The paths of a call, each resolved against the directory descriptor before it, if it has one."""
        found = []
        for match in re.finditer(r'(?:(AT_FDCWD|\d+), )?"((?:\\x[0-9a-f]{2})*)"', arguments):
            directory = self.descriptors.get(int(match[1])) if match[1] and match[1].isdigit() else None
            base = None if directory is None else str(Path(self.folder) / directory.path)
            found.append(self.relative(bytes.fromhex(match[2].replace("\\x", "")), base))
        return found

    def record(self, kind, **fields):
        self.operations.append(Operation(kind, **fields))

    def follow(self, call, arguments, result):
        numbers = re.findall(r"(?:^|, )(-?\d+)", arguments)
        if call in ("fork", "vfork", "io_uring_setup"):
            raise NotModelled(call)
        if call == "execve":
            self.programs += 1
            if self.programs > 1:
                raise NotModelled("a child process")
        elif call in ("open", "openat", "creat"):
            self.open(call, arguments, result)
        elif call in CALLS_ON_NAMES:
            self.change_names(call, arguments)
        elif call in ("dup", "dup2", "dup3") or (call == "fcntl" and "F_DUPFD" in arguments):
            self.descriptors.pop(result, None)
            if int(numbers[0]) in self.descriptors:
                self.descriptors[result] = self.descriptors[int(numbers[0])]
        elif call == "close":
            self.descriptors.pop(int(numbers[0]), None)
        elif call == "mmap":
            self.map(arguments)
        elif call == "sendfile":
            self.copy(arguments, result)
        elif numbers and int(numbers[0]) in self.descriptors:
            self.use(call, self.descriptors[int(numbers[0])], arguments, numbers, result)

    def open(self, call, arguments, descriptor):
        self.descriptors.pop(descriptor, None)
        path = self.paths(arguments)[0]
        if path is None:
            return
        if "O_TMPFILE" in arguments:
            raise NotModelled("O_TMPFILE")
        if path not in self.names and path != "":
            if "O_CREAT" not in arguments and call != "creat":
                raise NotModelled(f"{path} is opened, but nobody made it")
            self.names[path] = self.new_inode()
            self.record("create", inode=self.names[path], path=path)
        inode = self.names.get(path, DIRECTORY)
        if ("O_TRUNC" in arguments or call == "creat") and len(self.now[inode]) > 0:
            self.truncate(inode, 0)
        self.descriptors[descriptor] = OpenFile(path, inode, "O_APPEND" in arguments)

    def change_names(self, call, arguments):
        paths = self.paths(arguments)
        if all(path is None for path in paths):
            return
        path = paths[0]
        if None in paths or call in ("symlink", "truncate"):
            raise NotModelled(f"{call} {paths}")
        if call.startswith("mkdir"):
            self.names[path] = DIRECTORY
            self.record("mkdir", path=path)
        elif call.startswith("link"):
            self.names[paths[1]] = self.names[path]
            self.record("create", inode=self.names[path], path=paths[1])
        elif call.startswith("rename"):
            if "RENAME_EXCHANGE" in arguments or self.names[path] == DIRECTORY:
                raise NotModelled(f"{call} of {path}")
            self.names[paths[1]] = self.names.pop(path)
            self.record("rename", path=path, target=paths[1])
        else:
            del self.names[path]
            self.record("unlink", path=path)

    def map(self, arguments):
        """SQLite maps the -shm; it holds nothing that outlives a crash."""
        fields = arguments.split(", ")
        file = self.descriptors.get(int(fields[4])) if fields[4].isdigit() else None
        if file and not file.path.endswith("-shm") and "MAP_SHARED" in fields[3] and "PROT_WRITE" in fields[2]:
            raise NotModelled(f"{file.path} is written through a mapping")

    # Contents

    def use(self, call, file, arguments, numbers, result):
        if call in ("fsync", "fdatasync"):
            kind = "syncdir" if file.inode == DIRECTORY else "sync"
            self.record(kind, inode=file.inode, path=file.path)
        elif call == "lseek":
            file.position = result
        elif call == "read":
            file.position += result
        elif call in ("write", "writev"):
            if file.appends:
                file.position = len(self.now[file.inode])
            self.write(file.inode, file.position, b"".join(strings(arguments))[:result])
            file.position += result
        elif call in ("pwrite64", "pwritev", "pwritev2"):
            offset = int(numbers[-1] if call != "pwritev2" else numbers[-2])
            self.write(file.inode, offset, b"".join(strings(arguments))[:result])
        elif call == "ftruncate":
            self.truncate(file.inode, int(numbers[1]))
        elif call == "fallocate":
            if re.split(r", ", arguments)[1] != "0":
                raise NotModelled(f"fallocate {arguments}")
            if int(numbers[-1]) + int(numbers[-2]) > len(self.now[file.inode]):
                self.truncate(file.inode, int(numbers[-1]) + int(numbers[-2]))
        elif call in ("copy_file_range", "splice"):
            raise NotModelled(f"{call} on {file.path}")

    def copy(self, arguments, count):
        """sendfile(2) from one position to the other."""
        target, source, offset, _ = arguments.split(", ")
        target, source = self.descriptors.get(int(target)), self.descriptors.get(int(source))
        if target is None:
            return
        if source is None or offset != "NULL":
            raise NotModelled(f"sendfile from outside to {target.path}")
        data = bytes(self.now[source.inode][source.position : source.position + count])
        self.write(target.inode, target.position, data)
        source.position += count
        target.position += count

    def write(self, inode, offset, data):
        operation = Operation("write", inode=inode, offset=offset, data=data)
        put(self.now[inode], operation, [(0, len(data))])
        self.operations.append(operation)

    def truncate(self, inode, size):
        operation = Operation("truncate", inode=inode, offset=size)
        put(self.now[inode], operation, [])
        self.operations.append(operation)


def put(content, operation, pieces):
    """Writes the pieces of an operation's data, or cuts or extends the content. Gaps are zeros."""
    if operation.kind == "truncate":
        del content[operation.offset :]
        content.extend(bytes(operation.offset - len(content)))
        return
    for start, end in pieces:
        first, last = operation.offset + start, operation.offset + end
        content.extend(bytes(max(0, last - len(content))))
        content[first:last] = operation.data[start:end]
