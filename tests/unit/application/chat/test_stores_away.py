"""While a store is away answers go on in memory, and are stored when it is back."""

import asyncio
from collections.abc import Sequence

import pytest
from typing_extensions import override

from adapters.outbound.memory.generation_log import MemoryGenerationLog
from application.chat.growing_answer import parts_logged
from application.chat.insistence import insist
from application.ports.generation_log import GenerationLog, LogEntry, Logged
from application.ports.leases import Leases
from domain.conversations.message import Message
from domain.errors import Unavailable
from domain.ids import GenerationId
from domain.llm.prompt import Text
from tests.unit.application.chat.chat_house import ADA, House
from tests.unit.application.chat.messages_of import MessagesOf
from tests.unit.application.chat.scripted_model import begun, saying


class FlakyMessages(MessagesOf):
    """Refuses so many saves, then keeps them."""

    def __init__(self, *, refusals: int) -> None:
        super().__init__()
        self.refusals = refusals

    @override
    async def save(self, message: Message) -> None:
        if self.refusals > 0:
            self.refusals -= 1
            raise Unavailable("the store is away")
        await self.kept.save(message)


class FlakyLog(GenerationLog):
    def __init__(self, *, refusals: int) -> None:
        self.kept = MemoryGenerationLog()
        self.refusals = refusals

    @override
    async def append(self, id: GenerationId, entries: Sequence[LogEntry]) -> None:
        if self.refusals > 0:
            self.refusals -= 1
            raise Unavailable("the log is away")
        await self.kept.append(id, entries)

    @override
    async def read(self, id: GenerationId, *, after: str | None, wait_s: float) -> Sequence[Logged]:
        return await self.kept.read(id, after=after, wait_s=wait_s)

    @override
    async def fade(self, id: GenerationId) -> None:
        await self.kept.fade(id)


class AbsentLeases(Leases):
    @override
    async def take(self, name: str, *, holder: str, lasting: object) -> bool:
        raise Unavailable("the leases are away")

    @override
    async def release(self, name: str, *, holder: str) -> None:
        raise Unavailable("the leases are away")

    @override
    async def holder_of(self, name: str) -> str | None:
        raise Unavailable("the leases are away")


async def test_the_final_save_is_tried_again() -> None:
    house = House(messages=FlakyMessages(refusals=2))
    house.model.scripts.append(saying("yes"))
    chat = await house.chat()

    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert (answer.text, answer.state) == ("yes", "complete")


async def test_what_the_log_missed_is_told_later_and_once() -> None:
    house = House(log=FlakyLog(refusals=2))
    gate = asyncio.Event()
    house.model.scripts.append([*begun("Hel", "lo"), gate, *saying()[-3:]])
    chat = await house.chat()
    sent = await house.use.send_message(chat, "hi", by=ADA)
    assert sent.answer.message.generation is not None

    told = await house.log.read(sent.answer.message.generation, after=None, wait_s=2)
    gate.set()
    await house.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert parts_logged([each.entry for each in told]) == (Text(text="Hello"),)
    assert (answer.text, answer.state) == ("Hello", "complete")


async def test_a_log_that_stays_away_costs_nothing_of_the_answer() -> None:
    house = House(log=FlakyLog(refusals=1_000_000))
    house.model.scripts.append(saying("Hel", "lo"))
    chat = await house.chat()

    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert (answer.text, answer.state) == ("Hello", "complete")
    assert not await house.generations.running()


async def test_without_leases_answers_are_made_and_none_is_swept() -> None:
    house = House(leases=AbsentLeases())
    gate = asyncio.Event()
    house.model.scripts.append([*begun("yes"), gate, *saying()[-3:]])
    chat = await house.chat()
    sent = await house.use.send_message(chat, "hi", by=ADA, key="k")
    await house.until(sent.answer.message.id, chat, "yes")

    await house.use.close_abandoned()
    swept = (await house.message(sent.answer.message.id, chat)).state
    gate.set()
    await house.jobs.all_done()

    assert swept == "streaming"
    assert (await house.message(sent.answer.message.id, chat)).state == "complete"


async def test_a_store_that_stays_away_is_not_waited_for_without_end() -> None:
    tries: list[int] = []

    async def work() -> None:
        tries.append(1)
        raise Unavailable("the store is away")

    with pytest.raises(Unavailable):
        await insist(work, pauses_s=(0, 0))

    assert len(tries) == 3
