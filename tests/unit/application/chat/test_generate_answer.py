import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.chat.held_lease import lease_of
from application.chat.send_message import Sent
from domain.conversations.message import MessageState
from domain.errors import NotFound
from domain.ids import ConversationId, GenerationId, RequestId
from domain.llm.events import BlockClosed, Failed, Failure, Finished, StopReason
from domain.llm.usage import Usage
from tests.unit.application.chat.chat_house import ADA, House
from tests.unit.application.chat.scripted_model import Step, begun, saying


async def ask(house: House, script: list[Step]) -> tuple[ConversationId, Sent]:
    house.model.scripts.append(script)
    chat = await house.chat()
    return chat, await house.use.send_message(chat, "hi", by=ADA)


def generation_of(sent: Sent) -> GenerationId:
    found = sent.answer.message.generation
    assert found is not None
    return found


async def test_an_answer_is_stored_with_what_it_cost() -> None:
    house = House()

    chat, sent = await ask(house, saying("Hel", "lo"))
    await house.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert (answer.text, answer.state, answer.model) == ("Hello", "complete", "small")
    assert answer.cost is not None
    assert answer.cost.usage == Usage(input_uncached=10, output=5)
    assert answer.cost.cost == 20
    await house.bookkeeper.carry()
    assert (await house.transactions.get(RequestId(generation_of(sent)))).outcome == "ok"
    assert not await house.generations.running()
    assert await house.held.holder_of(lease_of(generation_of(sent))) is None


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("end", "complete"),
        ("stop_sequence", "complete"),
        ("tool_use", "complete"),
        ("pause", "complete"),
        ("length", "truncated"),
        ("context_length", "truncated"),
        ("refusal", "refused"),
    ],
)
async def test_the_models_last_word_decides_the_state(
    reason: StopReason, state: MessageState
) -> None:
    house = House()

    chat, sent = await ask(house, [*begun("a"), BlockClosed(0), Finished(reason=reason)])
    await house.jobs.all_done()

    assert (await house.message(sent.answer.message.id, chat)).state == state


async def test_a_failure_keeps_the_text_and_says_why() -> None:
    house = House()

    chat, sent = await ask(house, [*begun("half"), Failed(Failure(kind="overloaded", message="x"))])
    await house.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert (answer.text, answer.state) == ("half", "failed")
    assert answer.error is not None
    assert answer.error.code == "overloaded"
    assert "overloaded" in answer.error.message


async def test_a_model_without_a_price_is_not_asked() -> None:
    house = House()
    chat = await house.chat(model="free")

    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert answer.error is not None
    assert (answer.state, answer.error.code, answer.cost) == ("failed", "forbidden", None)
    assert house.model.prompts == []


async def test_a_stop_closes_the_model_and_keeps_the_text() -> None:
    house = House()
    chat, sent = await ask(house, [*begun("so far"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "so far")

    await house.use.stop_generation(generation_of(sent), by=ADA)
    await house.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert (answer.text, answer.state) == ("so far", "stopped")
    assert house.model.closed == 1
    await house.bookkeeper.carry()
    assert (await house.transactions.latest(9))[0].outcome == "client_closed"


async def test_the_answer_is_saved_while_it_grows() -> None:
    house = House()

    chat, sent = await ask(house, [*begun("one"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "one")

    assert (await house.message(sent.answer.message.id, chat)).state == "streaming"
    await house.jobs.drain(_at_once)


async def _at_once() -> None:
    return


async def test_a_shutdown_interrupts_what_does_not_end_in_time() -> None:
    house = House()
    chat, sent = await ask(house, [*begun("part"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "part")

    await house.jobs.drain(_at_once)

    answer = await house.message(sent.answer.message.id, chat)
    assert (answer.text, answer.state) == ("part", "interrupted")


async def test_a_shutdown_lets_an_answer_finish() -> None:
    house = House()
    gate = asyncio.Event()
    chat, sent = await ask(house, [*begun("part"), gate, *saying("")[-3:]])
    await house.until(sent.answer.message.id, chat, "part")

    draining = asyncio.create_task(house.jobs.drain(_never))
    gate.set()
    await draining

    assert (await house.message(sent.answer.message.id, chat)).state == "complete"


async def _never() -> None:
    await asyncio.Event().wait()


async def test_a_lost_lease_interrupts_the_answer() -> None:
    house = House()
    chat, sent = await ask(house, [*begun("part"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "part")

    name = lease_of(generation_of(sent))
    await house.held.release(name, holder="worker")
    await house.held.take(name, holder="another", lasting=timedelta(hours=1))
    await house.jobs.all_done()

    assert (await house.message(sent.answer.message.id, chat)).state == "interrupted"


async def test_a_deleted_conversation_ends_its_answer() -> None:
    house = House()
    chat, sent = await ask(house, [*begun("part"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "part")

    await house.use.delete_conversation(chat, by=ADA)
    await house.jobs.all_done()

    with pytest.raises(NotFound):
        await house.message(sent.answer.message.id, chat)
    assert not await house.generations.running()


async def test_an_abandoned_answer_is_closed_with_the_fullest_text_and_booked() -> None:
    house = House()
    chat, sent = await ask(house, [*begun("logged"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "logged")
    killed = House(clock=house.clock)
    killed.clock.advance(timedelta(seconds=6))
    sweep = replace(
        killed.use.close_abandoned,
        messages=house.messages,
        prompt=house.prompt,
        generations=house.generations,
        log=house.log,
        close=house.close,
    )

    await sweep()

    answer = await house.message(sent.answer.message.id, chat)
    await killed.bookkeeper.carry()
    booked = await killed.transactions.get(RequestId(generation_of(sent)))
    assert (answer.text, answer.state) == ("logged", "interrupted")
    assert booked.outcome == "recovered"
    assert booked.usage.estimated
    assert answer.cost is not None
    assert answer.cost.cost == booked.cost
    assert not await house.generations.running()
    await house.jobs.drain(_at_once)


async def test_the_sweeper_leaves_a_living_answer_alone() -> None:
    house = House()
    chat, sent = await ask(house, [*begun("alive"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "alive")

    await house.use.close_abandoned()

    assert (await house.message(sent.answer.message.id, chat)).state == "streaming"
    await house.jobs.drain(_at_once)
