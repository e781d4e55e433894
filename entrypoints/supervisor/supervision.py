"""Start stage by stage, restart what dies, stop in reverse order."""

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import final

from entrypoints.problems import Problem, first_of
from entrypoints.supervisor.part import Part
from entrypoints.supervisor.process import Process, signal_group
from entrypoints.supervisor.record import PartRecord, Record

BACK_OFF_FIRST_S = 0.25
BACK_OFF_MAX_S = 10.0
HEALTHY_AFTER_S = 30.0
Say = Callable[[str], None]


def back_off_s(failures: int) -> float:
    return min(BACK_OFF_FIRST_S * 2.0 ** min(failures, 20), BACK_OFF_MAX_S)


@final
class Supervision:
    def __init__(self, *, record: Record, logs: Path, say: Say) -> None:
        self._record = record
        self._logs = logs
        self._say = say
        self._stages: list[list[Part]] = []
        self._running: dict[str, Process] = {}
        self._states: dict[str, PartRecord] = {}
        self._keepers: dict[str, asyncio.Task[None]] = {}

    @property
    def states(self) -> list[PartRecord]:
        return list(self._states.values())

    async def start(self, stage: Sequence[Part]) -> None:
        """Start all of a stage; one that fails takes the others of its stage with it."""
        self._stages.append(list(stage))
        try:
            async with asyncio.TaskGroup() as group:
                for part in stage:
                    group.create_task(self._start(part))
        except ExceptionGroup as problems:
            raise first_of(problems) from None

    async def _start(self, part: Part) -> None:
        began = time.monotonic()
        process = await part.start(self._logs)
        self._running[part.name] = process
        self._note(part, process, "ready", restarts=0)
        self._keepers[part.name] = asyncio.create_task(self._keep(part))
        self._say(f"{part.label} ready in {time.monotonic() - began:.1f} s")

    async def _keep(self, part: Part) -> None:
        failures = restarts = 0
        while True:
            began = time.monotonic()
            code = await self._running[part.name].exited()
            failures = 0 if time.monotonic() - began > HEALTHY_AFTER_S else failures
            reason = f"ended with code {code}"
            while True:
                delay_s = back_off_s(failures)
                failures += 1
                self._states[part.name] = replace(self._states[part.name], state="restarting")
                self._record.write(self.states)
                self._say(f"{part.label} {reason}, starting again in {delay_s:g} s")
                await asyncio.sleep(delay_s)
                try:
                    process = await part.start(self._logs)
                except Problem as problem:
                    reason = str(problem).removeprefix(f"{part.label} ")
                    continue
                break
            restarts += 1
            self._running[part.name] = process
            self._note(part, process, "ready", restarts=restarts)
            self._say(f"{part.label} is back")

    @property
    def parts(self) -> list[Part]:
        return [part for stage in self._stages for part in stage]

    def pid_of(self, name: str) -> int:
        return self._running[name].pid

    async def restart(self, part: Part) -> None:
        """Stop it in order and start it anew. Raises `Problem`, and goes on trying then."""
        keeper = self._keepers.pop(part.name)
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        before = self._states[part.name]
        self._states[part.name] = replace(before, state="restarting")
        self._record.write(self.states)
        try:
            await part.stop(self._running[part.name])
            self._running[part.name] = await part.start(self._logs)
            self._note(part, self._running[part.name], "ready", restarts=before.restarts)
        finally:
            self._keepers[part.name] = asyncio.create_task(self._keep(part))

    async def stop(self) -> None:
        """The last started goes first; a stage goes together."""
        for keeper in self._keepers.values():
            keeper.cancel()
        await asyncio.gather(*self._keepers.values(), return_exceptions=True)
        for stage in reversed(self._stages):
            await asyncio.gather(*(self._stop(part) for part in reversed(stage)))
        self._record.write([])

    async def _stop(self, part: Part) -> None:
        process = self._running.pop(part.name, None)
        if process is None:
            return
        began = time.monotonic()
        await part.stop(process)
        self._say(f"{part.label} stopped in {time.monotonic() - began:.1f} s")

    def hurry(self) -> None:
        """End what still drains now; the stores, in the first stage, always close properly."""
        for stage in self._stages[1:]:
            for part in stage:
                if part.name in self._running or part.name in self._states:
                    signal_group(self._states[part.name].pid, signal.SIGKILL)

    def _note(self, part: Part, process: Process, state: str, *, restarts: int) -> None:
        self._states[part.name] = PartRecord(
            name=part.name,
            label=part.label,
            pid=process.pid,
            started_at=process.started_at,
            state=state,
            restarts=restarts,
            url=part.url,
        )
        self._record.write(self.states)
