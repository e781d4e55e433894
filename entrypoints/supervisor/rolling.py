"""A rolling restart: one instance after the other, none of which a caller misses.

The gateway leaves the instance out and is told to read its configuration anew; its old workers take
no new call then. The instance is asked to end, finishes what it has, and is started anew; when it
is ready the gateway takes it in again. Where a service has one instance there is a gap.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from entrypoints.configuration.fields import ServiceName
from entrypoints.configuration.schema import Settings
from entrypoints.problems import Problem
from entrypoints.supervisor.gateway import write_configuration
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.plan import Ports
from entrypoints.supervisor.supervision import Supervision

GATEWAY: Final = "nginx"
_LEAVING: Final = b"shutting down"
_TURNED_WITHIN_S: Final = 10.0
_LOOK_EVERY_S: Final = 0.02
_LAST_CALLS_S: Final = 0.6
"""More than the gateway's `keepalive_min_timeout`: a connection may bring one more call."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingRestart:
    settings: Settings
    ports: Ports
    supervision: Supervision

    async def __call__(self, say: Say) -> None:
        """Raises `Problem` where an instance does not come back: the others stay as they are."""
        for service, ports in self.ports.items():
            for number, port in enumerate(ports, 1):
                await self._replace(self._part(service, number), port, alone=len(ports) == 1)
                say(f"{service.capitalize()} service {number} of {len(ports)} is new")

    def _part(self, service: ServiceName, number: int) -> Part:
        name = service if number == 1 else f"{service}-{number}"
        return next(part for part in self.supervision.parts if part.name == name)

    async def _replace(self, part: Part, port: int, *, alone: bool) -> None:
        if not alone:
            await self._turn(left_out=frozenset({port}))
        try:
            await self.supervision.restart(part)
        finally:
            if not alone:
                await self._turn(left_out=frozenset())

    async def _turn(self, *, left_out: frozenset[int]) -> None:
        """Have the gateway read its configuration, and wait until new workers have taken over."""
        await write_configuration(self.settings, self.ports, left_out=left_out)
        gateway = self.supervision.pid_of(GATEWAY)
        before = workers_of(gateway)
        os.kill(gateway, signal.SIGHUP)
        deadline = time.monotonic() + _TURNED_WITHIN_S
        while serving(before) or not workers_of(gateway) - before:
            if time.monotonic() > deadline:
                raise Problem("nginx did not take its new configuration, see its log")
            await asyncio.sleep(_LOOK_EVERY_S)
        if left_out:
            await asyncio.sleep(_LAST_CALLS_S)


def workers_of(master: int) -> set[int]:
    try:
        children = Path(f"/proc/{master}/task/{master}/children").read_text()
    except FileNotFoundError:
        return set()
    return set(map(int, children.split()))


def serving(workers: set[int]) -> bool:
    """Whether one of them still takes calls: who leaves says so in its name."""
    for pid in workers:
        try:
            name = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if name and _LEAVING not in name:
            return True
    return False
