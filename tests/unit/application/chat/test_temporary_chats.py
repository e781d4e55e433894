import asyncio
from datetime import timedelta

import pytest

from domain.conversations.conversation import Arrangement
from domain.conversations.retention import Retention
from domain.errors import Invalid
from domain.ids import ConversationId
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import begun, saying

DAY = timedelta(days=1)
KEPT = Arrangement(keep=True)


async def talk(house: House, text: str = "Where to?", *, temporary: bool = False) -> ConversationId:
    house.model.scripts.append(saying("To Lisbon."))
    view = await house.use.start_conversation(model="large", temporary=temporary, by=ADA)
    await house.use.send_message(view.conversation.id, text, by=ADA)
    await house.jobs.all_done()
    return view.conversation.id


async def is_there(house: House, chat: ConversationId) -> bool:
    return bool(await house.conversations.several([chat], owner=ADA))


async def found(house: House, words: str) -> list[ConversationId]:
    return [each.conversation.id for each in await house.use.search_conversations(words, by=ADA)]


async def listed(house: House) -> list[ConversationId]:
    page = await house.use.list_conversations(by=ADA, cursor=None, limit=9)
    return [each.conversation.id for each in page.items]


async def test_a_temporary_chat_is_in_no_list_and_no_search_and_costs_no_title() -> None:
    house = House(titles="small")

    chat = await talk(house, temporary=True)

    assert await listed(house) == []
    assert await found(house, "lisbon") == []
    assert await found(house, "where") == []
    assert len(house.model.prompts) == 1
    assert (await house.use.read_conversation(chat, by=ADA)).conversation.temporary


async def test_a_temporary_chat_that_is_kept_is_one_like_the_others() -> None:
    house = House()
    chat = await talk(house, temporary=True)

    kept = await house.use.change_conversation(chat, by=ADA, arrangement=KEPT)
    house.clock.advance(2 * DAY)

    assert not kept.conversation.temporary
    assert await house.use.retention.delete_due() == 0
    assert await listed(house) == [chat]
    assert await found(house, "lisbon") == [chat]
    assert await found(house, "where") == [chat]


async def test_what_is_pinned_is_temporary_no_more() -> None:
    house = House()
    chat = await talk(house, temporary=True)

    await house.use.change_conversation(chat, by=ADA, arrangement=Arrangement(pinned=True))

    assert not (await house.use.read_conversation(chat, by=ADA)).conversation.temporary
    assert await found(house, "lisbon") == [chat]


async def test_an_answer_that_ends_after_its_chat_was_kept_is_found() -> None:
    house = House()
    gate = asyncio.Event()
    house.model.scripts.append([*begun("To Lisbon."), gate, *saying()[-3:]])
    view = await house.use.start_conversation(model="large", temporary=True, by=ADA)
    chat = view.conversation.id
    sent = await house.use.send_message(chat, "Where to?", by=ADA)
    await house.until(sent.answer.message.id, chat, "To Lisbon.")

    await house.use.change_conversation(chat, by=ADA, arrangement=KEPT)
    gate.set()
    await house.jobs.all_done()

    assert await found(house, "lisbon") == [chat]


async def test_a_copy_of_a_temporary_chat_is_temporary_too() -> None:
    house = House()
    chat = await talk(house, temporary=True)

    copy = (await house.use.duplicate_conversation(chat, by=ADA)).conversation

    assert copy.temporary
    assert await found(house, "lisbon") == []


async def test_a_temporary_chat_goes_with_all_it_holds_a_day_after_its_last_message() -> None:
    house = House()
    chat = await talk(house, temporary=True)
    other = await talk(house)
    house.clock.advance(DAY)
    early = await house.use.retention.delete_due()
    house.clock.advance(timedelta(seconds=1))

    assert (early, await house.use.retention.delete_due()) == (0, 1)
    assert not await is_there(house, chat)
    assert (await house.messages.tree(chat)).all() == ()
    assert await is_there(house, other)


async def test_the_operator_s_rule_ends_chats_that_are_not_pinned() -> None:
    house = House(retention=Retention(days=30))
    old, pinned = await talk(house), await talk(house)
    await house.use.change_conversation(pinned, by=ADA, arrangement=Arrangement(pinned=True))
    house.clock.advance(20 * DAY)
    young = await talk(house)
    house.clock.advance(11 * DAY)

    assert await house.use.retention.delete_due() == 1
    assert [await is_there(house, each) for each in (old, pinned, young)] == [False, True, True]
    assert await found(house, "lisbon") == [young, pinned]


async def test_a_person_s_own_choice_ends_theirs_alone() -> None:
    house = House(retention=Retention(days=30))
    mine = await talk(house)
    hers = await house.chat(by=EVE)
    chosen = await house.use.retention.choose(7, by=ADA)
    house.clock.advance(8 * DAY)

    assert chosen.holds.days == 7
    assert await house.use.retention.delete_due() == 1
    assert not await is_there(house, mine)
    assert (await house.use.read_conversation(hers, by=EVE)).conversation.id == hers


async def test_a_choice_is_taken_back_and_never_longer_than_the_rule() -> None:
    house = House(retention=Retention(days=30))
    await house.use.retention.choose(7, by=ADA)

    with pytest.raises(Invalid, match="at most 30 days"):
        await house.use.retention.choose(31, by=ADA)
    back = await house.use.retention.choose(None, by=ADA)

    assert (back.chosen, back.holds.days) == (None, 30)


async def test_a_chat_that_is_being_answered_stays() -> None:
    house = House()
    gate = asyncio.Event()
    house.model.scripts.append([*begun("To Lisbon."), gate, *saying()[-3:]])
    view = await house.use.start_conversation(model="large", temporary=True, by=ADA)
    await house.use.send_message(view.conversation.id, "Where to?", by=ADA)
    house.clock.advance(2 * DAY)

    during = await house.use.retention.delete_due()
    gate.set()
    await house.jobs.all_done()

    assert (during, await house.use.retention.delete_due()) == (0, 1)


async def test_more_than_fit_at_once_all_go() -> None:
    house = House()
    for _ in range(101):
        await house.use.start_conversation(model=None, temporary=True, by=ADA)
    house.clock.advance(2 * DAY)

    assert await house.use.retention.delete_due() == 101
