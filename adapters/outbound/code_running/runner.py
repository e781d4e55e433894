"""Starts the program that runs code, one process for each, and never anything less."""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, final

from typing_extensions import override

from application.ports.code_runner import CodeFile, CodeRunner, RanCode
from domain.errors import Unavailable

_ROOT: Final = Path(__file__).parents[3]
_OVER_S: Final = 10.0
"""What making the room and taking the files out may take beside the code itself."""
_LINE_MAX: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLimits:
    """`output` counts the bytes kept of each stream, `disk_mb` all that lies in the folder."""

    seconds: float = 30.0
    memory_mb: int = 512
    disk_mb: int = 64
    output: int = 40_000
    files: int = 10
    parallel: int = 2
    waiting: int = 10


@final
@dataclass(slots=True)
class RoomCodeRunner(CodeRunner):
    limits: CodeLimits = field(default_factory=CodeLimits)
    python: str = sys.executable
    _turns: asyncio.Semaphore = field(init=False)
    _busy: int = field(default=0, init=False)
    _looked: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.limits.parallel)

    @override
    async def refusal(self) -> str | None:
        if self._looked is None:
            try:
                ran = await self.run("print(6 * 7)")
                self._looked = "" if ran.stdout == "42\n" else f"it says {ran.stderr[-300:]!r}"
            except Unavailable as error:
                self._looked = str(error)
        return self._looked or None

    @override
    async def run(self, code: str, files: Sequence[CodeFile] = ()) -> RanCode:
        if self._busy >= self.limits.parallel + self.limits.waiting:
            raise Unavailable("too much code is running; try again in a moment")
        self._busy += 1
        try:
            async with self._turns:
                return await self._run(code, files)
        finally:
            self._busy -= 1

    async def _run(self, code: str, files: Sequence[CodeFile]) -> RanCode:
        place = await asyncio.to_thread(tempfile.mkdtemp, prefix="parley-room-")
        try:
            return await self._in(place, code, files)
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)

    async def _in(self, place: str, code: str, files: Sequence[CodeFile]) -> RanCode:
        process = await asyncio.create_subprocess_exec(
            *(self.python, "-B", "-m", "adapters.outbound.code_running", place),
            cwd=_ROOT,
            env={},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LINE_MAX,
        )
        try:
            async with asyncio.timeout(self.limits.seconds + _OVER_S):
                _, answer = await asyncio.gather(
                    _tell(process, self._asked(code, files), files), _hear(process)
                )
        except (TimeoutError, ValueError, OSError, asyncio.IncompleteReadError):
            raise Unavailable("the code could not be run; try again") from None
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
        return answer

    def _asked(self, code: str, files: Sequence[CodeFile]) -> dict[str, Any]:
        limits = self.limits
        return {
            "code": code,
            "files": [{"name": each.name, "size": len(each.data)} for each in files],
            "seconds": limits.seconds,
            "memory_mb": limits.memory_mb,
            "disk_mb": limits.disk_mb,
            "output": limits.output,
            "files_max": limits.files,
        }


async def _tell(
    process: asyncio.subprocess.Process, asked: dict[str, Any], files: Sequence[CodeFile]
) -> None:
    assert process.stdin is not None
    try:
        for piece in (json.dumps(asked).encode() + b"\n", *(each.data for each in files)):
            process.stdin.write(piece)
            await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        return  # it has ended: what it said by then tells why
    finally:
        process.stdin.close()


async def _hear(process: asyncio.subprocess.Process) -> RanCode:
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    if "refused" in told:
        raise Unavailable(f"code cannot be kept apart here ({told['refused']})")
    files = [
        CodeFile(name=each["name"], data=await process.stdout.readexactly(each["size"]))
        for each in told["files"]
    ]
    return RanCode(
        end=told["ended"],
        exit=told["exit"],
        stdout=told["stdout"],
        stderr=told["stderr"],
        is_cut=told["cut"],
        files=tuple(files),
        left_out=told["left_out"],
    )
