import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.generations import MemoryGenerations
from adapters.outbound.memory.leases import MemoryLeases
from application.chat.begin_answer import RUNNING_MAX
from application.chat.held_lease import lease_of
from application.ports.clock import Clock
from application.ports.generations import Generations
from domain.conversations.message import Message
from domain.errors import Invalid, NotFound, RateLimited
from domain.ids import ConversationId, MessageId
from tests.builders import a_generation, a_message
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.chat_house import Clock as HouseClock
from tests.unit.application.chat.scripted_model import begun, saying


async def busy_with(house: House, answers: int) -> None:
    for number in range(answers):
        await house.generations.add(a_generation(f"g{number}"))


async def answered(house: House, *, model: str | None = None) -> tuple[ConversationId, MessageId]:
    """A conversation with one question and its answer."""
    house.model.scripts.append(saying("one"))
    chat = await house.chat(model=model)
    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()
    return chat, sent.answer.message.id


async def test_who_has_ten_answers_being_written_waits_for_one_to_end() -> None:
    house = House()
    await busy_with(house, RUNNING_MAX)
    chat = await house.chat()

    with pytest.raises(RateLimited, match="10 answers are being written; wait for one to end"):
        await house.use.send_message(chat, "hi", by=ADA)

    assert (await house.messages.tree(chat)).ending_with("") is None


async def test_nobody_waits_for_a_ninth_answer_or_for_others() -> None:
    house = House()
    await busy_with(house, RUNNING_MAX - 1)
    house.model.scripts += [saying("a"), saying("b")]
    ada_s, eve_s = await house.chat(), await house.chat(by=EVE)

    await house.use.send_message(ada_s, "hi", by=ADA)
    await house.use.send_message(eve_s, "hi", by=EVE)
    await house.jobs.all_done()

    assert len(house.model.prompts) == 2


async def test_generating_again_waits_for_room_too() -> None:
    house = House()
    chat, answer = await answered(house)
    await busy_with(house, RUNNING_MAX)

    with pytest.raises(RateLimited):
        await house.use.regenerate_answer(chat, answer, by=ADA)


class WatchedLeases(MemoryLeases):  # type: ignore[misc]  # counts generations at each taking
    def __init__(self, generations: Generations, *, clock: Clock) -> None:
        super().__init__(clock=clock)
        self._generations = generations
        self.running: list[int] = []

    @override
    async def take(self, name: str, *, holder: str, lasting: timedelta) -> bool:
        self.running.append(len(await self._generations.running()))
        return await super().take(name, holder=holder, lasting=lasting)


async def test_the_lease_is_held_before_a_sweeper_can_see_the_generation() -> None:
    generations, clock = MemoryGenerations(), HouseClock()
    leases = WatchedLeases(generations, clock=clock)
    house = House(leases=leases, generations=generations, clock=clock)
    house.model.scripts.append([*begun("a"), asyncio.Event()])
    chat = await house.chat()

    sent = await house.use.send_message(chat, "hi", by=ADA)

    generation = sent.answer.message.generation
    assert generation is not None
    assert leases.running == [0]
    assert await leases.holder_of(lease_of(generation)) == "worker"
    await house.jobs.drain(_at_once)


async def test_question_answer_and_conversation_are_dated() -> None:
    house = House()
    house.model.scripts.append(saying("a"))
    chat = await house.chat()
    house.clock.advance(timedelta(hours=1))

    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()

    read = await house.use.read_conversation(chat, by=ADA)
    dates = {sent.message.message.created_at, sent.answer.message.created_at}
    assert dates == {read.conversation.updated_at} == {house.clock()}


async def test_an_answer_is_generated_again_by_the_conversation_s_model() -> None:
    house = House()
    chat, answer = await answered(house, model="large")
    house.model.scripts.append(saying("two"))

    again = await house.use.regenerate_answer(chat, answer, by=ADA)
    await house.jobs.all_done()

    assert again.message.model == "large"


async def test_an_answer_is_generated_again_by_the_model_that_is_asked_for() -> None:
    house = House()
    chat, answer = await answered(house, model="small")
    house.model.scripts.append(saying("two"))

    again = await house.use.regenerate_answer(chat, answer, by=ADA, model="large")
    await house.jobs.all_done()

    assert again.message.model == "large"
    assert (await house.use.read_conversation(chat, by=ADA)).conversation.model == "large"


@pytest.mark.parametrize(
    "before",
    [
        a_message(),
        a_message(parent="p"),
        replace(a_message(), role="assistant"),
    ],
    ids=["a question", "a further question", "an answer to nothing"],
)
async def test_only_the_answer_to_a_question_can_be_generated_again(before: Message) -> None:
    house = House()
    chat = await house.chat()
    await house.messages.add(replace(before, conversation=chat))

    with pytest.raises(Invalid, match="only an answer can be generated again"):
        await house.use.regenerate_answer(chat, before.id, by=ADA)


async def test_a_stranger_generates_nothing_again() -> None:
    house = House()
    chat, answer = await answered(house)

    with pytest.raises(NotFound):
        await house.use.regenerate_answer(chat, answer, by=EVE)


async def _at_once() -> None:
    return
