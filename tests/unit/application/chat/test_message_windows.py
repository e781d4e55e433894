from dataclasses import replace

import pytest

from application.chat.read_messages import WINDOW_BYTES, MessageWindow
from domain.errors import Invalid, NotFound
from domain.ids import ConversationId, MessageId
from domain.llm.prompt import Text, Thinking, ToolCall
from tests.builders import a_message
from tests.unit.application.chat.chat_house import ADA, House


async def a_thread(
    house: House, length: int, *, texts: dict[int, str] | None = None
) -> ConversationId:
    """Messages m000, m001 … one below the other."""
    chat = await house.chat()
    for number in range(length):
        text = (texts or {}).get(number, f"text {number}")
        parent = f"m{number - 1:03}" if number else None
        message = a_message(f"m{number:03}", parent=parent, conversation=chat)
        await house.messages.add(replace(message, parts=(Text(text=text),)))
    conversation = await house.conversations.get(chat, owner=ADA)
    leaf = MessageId(f"m{length - 1:03}")
    await house.conversations.save(replace(conversation, active_leaf=leaf))
    return chat


def seen(window: MessageWindow) -> tuple[str, str, bool, bool]:
    """The first and the last message, and whether there are more at each end."""
    ids = [each.message.id for each in window.messages]
    return ids[0], ids[-1], window.has_more, window.has_newer


async def test_windows_lie_before_after_and_around_a_message() -> None:
    house = House()
    chat = await a_thread(house, 20)

    async def read(**at: MessageId) -> tuple[str, str, bool, bool]:
        return seen(await house.use.read_messages(chat, by=ADA, limit=6, **at))

    assert await read() == ("m014", "m019", True, False)
    assert await read(before=MessageId("m014")) == ("m008", "m013", True, True)
    assert await read(before=MessageId("m004")) == ("m000", "m003", False, True)
    assert await read(after=MessageId("m004")) == ("m005", "m010", True, True)
    assert await read(after=MessageId("m016")) == ("m017", "m019", True, False)
    assert await read(around=MessageId("m010")) == ("m007", "m012", True, True)
    assert await read(around=MessageId("m001")) == ("m000", "m005", False, True)
    assert await read(around=MessageId("m019")) == ("m014", "m019", True, False)


@pytest.mark.parametrize("at", ["before", "after", "around"])
@pytest.mark.parametrize("name", ["", "nothing"])
async def test_a_window_at_no_message_is_not_found(at: str, name: str) -> None:
    house = House()
    chat = await house.chat()

    with pytest.raises(NotFound):
        await house.use.read_messages(chat, by=ADA, limit=6, **{at: MessageId(name)})


async def test_a_message_on_another_branch_is_shown_on_the_newest_one_through_it() -> None:
    house = House()
    chat = await a_thread(house, 4)
    for name, parent in (("x1", "m000"), ("x2", "x1"), ("x3", "x1")):
        await house.messages.add(a_message(name, parent=parent, conversation=chat))

    window = await house.use.read_messages(chat, by=ADA, around=MessageId("x1"), limit=9)

    assert [each.message.id for each in window.messages] == ["m000", "x1", "x3"]
    assert (window.has_more, window.has_newer, window.is_shown) == (False, False, False)
    assert (await house.use.read_messages(chat, by=ADA, limit=9)).is_shown


async def test_a_window_of_long_texts_has_fewer_of_them() -> None:
    house = House()
    half, much = "ж" * (WINDOW_BYTES // 4 + 1), "x" * (2 * WINDOW_BYTES)
    chat = await a_thread(house, 10, texts={2: much, 4: half, 5: half, 6: half, 9: half})

    async def read(**at: MessageId) -> tuple[str, str, bool, bool]:
        return seen(await house.use.read_messages(chat, by=ADA, limit=8, **at))

    assert await read() == ("m007", "m009", True, False)
    assert await read(before=MessageId("m007")) == ("m006", "m006", True, True)
    assert await read(after=MessageId("m002")) == ("m003", "m004", True, True)
    assert await read(around=MessageId("m002")) == ("m002", "m002", True, True)
    assert await read(around=MessageId("m003")) == ("m003", "m004", True, True)


async def test_thoughts_and_what_tools_were_told_count_too() -> None:
    house = House()
    chat = await a_thread(house, 1)
    call = ToolCall(id="t", name="sum", arguments="x" * WINDOW_BYTES)
    thought = Thinking(text="x" * WINDOW_BYTES)
    await house.messages.add(a_message("m001", parent="m000", conversation=chat, parts=(call,)))
    await house.messages.add(a_message("m002", parent="m001", conversation=chat, parts=(thought,)))

    window = await house.use.read_messages(chat, by=ADA, around=MessageId("m002"), limit=9)

    assert seen(window) == ("m002", "m002", True, False)


async def test_two_places_at_once_and_unknown_ones_are_refused() -> None:
    house = House()
    chat = await a_thread(house, 2)
    here = MessageId("m000")

    with pytest.raises(Invalid):
        await house.use.read_messages(chat, by=ADA, before=here, around=here, limit=9)
    with pytest.raises(NotFound):
        await house.use.read_messages(chat, by=ADA, around=MessageId("nope"), limit=9)


async def test_an_empty_conversation_is_an_empty_window() -> None:
    house = House()

    window = await house.use.read_messages(await house.chat(), by=ADA, limit=9)

    assert window == MessageWindow(messages=(), has_more=False)
