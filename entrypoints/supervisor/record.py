"""What runs, on disk: for `parley status`, and to find what a killed supervisor left behind."""

import asyncio
import fcntl
import json
import os
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from entrypoints.problems import Problem
from entrypoints.supervisor.process import signal_group, started_at

ORPHAN_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRecord:
    name: str
    label: str
    pid: int
    started_at: int
    state: str
    restarts: int
    url: str | None

    @property
    def is_alive(self) -> bool:
        return started_at(self.pid) == self.started_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """A rolling restart: what was done so far, and how it ended."""

    id: str
    state: Literal["running", "done", "failed"]
    lines: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    home: Path

    @property
    def _state(self) -> Path:
        return self.home / "run" / "state.json"

    @property
    def _rolling(self) -> Path:
        return self.home / "run" / "rolling.json"

    @property
    def _lock(self) -> Path:
        return self.home / "run" / "supervisor.lock"

    @contextmanager
    def held(self) -> Generator[None]:
        """Be the only supervisor of this home. Raises `Problem` when there is another."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        with self._lock.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                file.seek(0)
                raise Problem(
                    f"Parley already runs in {self.home} (pid {file.read().strip()}):"
                    " see `parley status`, or stop it with Ctrl-C"
                ) from error
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield

    @property
    def is_held(self) -> bool:
        if not self._lock.exists():
            return False
        with self._lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def write(self, parts: list[PartRecord]) -> None:
        rows = [{name: getattr(part, name) for name in PartRecord.__slots__} for part in parts]
        draft = self._state.with_suffix(".new")
        draft.write_text(json.dumps({"pid": os.getpid(), "parts": rows}, indent=1))
        draft.replace(self._state)

    @property
    def supervisor(self) -> int | None:
        """The process that runs everything; `None` while nothing does."""
        if not self.is_held:
            return None
        return int(self._lock.read_text())

    def note_rolling(self, rolling: Rolling) -> None:
        draft = self._rolling.with_suffix(".new")
        draft.write_text(json.dumps(asdict(rolling)))
        draft.replace(self._rolling)

    def rolling(self) -> Rolling | None:
        """The last rolling restart, or the one under way."""
        try:
            return Rolling(**json.loads(self._rolling.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def read(self) -> list[PartRecord]:
        try:
            known: dict[str, Any] = json.loads(self._state.read_text())
            return [PartRecord(**row) for row in known["parts"]]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return []  # never started, or cut in the middle: nothing that we may end

    async def end_orphans(self) -> list[str]:
        """End what an earlier supervisor left; a reused pid has another start time."""
        left = [part for part in self.read() if part.is_alive]
        for part in left:
            signal_group(part.pid, signal.SIGTERM)
        deadline = time.monotonic() + ORPHAN_PATIENCE_S
        while any(part.is_alive for part in left) and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        for part in left:
            if part.is_alive:
                signal_group(part.pid, signal.SIGKILL)
        return [part.label for part in left]
