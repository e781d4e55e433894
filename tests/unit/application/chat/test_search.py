import asyncio
from datetime import timedelta

from adapters.outbound.memory.messages import MemoryMessages
from domain.ids import ConversationId
from domain.search.excerpt import Excerpt
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import begun, saying

DAY = timedelta(days=1)


async def talk(house: House, text: str, *, answer: str = "Fine.") -> ConversationId:
    house.model.scripts.append(saying(answer))
    chat = await house.chat()
    await house.use.send_message(chat, text, by=ADA)
    await house.jobs.all_done()
    return chat


async def hits(house: House, text: str) -> dict[ConversationId, list[str]]:
    """The words of each hit, by conversation in the order shown."""
    found = await house.use.search_conversations(text, by=ADA)
    return {each.conversation.id: [hit.message.text for hit in each.hits] for each in found}


def shown(found: Excerpt) -> str:
    return "".join(f"[{each.text}]" if each.marked else each.text for each in found.pieces)


async def test_what_was_asked_and_answered_is_found_with_the_words_marked() -> None:
    house = House()
    chat = await talk(house, "Where is Belém?", answer="Belém is in Lisbon.")

    found = await house.use.search_conversations("belem", by=ADA)

    assert [each.conversation.id for each in found] == [chat]
    assert sorted(shown(hit.excerpt) for hit in found[0].hits) == [
        "Where is [Belém]?",
        "[Belém] is in Lisbon.",
    ]
    assert shown(found[0].title) == "Where is [Belém]?"
    assert await house.use.search_conversations("belem", by=EVE) == []


async def test_an_answer_is_found_once_it_has_ended() -> None:
    house = House()
    gate = asyncio.Event()
    house.model.scripts.append([*begun("A tram to "), gate, *saying("Belem")[-3:]])
    chat = await house.chat()
    sent = await house.use.send_message(chat, "How?", by=ADA)
    await house.until(sent.answer.message.id, chat, "A tram to ")
    before = await hits(house, "tram")
    gate.set()
    await house.jobs.all_done()

    assert before == {}
    assert list(await hits(house, "tram")) == [chat]


async def test_a_new_name_is_found_and_the_old_one_is_not() -> None:
    house = House()
    chat = await talk(house, "One.")
    await house.use.change_conversation(chat, by=ADA, title="Porto and wine")
    assert await hits(house, "porto") == {chat: []}

    await house.use.change_conversation(chat, by=ADA, title="Lisbon")

    assert await hits(house, "porto") == {}
    assert await hits(house, "lisbon") == {chat: []}


async def test_a_title_then_a_phrase_then_the_younger_come_first() -> None:
    house = House()
    apart = await talk(house, "A tram, rather old, it is.")
    phrase = await talk(house, "It is an old tram, I think so.")
    house.clock.advance(20 * DAY)
    young = await talk(house, "Is the tram as old as I am?")
    named = await talk(house, "Something else.")
    await house.use.change_conversation(named, by=ADA, title="Old tram")
    for chat in (apart, phrase, young):
        await house.use.change_conversation(chat, by=ADA, title="x")

    assert list(await hits(house, "old tram")) == [named, phrase, young, apart]


async def test_what_is_deleted_is_not_found() -> None:
    house = House()
    kept, gone = await talk(house, "A tram."), await talk(house, "Two trams.")
    await house.use.delete_conversation(gone, by=ADA)
    assert list(await hits(house, "tram")) == [kept]

    first = (await house.use.read_messages(kept, by=ADA, before=None, limit=9)).messages[0]
    await house.use.change_conversation(kept, by=ADA, title="x")
    await house.use.delete_branch(kept, first.message.id, by=ADA)

    assert await hits(house, "tram") == {}


async def test_a_place_whose_text_is_gone_is_not_shown() -> None:
    plain = MemoryMessages()
    house = House(messages=plain)
    chat = await talk(house, "A tram.")
    await house.use.change_conversation(chat, by=ADA, title="x")

    await plain.delete_all(chat)

    assert await hits(house, "tram") == {}


async def test_words_far_apart_in_a_long_message_are_found() -> None:
    house = House()
    chat = await talk(house, f"tram {'word ' * 5_000}Lisbon")

    assert list(await hits(house, "tram lisbon")) == [chat]


async def test_copies_are_found_beside_their_originals() -> None:
    house = House()
    chat = await talk(house, "A tram.")

    copy = (await house.use.duplicate_conversation(chat, by=ADA)).conversation.id

    assert set(await hits(house, "tram")) == {chat, copy}
    assert await hits(house, "copy") == {copy: []}
