"""The program that runs code in a room: `python -m adapters.outbound.code_running PLACE`.

It is started with an empty environment.
What it is told and what it tells are frames: a line of JSON, and the bytes of the files that the
line names. The code is a grandchild: between the two stands the first process of the room, with
whose end everything in there ends.
"""

import contextlib
import json
import os
import resource
import select
import signal
import stat
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from adapters.outbound.code_running import filtering, room

_MEGABYTE: Final = 1024 * 1024
_LOOK_S: Final = 0.05
_DRAINED_MAX: Final = 20 * _MEGABYTE
_DEPTH_MAX: Final = 6
_PROCESSES_MAX: Final = 24
_SCRIPT: Final = f"{room.SCRATCH}/main.py"
_ENVIRONMENT: Final = {
    "HOME": room.FILES,
    "TMPDIR": room.SCRATCH,
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": room.SCRATCH,
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


@dataclass(slots=True, kw_only=True)
class Heard:
    """What one stream said, as much as is kept of it."""

    stream: int
    kept: bytearray = field(default_factory=bytearray)
    length: int = 0

    def take(self, limit: int) -> bool:
        """Whether there may come more."""
        piece = os.read(self.stream, 65_536)
        self.length += len(piece)
        self.kept += piece[: max(0, limit - len(self.kept))]
        return bool(piece)

    def text(self) -> str:
        return self.kept.decode(errors="replace")


def main() -> None:
    room.prctl(room.PR_SET_PDEATHSIG, signal.SIGKILL)
    asked = json.loads(sys.stdin.buffer.readline())
    given = [sys.stdin.buffer.read(each["size"]) for each in asked["files"]]
    processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    try:
        user = room.alone()
        room.new_root(sys.argv[1], asked["disk_mb"], user)
    except (room.CannotIsolateError, OSError) as error:
        told({"refused": str(error)})
        return
    known = put(asked, given, user)
    answer = run(asked, user, processes)
    files, left_out = made(known, asked["files_max"], asked["disk_mb"] * _MEGABYTE)
    named = [{"name": name, "size": len(data)} for name, data in files]
    told({**answer, "files": named, "left_out": left_out}, *(data for _, data in files))


def told(answer: dict[str, Any], *contents: bytes) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for each in contents:
        sys.stdout.buffer.write(each)
    sys.stdout.buffer.flush()


def put(asked: dict[str, Any], given: list[bytes], user: int) -> dict[str, tuple[int, int]]:
    """Write the code and the files that it may use; return how these are now."""
    Path(_SCRIPT).write_text(asked["code"])
    known = dict[str, tuple[int, int]]()
    for each, data in zip(asked["files"], given, strict=True):
        path = Path(room.FILES, each["name"])
        path.write_bytes(data)
        if os.geteuid() == 0:
            os.chown(path, user, user)
        found = path.stat()
        known[each["name"]] = (found.st_mtime_ns, found.st_size)
    if os.geteuid() == 0:
        os.chown(_SCRIPT, user, user)
    return known


def run(asked: dict[str, Any], user: int, processes: int) -> dict[str, Any]:
    """Until it ends, or has to."""
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    end, end_end = os.pipe()
    first = os.fork()
    if first == 0:
        first_process(asked, user, (out_end, err_end, end_end))
    for each in (out_end, err_end, end_end):
        os.close(each)
    heard = {stream: Heard(stream=stream) for stream in (out, err)}
    why = watched(asked, first, list(heard.values()), processes)
    with contextlib.suppress(ProcessLookupError):
        os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    ended = os.read(end, 20)
    return {
        "ended": why,
        "exit": int(ended) if ended else None,
        "stdout": heard[out].text(),
        "stderr": heard[err].text(),
        "cut": any(each.length > len(each.kept) for each in heard.values()),
    }


def watched(asked: dict[str, Any], first: int, heard: list[Heard], processes: int) -> str:
    """Hear what it says; return why it ended: `finished`, `time`, `memory` or `output`."""
    until = time.monotonic() + asked["seconds"]
    most = asked["memory_mb"] * _MEGABYTE
    open_ones: list[Heard] = list(heard)
    while open_ones:
        ready, _, _ = select.select([each.stream for each in open_ones], [], [], _LOOK_S)
        open_ones = [
            each for each in open_ones if each.stream not in ready or each.take(asked["output"])
        ]
        if sum(each.length for each in heard) > _DRAINED_MAX:
            return "output"
        if time.monotonic() > until:
            return "time"
        if memory_of(first, processes) > most:
            return "memory"
    return "finished"


def memory_of(first: int, processes: int) -> int:
    """Bytes that a process and all below it hold, with what lies in the folders."""
    total, waiting = 0, [str(first)]
    while waiting:
        each = waiting.pop()
        with contextlib.suppress(OSError, ValueError, IndexError):
            total += int(read(f"{each}/statm", processes).split()[1]) * resource.getpagesize()
            for task in tasks(each, processes):
                waiting += read(f"{each}/task/{task}/children", processes).split()
    for folder in (room.FILES, room.SCRATCH):
        of = os.statvfs(folder)
        total += (of.f_blocks - of.f_bfree) * of.f_frsize
    return total


def tasks(process: str, processes: int) -> list[str]:
    folder = os.open(f"{process}/task", os.O_RDONLY | os.O_DIRECTORY, dir_fd=processes)
    try:
        return os.listdir(folder)  # noqa: PTH208 - of an open folder
    finally:
        os.close(folder)


def read(path: str, processes: int) -> str:
    found = os.open(path, os.O_RDONLY, dir_fd=processes)
    try:
        return os.read(found, 65_536).decode()
    finally:
        os.close(found)


def first_process(asked: dict[str, Any], user: int, ends: tuple[int, int, int]) -> None:
    """The first one of the room: it has nothing of ours, starts the code and waits for it."""
    out, err, end = ends
    os.setsid()
    nothing = os.open("/dev/null", os.O_RDONLY)
    for stream, place in ((nothing, 0), (out, 1), (err, 2)):
        os.dup2(stream, place)
    os.dup2(end, 3, inheritable=False)
    os.closerange(4, 1024)
    limit(asked)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    room.prctl(room.PR_SET_NO_NEW_PRIVS, 1)
    room.prctl(room.PR_SET_PDEATHSIG, signal.SIGKILL)
    filtering.filter_calls()
    os.chdir(room.FILES)
    code = os.fork()
    if code == 0:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execve(sys.executable, [sys.executable, "-BuX", "utf8", _SCRIPT], _ENVIRONMENT)  # noqa: S606 - what it is for
    status = 0
    with contextlib.suppress(ChildProcessError):
        gone = 0
        while gone != code:
            gone, status = os.wait()
    os.write(3, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def limit(asked: dict[str, Any]) -> None:
    seconds, memory = round(asked["seconds"]) + 1, asked["memory_mb"] * _MEGABYTE
    for what, most in (
        (resource.RLIMIT_AS, 2 * memory),  # what is held is watched; this bounds one leap
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, asked["disk_mb"] * _MEGABYTE),
        (resource.RLIMIT_NPROC, _PROCESSES_MAX),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(10)


def made(
    known: dict[str, tuple[int, int]], most: int, bytes_max: int
) -> tuple[list[tuple[str, bytes]], int]:
    """Files that are new or changed, by path; how many more there are. Links are not followed."""
    files = list[tuple[str, bytes]]()
    left_out, size = 0, 0
    for path, found in walked():
        name = str(path.relative_to(room.FILES))
        if known.get(name) == (found.st_mtime_ns, found.st_size):
            continue
        if len(files) >= most or size + found.st_size > bytes_max:
            left_out += 1
            continue
        size += found.st_size
        files.append((name.encode(errors="replace").decode(), path.read_bytes()))
    return files, left_out


def walked() -> list[tuple[Path, os.stat_result]]:
    found = list[tuple[Path, os.stat_result]]()
    waiting = [(Path(room.FILES), 0)]
    while waiting:
        folder, depth = waiting.pop()
        for each in sorted(folder.iterdir()):
            about = each.lstat()
            if stat.S_ISREG(about.st_mode) and not each.name.startswith("."):
                found.append((each, about))
            elif stat.S_ISDIR(about.st_mode) and depth < _DEPTH_MAX and each.name != "__pycache__":
                waiting.append((each, depth + 1))
    return found


if __name__ == "__main__":
    main()
