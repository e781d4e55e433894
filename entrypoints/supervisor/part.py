"""What the supervisor needs to know about one part of the system, and how to start it."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from entrypoints.problems import Problem
from entrypoints.supervisor.account import Account
from entrypoints.supervisor.process import Process

Probe = Callable[[], Awaitable[bool]]
PROBE_EVERY_S = 0.05


async def nothing() -> None:
    """Most parts have nothing to prepare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    name: str
    label: str
    command: tuple[str, ...]
    directory: Path
    probe: Probe
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    ports: tuple[int, ...] = ()
    host: str = "127.0.0.1"
    url: str | None = None
    account: Account | None = None
    prepare: Callable[[], Awaitable[None]] = nothing
    ready_within_s: float = 30
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within_s: float = 10

    def log(self, logs: Path) -> Path:
        return logs / f"{self.name}.log"

    async def start(self, logs: Path) -> Process:
        """Prepare, start, and wait until it answers. Raises `Problem` when it does not."""
        await self.prepare()
        process = Process.start(
            self.command,
            environment=self.environment,
            directory=self.directory,
            log=self.log(logs),
            account=self.account,
        )
        try:
            await self._ready(process, self.log(logs))
        except BaseException:
            await process.stop(self.stop_signal, within_s=self.stop_within_s)
            raise
        return process

    async def _ready(self, process: Process, log: Path) -> None:
        deadline = time.monotonic() + self.ready_within_s
        while not await self.probe():
            if process.exit_code is not None:
                raise Problem(f"{self.label} ended with code {process.exit_code}: {last_line(log)}")
            if time.monotonic() > deadline:
                raise Problem(
                    f"{self.label} was not ready within {self.ready_within_s:g} s, see {log}"
                )
            await asyncio.sleep(PROBE_EVERY_S)

    async def stop(self, process: Process) -> int:
        return await process.stop(self.stop_signal, within_s=self.stop_within_s)


def last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n") if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it wrote no log")
