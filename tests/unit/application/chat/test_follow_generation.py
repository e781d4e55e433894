"""REL-21: an answer is followed from any place in it."""

import asyncio
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.chat.follow_generation import Final, Grown, Quiet, Snapshot, Update
from application.ports.generation_log import PartGrew
from domain.errors import NotFound
from domain.ids import GenerationId
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import Step, begun, saying

WORDS = [f"word{number} " for number in range(8)]


class Viewer:
    """Builds the text as a browser does, and can drop off and come back."""

    def __init__(self, house: House, generation: GenerationId) -> None:
        self.house = house
        self.generation = generation
        self.cursor: str | None = None
        self.text = ""
        self.final: str | None = None
        self.snapshots = 0

    async def watch(self, updates: int | None = None) -> None:
        """See so many updates (all, when `None`), then drop off."""
        follow = await self.house.use.follow_generation(self.generation, by=ADA, after=self.cursor)
        seen = 0
        async with aclosing(follow):
            async for update in follow:
                self.see(update)
                seen += not isinstance(update, Quiet)
                if seen == updates:
                    return

    def see(self, update: Update) -> None:
        match update:
            case Snapshot(cursor=cursor, message=placed):
                self.cursor, self.text = cursor, placed.message.text
                self.snapshots += 1
            case Grown(cursor=cursor, entry=PartGrew(text=text)):
                self.cursor, self.text = cursor, self.text + text
            case Final(cursor=cursor, message=placed):
                self.cursor, self.final = cursor, placed.message.text
            case _:
                pass


async def started(house: House, script: list[Step]) -> GenerationId:
    house.model.scripts.append(script)
    chat = await house.chat()
    sent = await house.use.send_message(chat, "hi", by=ADA)
    generation = sent.answer.message.generation
    assert generation is not None
    return generation


def gated() -> tuple[list[Step], list[asyncio.Event]]:
    script: list[Step] = begun()
    gates: list[asyncio.Event] = []
    for word in saying(*WORDS)[2:-3]:
        gates.append(asyncio.Event())
        script += [gates[-1], word]
    return [*script, *saying()[-3:]], gates


@given(cuts=st.lists(st.integers(1, 4), max_size=8))
def test_any_cuts_give_the_same_text(cuts: list[int]) -> None:
    async def scenario() -> None:
        house = House()
        script, gates = gated()
        viewer = Viewer(house, await started(house, script))
        for gate in gates:
            gate.set()
            await asyncio.sleep(0)
            if cuts:
                await asyncio.wait_for(_some(viewer, cuts.pop()), 2)
        if viewer.final is None:
            await viewer.watch()
        await house.jobs.all_done()

        assert viewer.text == viewer.final == "".join(WORDS)
        assert viewer.snapshots <= 1 + (viewer.cursor == "start") + 8

    asyncio.run(scenario())


async def _some(viewer: Viewer, updates: int) -> None:
    try:
        async with asyncio.timeout(0.005):
            await viewer.watch(updates)
    except TimeoutError:
        return


async def test_two_viewers_see_the_same() -> None:
    house = House()
    script, gates = gated()
    generation = await started(house, script)
    viewers = [Viewer(house, generation), Viewer(house, generation)]

    watching = [asyncio.create_task(viewer.watch()) for viewer in viewers]
    for gate in gates:
        gate.set()
        await asyncio.sleep(0)
    await asyncio.gather(*watching)

    assert {viewer.text for viewer in viewers} == {"".join(WORDS)}
    assert {viewer.final for viewer in viewers} == {"".join(WORDS)}


@pytest.mark.parametrize("cursor", [None, "garbage", "start", "999-0", "0-0", "1"])
async def test_without_a_usable_cursor_there_is_a_snapshot(cursor: str | None) -> None:
    house = House()
    generation = await started(house, saying("Hello"))
    await house.jobs.all_done()

    follow = await house.use.follow_generation(generation, by=ADA, after=cursor)
    updates = [update async for update in follow]

    assert [type(update) for update in updates] == [Snapshot, Final]
    assert isinstance(updates[0], Snapshot)
    assert updates[0].message.message.text == "Hello"


async def test_a_known_cursor_gets_only_what_came_after_it() -> None:
    house = House()
    generation = await started(house, saying("Hello"))
    await house.jobs.all_done()
    first = (await house.log.read(generation, after=None, wait_s=0))[0]

    updates = await everything(house, generation, first.cursor)

    assert [type(update) for update in updates] == [Final]


async def everything(house: House, generation: GenerationId, after: str | None) -> list[Update]:
    follow = await house.use.follow_generation(generation, by=ADA, after=after)
    return [update async for update in follow]


async def test_a_stranger_finds_nothing() -> None:
    house = House()
    generation = await started(house, saying("Hello"))
    await house.jobs.all_done()

    with pytest.raises(NotFound):
        await house.use.follow_generation(generation, by=EVE, after=None)
    with pytest.raises(NotFound):
        await house.use.stop_generation(generation, by=EVE)


async def test_a_viewer_who_waits_is_told_the_end() -> None:
    house = House()
    gate = asyncio.Event()
    generation = await started(house, [*begun("a"), gate, *saying()[-3:]])
    viewer = Viewer(house, generation)
    watching = asyncio.create_task(viewer.watch())
    await asyncio.sleep(0.02)

    gate.set()
    await watching

    assert viewer.final == "a"
