"""Programs of the benchmarks on processors of their own, and what the kernel knows of them."""

import os
import subprocess
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_QUIET_S: Final = 0.25
_QUIET_SHARE: Final = 0.03
_QUIET_WITHIN_S: Final = 30.0


def built(name: str, place: Path) -> Path:
    """A program of `bench/<name>.c`. Needs a C compiler, `cc`."""
    program = place / name
    subprocess.run(
        ["cc", "-O2", "-Wall", "-o", str(program), str(HERE / f"{name}.c")],  # noqa: S607
        check=True,
    )
    return program


@contextmanager
def running(
    command: Sequence[str],
    *,
    processor: str,
    log: Path,
    environment: Mapping[str, str] = os.environ,
) -> Generator[subprocess.Popen[bytes]]:
    """Stopped at the end, with all that it started."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["taskset", "-c", processor, *command],  # noqa: S607
            cwd=HERE.parent,
            env=dict(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def tree_of(process: int) -> list[int]:
    """A process and all below it."""
    found: list[int] = []
    below = [process]
    while below:
        each = below.pop()
        found.append(each)
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                below += map(int, children.read_text().split())
            except OSError:
                continue  # ended meanwhile
    return found


def cpu_s(process: int) -> float:
    """Seconds of processor time, user's and system's, of a process and all below it."""
    ticks = 0
    for each in tree_of(process):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def memory_mb(process: int) -> float:
    """Resident memory of a process and all below it."""
    kilobytes = 0
    for each in tree_of(process):
        try:
            lines = Path(f"/proc/{each}/status").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kilobytes / 1024


def quiet(process: int) -> None:
    """Return when it has done what it does beside the requests, such as its books."""
    deadline = time.monotonic() + _QUIET_WITHIN_S
    while time.monotonic() < deadline:
        before = cpu_s(process)
        time.sleep(_QUIET_S)
        if cpu_s(process) - before <= _QUIET_S * _QUIET_SHARE:
            return
