"""SEC-20: code that nobody has read, in its room: what it can do, and all that it cannot."""

import asyncio
import os
from pathlib import Path

import pytest

from adapters.outbound.code_running.runner import CodeLimits, RoomCodeRunner
from application.ports.code_runner import CodeFile, RanCode
from domain.errors import Unavailable

LIMITS = CodeLimits(
    seconds=2.0, memory_mb=128, disk_mb=8, output=2_000, files=3, parallel=4, waiting=20
)
TRYING = """
def tried(name, act):
    try:
        print(name, act())
    except BaseException as error:
        print(name, "refused", type(error).__name__)
"""


async def ran(code: str, *files: CodeFile) -> RanCode:
    runner = RoomCodeRunner(LIMITS)
    if why := await runner.refusal():
        pytest.skip(why)
    return await runner.run(code, files)


async def test_code_reckons_with_files_and_makes_files() -> None:
    code = """
import numpy, os, pathlib
print(numpy.array([int(each) for each in open("in.csv").read().split(",")]).sum())
open("in.csv", "a").write(",4")
pathlib.Path("deep").mkdir()
pathlib.Path("deep/plot.txt").write_text("plot")
os.symlink("/scratch/main.py", "link.py")
os.mkfifo("pipe")
for name in "xyz":
    open(f"z{name}", "w").write(name)
"""
    one, other = await asyncio.gather(
        ran(code, CodeFile(name="in.csv", data=b"1,2,3"), CodeFile(name="same", data=b"s")),
        ran("import sys; print('so', file=sys.stderr); raise SystemExit(3)"),
    )

    assert (one.end, one.exit, one.stdout, one.stderr) == ("finished", 0, "6\n", "")
    assert [each.name for each in one.files] == ["in.csv", "zx", "zy"]
    assert one.files[0].data == b"1,2,3,4"
    assert one.left_out == 2
    assert (other.exit, other.stdout, other.stderr) == (3, "", "so\n")


async def test_nothing_of_the_host_is_there(tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text("key = 'sesame'")
    os.environ["PARLEY_CANARY"] = "sesame"
    code = f"""{TRYING}
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print(sorted(os.environ))
there = "/etc/passwd", "/proc/1/environ", "/proc/self/mem", "/dev/kmsg", "/sys", "/old"
for path in ({str(secret)!r}, *there):
    tried(path, lambda: open(path).read())
for path in ("/usr/lib/x", "/x", "/dev/x", os.path.dirname(os.__file__) + "/x.py"):
    tried(path, lambda: open(path, "w"))
tried("root", lambda: os.setuid(0))
tried("signals", lambda: [each for each in range(3, 3000) if not os.kill(each, 0)])
calls = dict(
    unshare=lambda: libc.unshare(0x10000000),
    mount=lambda: libc.mount(b"x", b"/files", b"tmpfs", 0, b""),
    memory=lambda: libc.memfd_create(b"x", 0),
    trace=lambda: libc.ptrace(16, 1, 0, 0),
    shared=lambda: libc.shmget(0, 99, 1023),
)
for name, call in calls.items():
    print(name, call())
"""
    found = await ran(code)
    del os.environ["PARLEY_CANARY"]

    lines = found.stdout.splitlines()
    assert "sesame" not in found.stdout
    assert "PARLEY" not in lines[0]
    assert len(lines) == 19
    assert [line for line in lines[1:14] if " refused " not in line] == []
    assert [line.split()[1] for line in lines[14:]] == ["-1"] * 5


async def test_there_is_no_network() -> None:
    code = f"""{TRYING}
import socket
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, 40):
    tried(family, lambda: socket.socket(family, socket.SOCK_STREAM))
tried("name", lambda: socket.getaddrinfo("localhost", 80))
tried("store", lambda: socket.socket(socket.AF_UNIX).connect("/tmp/redis.sock"))
"""
    found = await ran(code)

    lines = found.stdout.splitlines()
    assert len(lines) == 7
    assert [line for line in lines if "refused" not in line] == []


async def test_what_takes_too_much_is_ended_and_takes_nobody_along() -> None:
    forks = """
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
"""
    spread = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        held = bytearray(40_000_000)
        for at in range(0, len(held), 4096):
            held[at] = 1
        time.sleep(60)
time.sleep(60)
"""
    disk = """
written = 0
try:
    while True:
        open(f"f{written}", "wb").write(bytes(1_000_000))
        written += 1
except OSError as error:
    print(written, error.errno)
"""
    left = "import os, time\nif os.fork() == 0: time.sleep(60)\nprint('gone')"
    bomb, memory, held, full, endless, child = await asyncio.gather(
        ran(forks),
        ran("held = []\nwhile True: held.append(bytearray(1 << 20))"),
        ran(spread),
        ran(disk),
        ran("while True: print('x' * 100_000)"),
        ran(left),
    )

    assert bomb.end in {"time", "memory"}
    assert memory.end == "memory" or "MemoryError" in memory.stderr
    assert held.end == "memory"
    assert (full.stdout, full.exit, len(full.files)) == ("8 28\n", 0, 3)
    assert (endless.end, len(endless.stdout), endless.is_cut) == ("output", 2_000, True)
    assert child.stdout == "gone\n"


async def test_where_it_cannot_be_kept_apart_nothing_runs() -> None:
    runner = RoomCodeRunner(LIMITS, python="/bin/false")

    assert await runner.refusal() is not None
    with pytest.raises(Unavailable):
        await runner.run("print(1)")
