"""What a viewer is told, step by step, of a log and a message that were put there by hand."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

import pytest
from typing_extensions import override

from adapters.outbound.memory.generation_log import MemoryGenerationLog
from application.chat.follow_generation import (
    END,
    START,
    Final,
    Grown,
    Quiet,
    Snapshot,
    Update,
)
from application.ports.generation_log import AnswerEnded, LogEntry, Logged, PartGrew
from domain.errors import Invalid
from domain.ids import GenerationId
from domain.llm.prompt import Text
from tests.builders import ADA, a_generation, an_answer
from tests.unit.application.chat.chat_house import House

G1 = GenerationId("g1")
GROWING = an_answer(parts=(Text(text="He"),))
ENDED = replace(GROWING, parts=(Text(text="Hello"),), state="complete")
HEL, LO = PartGrew(part=0, type="text", text="Hel"), PartGrew(part=0, type="text", text="lo")


class FussyLog(MemoryGenerationLog):  # type: ignore[misc]  # a log with a will of its own
    """Gives one entry at a time, and forgets a place when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.forgets: set[str | None] = set()
        self.patience_s: list[float] = []

    @override
    async def read(self, id: GenerationId, *, after: str | None, wait_s: float) -> Sequence[Logged]:
        self.patience_s.append(wait_s)
        if wait_s and after in self.forgets:
            self.forgets.remove(after)
            raise Invalid("no such place")
        return (await super().read(id, after=after, wait_s=wait_s))[:1]


async def a_house(
    *entries: LogEntry, state: str = "streaming", log: FussyLog | None = None
) -> House:
    house = House(log=log or FussyLog())
    await house.generations.add(a_generation())
    await house.messages.add(GROWING if state == "streaming" else ENDED)
    if entries:
        await house.log.append(G1, entries)
    return house


async def cursors(house: House) -> list[str]:
    found: list[str] = []
    while batch := await house.log.read(G1, after=found[-1] if found else None, wait_s=0):
        found += [each.cursor for each in batch]
    return found


async def told(house: House, updates: int, *, after: str | None = None) -> list[Update]:
    """The first so many updates."""
    follow: AsyncGenerator[Update] = await house.use.follow_generation(G1, by=ADA, after=after)
    found: list[Update] = []
    async with aclosing(follow), asyncio.timeout(2):
        while len(found) < updates:
            found.append(await anext(follow))
    return found


async def test_a_snapshot_is_in_step_with_its_cursor() -> None:
    house = await a_house(HEL, LO)
    _, last = await cursors(house)

    (snapshot,) = await told(house, 1)

    assert isinstance(snapshot, Snapshot)
    assert snapshot.cursor == last
    assert snapshot.message.message == replace(GROWING, parts=(Text(text="Hello"),))
    assert snapshot.message.siblings == (GROWING.id,)


async def test_before_the_first_word_the_cursor_is_the_start() -> None:
    house = await a_house()

    snapshot, quiet = await told(house, 2)

    assert isinstance(snapshot, Snapshot)
    assert (snapshot.cursor, snapshot.message.message) == (START, GROWING)
    assert isinstance(quiet, Quiet)


async def test_each_entry_comes_with_the_place_after_it() -> None:
    house = await a_house(HEL, LO, AnswerEnded())
    first, second, third = await cursors(house)

    updates = await told(house, 2, after=first)

    assert updates[0] == Grown(cursor=second, entry=LO)
    assert isinstance(updates[1], Final)
    assert updates[1].cursor == third


async def test_a_snapshot_of_an_ended_answer_leaves_its_end_to_be_read() -> None:
    house = await a_house(HEL, LO, AnswerEnded(), state="complete")
    _, second, third = await cursors(house)

    snapshot, final = await told(house, 2)

    assert isinstance(snapshot, Snapshot)
    assert isinstance(final, Final)
    assert (snapshot.cursor, final.cursor) == (second, third)
    assert snapshot.message == final.message
    assert final.message.message == ENDED


async def test_an_answer_that_ended_without_a_word_has_a_start_and_an_end() -> None:
    house = await a_house(AnswerEnded(), state="complete")
    (end,) = await cursors(house)

    snapshot, final = await told(house, 2)

    assert isinstance(snapshot, Snapshot)
    assert isinstance(final, Final)
    assert (snapshot.cursor, final.cursor) == (START, end)


async def test_when_the_log_is_lost_the_store_tells_the_end() -> None:
    house = await a_house(state="complete")

    snapshot, final = await told(house, 2)

    assert isinstance(snapshot, Snapshot)
    assert snapshot.message.message == ENDED
    assert isinstance(final, Final)
    assert (final.cursor, final.message.message) == (END, ENDED)


async def test_when_the_end_is_missing_in_the_log_the_store_tells_it() -> None:
    house = await a_house(HEL, LO, state="complete")
    first, second = await cursors(house)

    grown, final = await told(house, 2, after=first)

    assert grown == Grown(cursor=second, entry=LO)
    assert isinstance(final, Final)
    assert final.cursor == second


async def test_a_viewer_whose_place_is_lost_gets_a_snapshot_and_goes_on() -> None:
    log = FussyLog()
    house = await a_house(HEL, LO, log=log)
    first, second = await cursors(house)
    log.forgets = {first}

    snapshot, quiet = await told(house, 2, after=first)

    assert isinstance(snapshot, Snapshot)
    assert snapshot.cursor == second
    assert isinstance(quiet, Quiet)


async def test_a_log_with_gaps_is_not_shown() -> None:
    house = await a_house(PartGrew(part=4, type="text", text="odd"))

    (snapshot,) = await told(house, 1)

    assert isinstance(snapshot, Snapshot)
    assert snapshot.message.message == GROWING


@pytest.mark.parametrize("after", [None, "nowhere"])
async def test_only_news_are_waited_for(after: str | None) -> None:
    log = FussyLog()
    house = await a_house(HEL, LO, log=log)

    await told(house, 2, after=after)

    *looked_through, waited = log.patience_s
    assert set(looked_through) == {0}
    assert waited > 0
