"""Appending to a file whose bytes reach the disk soon after, in one go for many."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from adapters.outbound.files.places import sync_directory

AFTER_FAULT_S: Final = 1.0


class Appending:
    """One file after another; `pause_s` is how long a byte may wait for the disk at most."""

    def __init__(self, *, pause_s: float) -> None:
        self._pause_s = pause_s
        self._file: int | None = None
        self._size = 0
        self._full: list[int] = []
        self._new: list[Path] = []
        self._dirty = False
        self._syncing: asyncio.Task[None] | None = None
        self._closing = False

    def turn_to(self, path: Path) -> None:
        """Go on with a new file. Raises `OSError`, and goes on with the old one then."""
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        if self._file is not None:
            self._full.append(self._file)
        self._file = file
        self._size = 0
        self._new.append(path.parent)

    def append(self, line: bytes) -> None:
        """All of it or nothing. Raises `OSError`."""
        if self._file is None:
            raise OSError("no file is open")
        if os.write(self._file, line) != len(line):
            os.ftruncate(self._file, self._size)
            raise OSError("the disk is full")
        self._size += len(line)
        self._dirty = True
        if self._syncing is None or self._syncing.done():
            self._syncing = asyncio.get_running_loop().create_task(self._sync())

    async def close(self) -> None:
        self._closing = True
        if self._syncing is not None:
            await asyncio.wait({self._syncing})
        if self._file is not None:
            self._full.append(self._file)
            self._file = None
            with suppress(OSError):  # nobody is left to be told
                await asyncio.to_thread(self._finish, self._full, self._new)

    async def _sync(self) -> None:
        while self._dirty and not self._closing:
            await asyncio.sleep(self._pause_s)
            self._dirty = False
            full, self._full = self._full, []
            new, self._new = self._new, []
            assert self._file is not None
            try:
                await asyncio.to_thread(self._keep, self._file, full, new)
            except OSError:
                self._full, self._new, self._dirty = full + self._full, new + self._new, True
                await asyncio.sleep(AFTER_FAULT_S)

    @classmethod
    def _keep(cls, file: int, full: Sequence[int], new: Sequence[Path]) -> None:
        os.fsync(file)
        cls._finish(full, new)

    @staticmethod
    def _finish(full: Sequence[int], new: Sequence[Path]) -> None:
        for file in full:
            os.fsync(file)
        for directory in new:
            sync_directory(directory)
        for file in full:
            os.close(file)
