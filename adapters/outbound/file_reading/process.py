"""Files are read in a process of their own, one each: it has bounds, no secrets, and ends.

Parsers of PDF, Office and picture files are where hostile files strike. Here they can at most take
their own process down.
"""

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final, final

from typing_extensions import override

from adapters.outbound.file_reading.answer import read
from application.ports.file_reader import FileReader
from domain.errors import Unavailable
from domain.files.reading import OCTETS, Reading

_ROOT: Final = Path(__file__).parents[3]
_HARMLESS: Final = ("PATH", "LANG", "LC_ALL", "TZ")
_ANSWER_MAX: Final = 32 * 1024 * 1024


@final
class ProcessFileReader(FileReader):
    """`parallel` processes at once, and as many in a queue as `waiting` says."""

    def __init__(
        self,
        *,
        seconds: float = 20,
        megabytes: int = 700,
        parallel: int = 2,
        waiting: int = 20,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._turns = asyncio.Semaphore(parallel)
        self._room = parallel + waiting
        self._busy = 0
        given = os.environ if environment is None else environment  # noqa: TID251 - what a process needs
        self._environment = {name: given[name] for name in _HARMLESS if name in given}

    @override
    async def read(self, content: AsyncIterator[bytes], *, name: str) -> Reading:
        if self._busy >= self._room:
            raise Unavailable("too many files are being read; try again in a moment")
        self._busy += 1
        try:
            async with self._turns:
                return await self._read(content, name)
        finally:
            self._busy -= 1

    async def _read(self, content: AsyncIterator[bytes], name: str) -> Reading:
        limits = (str(self._megabytes), str(max(1, round(self._seconds))))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "adapters.outbound.file_reading", *limits, name),
            cwd=_ROOT,
            env=self._environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        seen = _Seen()
        try:
            async with asyncio.timeout(self._seconds):
                answer, _ = await asyncio.gather(_answer(process), _feed(process, content, seen))
                await process.wait()
        except TimeoutError:
            return seen.unread("it took too long to read")
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
        try:
            return read(answer)
        except ValueError:
            return seen.unread("it took too much time or memory to read")


@final
class _Seen:
    """What is known of a file without reading it."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._size = 0

    def note(self, piece: bytes) -> None:
        self._digest.update(piece)
        self._size += len(piece)

    def unread(self, problem: str) -> Reading:
        return Reading(
            media_type=OCTETS,
            kind="other",
            size=self._size,
            sha256=self._digest.hexdigest(),
            problem=problem,
        )


async def _feed(
    process: asyncio.subprocess.Process, content: AsyncIterator[bytes], seen: _Seen
) -> None:
    assert process.stdin is not None
    try:
        async for piece in content:
            seen.note(piece)
            process.stdin.write(piece)
            await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        # It has died; what it said by then tells. The size and digest still want every byte.
        async for piece in content:
            seen.note(piece)
    finally:
        process.stdin.close()


async def _answer(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    pieces: list[bytes] = []
    length = 0
    while piece := await process.stdout.read(65_536):
        length += len(piece)
        if length > _ANSWER_MAX:
            process.kill()
            return b""
        pieces.append(piece)
    return b"".join(pieces)
