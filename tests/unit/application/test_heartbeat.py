"""A process says that it is there, also where nobody listens for a while."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import final

from typing_extensions import override

from adapters.outbound.memory.instances import MemoryInstances
from application.heartbeat import Heartbeat
from application.ports.instances import Instances
from domain.errors import Unavailable
from domain.system.instance import Instance
from tests.clock import FakeClock
from tests.contracts.instances import CHAT


@final
class Failing(Instances):
    async def _away(self) -> None:
        raise Unavailable("Redis is away")

    @override
    async def announce(self, instance: Instance) -> None:
        await self._away()

    @override
    async def leave(self, id: str) -> None:
        await self._away()

    @override
    async def present(self) -> list[Instance]:
        return []


async def test_it_is_there_while_it_runs_and_gone_after() -> None:
    clock = FakeClock()
    instances, beaten, beats = MemoryInstances(clock=clock), asyncio.Event(), 0

    async def pause(seconds: float) -> None:
        nonlocal beats
        beats += 1
        if beats == 9:
            beaten.set()
            await asyncio.Event().wait()
        clock.advance(timedelta(seconds=seconds))

    heartbeat = Heartbeat(
        instances=instances, describe=lambda: replace(CHAT, seen_at=clock()), pause=pause
    )
    async with heartbeat.running():
        await beaten.wait()
        there = await instances.present()

    assert [each.id for each in there] == [CHAT.id]
    assert await instances.present() == []


async def test_a_store_that_is_away_stops_nothing() -> None:
    beaten = asyncio.Event()

    async def pause(_: float) -> None:
        beaten.set()
        await asyncio.Event().wait()

    async with Heartbeat(instances=Failing(), describe=lambda: CHAT, pause=pause).running():
        await beaten.wait()

    assert beaten.is_set()
