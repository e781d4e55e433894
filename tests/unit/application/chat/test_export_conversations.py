import pytest

from domain.conversations.conversation import Arrangement
from domain.errors import NotFound
from domain.ids import ConversationId
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying


async def asked(house: House, *texts: str) -> ConversationId:
    """Each text is another beginning of the same chat."""
    chat = await house.chat()
    for text in texts:
        house.model.scripts.append(saying(f"on {text}"))
        await house.use.send_message(chat, text, by=ADA)
        await house.jobs.all_done()
    return chat


async def test_the_whole_has_every_branch_and_what_is_shown_has_one() -> None:
    house = House()
    chat = await asked(house, "first", "edited")

    whole = await house.use.export_conversations.whole(chat, by=ADA)
    shown = await house.use.export_conversations.shown(chat, by=ADA)

    assert [each.text for each in whole.messages] == ["first", "on first", "edited", "on edited"]
    assert [each.text for each in shown.messages] == ["edited", "on edited"]


@pytest.mark.exhaustive
async def test_many_messages_are_all_exported() -> None:
    house = House()
    chat = await asked(house, *(f"{number}" for number in range(120)))

    whole = await house.use.export_conversations.whole(chat, by=ADA)

    assert len({each.id for each in whole.messages}) == 240


async def test_everything_is_every_chat_of_every_shelf_of_one_person() -> None:
    house = House()
    chats = [await house.chat() for _ in range(103)]
    await house.chat(by=EVE)
    await house.use.change_conversation(chats[0], by=ADA, arrangement=Arrangement(pinned=True))
    await house.use.change_conversation(chats[1], by=ADA, arrangement=Arrangement(archived=True))

    found = [each.conversation.id async for each in house.use.export_conversations.all(by=ADA)]

    assert sorted(found) == sorted(chats)


async def test_what_is_deleted_meanwhile_is_left_out() -> None:
    house = House()
    chats = [await house.chat() for _ in range(3)]
    found: list[ConversationId] = []
    async for each in house.use.export_conversations.all(by=ADA):
        found.append(each.conversation.id)
        await house.use.delete_conversation(chats[1], by=ADA) if len(found) == 1 else None

    assert found == [chats[2], chats[0]]


async def test_a_strangers_chat_and_an_empty_one() -> None:
    house = House()
    chat = await house.chat()

    with pytest.raises(NotFound):
        await house.use.export_conversations.whole(chat, by=EVE)
    with pytest.raises(NotFound):
        await house.use.export_conversations.shown(chat, by=EVE)
    assert (await house.use.export_conversations.shown(chat, by=ADA)).messages == []
