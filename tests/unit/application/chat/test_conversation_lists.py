import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.chat.conversation_view import view
from domain.errors import NotFound
from domain.ids import ConversationId, GenerationId, MessageId
from tests.builders import a_conversation, a_generation
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import begun, saying

HERE = replace(a_conversation(), active_leaf=MessageId("shown"))


async def test_one_sees_one_s_own_conversations_last_changed_first_page_by_page() -> None:
    house = House()
    await house.chat(by=EVE)
    made: list[ConversationId] = []
    for _ in range(3):
        house.clock.advance(timedelta(seconds=1))
        made.append(await house.chat())

    first = await house.use.list_conversations(by=ADA, cursor=None, limit=2)
    second = await house.use.list_conversations(by=ADA, cursor=first.next_cursor, limit=2)

    assert [each.conversation.id for each in first.items + second.items] == made[::-1]
    assert len(first.items) == 2
    assert second.next_cursor is None


async def test_an_answer_that_is_being_made_is_named_with_its_conversation() -> None:
    house = House()
    gate = asyncio.Event()
    house.model.scripts.append([*begun("a"), gate, *saying()[-3:]])
    quiet, busy = await house.chat(), await house.chat()
    sent = await house.use.send_message(busy, "hi", by=ADA)

    listed = await house.use.list_conversations(by=ADA, cursor=None, limit=9)
    read = await house.use.read_conversation(busy, by=ADA)
    renamed = await house.use.change_conversation(busy, by=ADA, title="Busy")
    gate.set()
    await house.jobs.all_done()

    running = {each.conversation.id: each.running for each in listed.items}
    assert running == {quiet: None, busy: sent.answer.message.generation}
    assert read.running == renamed.running == sent.answer.message.generation
    assert (await house.use.read_conversation(busy, by=ADA)).running is None


@pytest.mark.parametrize(
    ("messages", "running"),
    [([], None), (["shown", "late"], 0), (["early", "shown"], 1), (["early", "late"], 1)],
)
def test_of_many_answers_the_one_on_the_shown_branch_is_named_or_the_last(
    messages: list[str], running: int | None
) -> None:
    generations = [
        replace(a_generation(f"g{number}"), message=MessageId(message))
        for number, message in enumerate(messages)
    ]

    found = view(HERE, generations)

    assert found.conversation == HERE
    assert found.running == (None if running is None else f"g{running}")


def test_an_answer_elsewhere_is_not_named_here() -> None:
    elsewhere = replace(
        a_generation(), conversation=ConversationId("c2"), message=MessageId("shown")
    )
    here = replace(a_generation("g2"), message=MessageId("early"))

    assert view(HERE, [elsewhere]).running is None
    assert view(HERE, [here, elsewhere]).running == GenerationId("g2")


async def test_a_deleted_conversation_is_gone_with_its_messages() -> None:
    house = House()
    house.model.scripts.append(saying("a"))
    chat, other = await house.chat(), await house.chat()
    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()

    await house.use.delete_conversation(chat, by=ADA)

    listed = await house.use.list_conversations(by=ADA, cursor=None, limit=9)
    assert [each.conversation.id for each in listed.items] == [other]
    with pytest.raises(NotFound):
        await house.message(sent.message.message.id, chat)


async def test_a_stranger_deletes_nothing() -> None:
    house = House()
    chat = await house.chat()

    with pytest.raises(NotFound):
        await house.use.delete_conversation(chat, by=EVE)

    assert (await house.use.read_conversation(chat, by=ADA)).conversation.id == chat


async def test_deleting_a_conversation_stops_no_answer_elsewhere() -> None:
    house = House()
    gate = asyncio.Event()
    house.model.scripts.append([*begun("a"), gate, *saying()[-3:]])
    busy, other = await house.chat(), await house.chat()
    sent = await house.use.send_message(busy, "hi", by=ADA)
    await house.until(sent.answer.message.id, busy, "a")

    await house.use.delete_conversation(other, by=ADA)
    gate.set()
    await house.jobs.all_done()

    assert (await house.message(sent.answer.message.id, busy)).state == "complete"


async def test_a_change_is_dated_and_a_choice_of_model_is_not() -> None:
    house = House()
    chat = await house.chat()
    begun_at = house.clock()
    house.clock.advance(timedelta(hours=1))

    chosen = await house.use.change_conversation(chat, by=ADA, model="large")
    renamed = await house.use.change_conversation(chat, by=ADA, title="Late")

    assert chosen.conversation.updated_at == begun_at
    assert renamed.conversation.updated_at == house.clock()


async def test_turning_to_a_branch_is_dated() -> None:
    house = House()
    house.model.scripts += [saying("a"), saying("b")]
    chat = await house.chat()
    first = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()
    await house.use.send_message(chat, "edited", by=ADA)
    await house.jobs.all_done()
    house.clock.advance(timedelta(hours=1))

    turned = await house.use.change_conversation(chat, by=ADA, show=first.message.message.id)

    assert turned.conversation.updated_at == house.clock()
