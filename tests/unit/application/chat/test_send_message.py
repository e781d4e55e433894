"""REL-16: what is said is stored once, however often it is sent."""

import asyncio

import pytest

from domain.errors import Conflict, Invalid, NotFound
from domain.llm.prompt import Text
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import begun, saying


async def test_the_first_message_names_the_conversation_and_is_shown() -> None:
    house = House()
    house.model.scripts.append(saying("yes"))
    chat = await house.chat()

    sent = await house.use.send_message(chat, "Is it so?", by=ADA, model="large")

    found = (await house.use.read_conversation(chat, by=ADA)).conversation
    assert (found.title, found.model) == ("Is it so?", "large")
    assert found.active_leaf == sent.answer.message.id
    assert sent.answer.message.parent == sent.message.message.id
    assert (await house.message(sent.message.message.id, chat)).text == "Is it so?"
    await house.jobs.all_done()


async def test_a_later_message_does_not_rename_and_carries_the_thread() -> None:
    house = House()
    house.model.scripts += [saying("one"), saying("two")]
    chat = await house.chat()
    first = await house.use.send_message(chat, "first", by=ADA)
    await house.jobs.all_done()

    await house.use.send_message(chat, "second", by=ADA, parent=first.answer.message.id)
    await house.jobs.all_done()

    assert (await house.use.read_conversation(chat, by=ADA)).conversation.title == "first"
    said = [(turn.role, turn.parts) for turn in house.model.prompts[1].turns]
    assert said == [
        ("user", (Text(text="first"),)),
        ("assistant", (Text(text="one"),)),
        ("user", (Text(text="second"),)),
    ]


async def test_a_repeat_finds_the_same_message_and_starts_nothing() -> None:
    house = House()
    house.model.scripts.append(saying("yes"))
    chat = await house.chat()
    first = await house.use.send_message(chat, "hi", by=ADA, key="k")
    await house.jobs.all_done()

    again = await house.use.send_message(chat, "hi", by=ADA, key="k")

    assert again.message == first.message
    assert again.answer.message.id == first.answer.message.id
    assert again.answer.message.state == "complete"
    assert len(house.model.prompts) == 1


async def test_a_key_serves_for_one_message_only() -> None:
    house = House()
    house.model.scripts.append(saying("yes"))
    chat = await house.chat()
    await house.use.send_message(chat, "hi", by=ADA, key="k")

    with pytest.raises(Conflict, match="another message"):
        await house.use.send_message(chat, "other", by=ADA, key="k")
    with pytest.raises(Conflict, match="another message"):
        await house.use.send_message(chat, "hi", by=ADA, model="large", key="k")
    await house.jobs.all_done()


async def test_a_repeat_that_names_the_model_of_the_first_is_a_repeat() -> None:
    house = House()
    house.model.scripts.append(saying("yes"))
    chat = await house.chat()
    first = await house.use.send_message(chat, "hi", by=ADA, model="large", key="k")
    await house.jobs.all_done()

    again = await house.use.send_message(chat, "hi", by=ADA, model="large", key="k")

    assert again.answer.message.id == first.answer.message.id


async def test_many_at_once_with_one_key_start_one_answer() -> None:
    house = House()
    house.model.scripts.append(saying("yes"))
    chat = await house.chat()

    results = await asyncio.gather(
        *(house.use.send_message(chat, "hi", by=ADA, key="k") for _ in range(20)),
        return_exceptions=True,
    )
    await house.jobs.all_done()

    assert all(
        not isinstance(each, BaseException | None) or isinstance(each, Conflict) for each in results
    )
    assert len(house.model.prompts) == 1


async def test_the_same_key_in_another_conversation_is_another_message() -> None:
    house = House()
    house.model.scripts += [saying("a"), saying("b")]

    one, two = await house.chat(), await house.chat()
    first = await house.use.send_message(one, "hi", by=ADA, key="k")
    second = await house.use.send_message(two, "hi", by=ADA, key="k")
    await house.jobs.all_done()

    assert first.message.message.id != second.message.message.id
    assert len(house.model.prompts) == 2


async def test_a_repeat_goes_on_where_a_crash_left_off() -> None:
    house = House()
    house.model.scripts += [saying("a"), saying("b")]
    chat = await house.chat()
    lost = await house.use.send_message(chat, "hi", by=ADA, key="k")
    await house.jobs.all_done()
    question = lost.message.message
    await house.messages.delete_all(chat)
    await house.messages.add(question)

    again = await house.use.send_message(chat, "hi", by=ADA, key="k")
    await house.jobs.all_done()

    assert again.message.message == question
    assert (await house.message(again.answer.message.id, chat)).text == "b"


async def test_edits_are_siblings_in_the_order_of_their_making() -> None:
    house = House()
    chat = await house.chat()
    made = list[str]()
    for number in range(5):
        house.model.scripts.append(saying("x"))
        sent = await house.use.send_message(chat, f"edit {number}", by=ADA, key=f"k{number}")
        await house.jobs.all_done()
        made.append(sent.message.message.id)

    window = await house.use.read_messages(chat, by=ADA, before=None, limit=9)

    assert window.messages[0].siblings == tuple(made)
    assert window.messages[0].message.text == "edit 4"


@pytest.mark.parametrize("text", ["", " \n", "x" * 400_001])
async def test_a_text_that_cannot_be_is_refused(text: str) -> None:
    house = House()
    chat = await house.chat()

    with pytest.raises(Invalid):
        await house.use.send_message(chat, text, by=ADA)


async def test_a_stranger_and_an_unknown_model_and_a_foreign_parent_are_not_found() -> None:
    house = House()
    house.model.scripts.append(saying("x"))
    chat, other = await house.chat(), await house.chat()
    elsewhere = await house.use.send_message(other, "hi", by=ADA)
    await house.jobs.all_done()

    with pytest.raises(NotFound):
        await house.use.send_message(chat, "hi", by=EVE)
    with pytest.raises(NotFound):
        await house.use.send_message(chat, "hi", by=ADA, model="none")
    with pytest.raises(NotFound):
        await house.use.send_message(chat, "hi", by=ADA, parent=elsewhere.answer.message.id)
    assert (await house.messages.tree(chat)).ending_with("") is None


async def test_nobody_answers_an_answer_that_is_still_being_written() -> None:
    house = House()
    house.model.scripts.append([*begun("a"), asyncio.Event()])
    chat = await house.chat()
    sent = await house.use.send_message(chat, "hi", by=ADA)

    with pytest.raises(Conflict, match="still being written"):
        await house.use.send_message(chat, "more", by=ADA, parent=sent.answer.message.id)
    with pytest.raises(Conflict, match="still being written"):
        await house.use.regenerate_answer(chat, sent.answer.message.id, by=ADA)
    await house.jobs.drain(_at_once)


async def test_regenerating_makes_a_sibling_of_the_answer() -> None:
    house = House()
    house.model.scripts += [saying("one"), saying("two")]
    chat = await house.chat()
    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()

    again = await house.use.regenerate_answer(chat, sent.answer.message.id, by=ADA, model="large")
    await house.jobs.all_done()

    assert again.siblings == (sent.answer.message.id, again.message.id)
    assert (await house.message(again.message.id, chat)).text == "two"
    with pytest.raises(Invalid):
        await house.use.regenerate_answer(chat, sent.message.message.id, by=ADA)


async def _at_once() -> None:
    return
