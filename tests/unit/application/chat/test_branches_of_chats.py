import asyncio
from dataclasses import replace

import pytest
from typing_extensions import override

from application.chat.send_message import Sent
from domain.conversations.conversation import Arrangement
from domain.conversations.copies import ForkScope
from domain.conversations.message import Message
from domain.errors import NotFound
from domain.ids import ConversationId, MessageId
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.messages_of import MessagesOf
from tests.unit.application.chat.scripted_model import begun, saying

WORK = Arrangement(tags=["work"])


async def said(house: House, chat: ConversationId, text: str, after: Sent | None = None) -> Sent:
    house.model.scripts.append(saying(f"on {text}"))
    parent = None if after is None else after.answer.message.id
    sent = await house.use.send_message(chat, text, by=ADA, parent=parent)
    await house.jobs.all_done()
    return sent


async def texts(house: House, chat: ConversationId) -> list[str]:
    window = await house.use.read_messages(chat, by=ADA, before=None, limit=99)
    return [each.message.text for each in window.messages]


async def size(house: House, chat: ConversationId) -> int:
    return len((await house.messages.tree(chat)).all())


@pytest.mark.parametrize(("scope", "messages"), [("thread", 2), ("branches", 4), ("level", 4)])
async def test_a_fork_goes_on_from_its_message_and_leaves_the_old_one_alone(
    scope: ForkScope, messages: int
) -> None:
    house = House()
    chat = await house.chat(model="large")
    first = await said(house, chat, "first")
    await said(house, chat, "second", first)
    await said(house, chat, "edited")
    await house.use.change_conversation(chat, by=ADA, title="Plans", arrangement=WORK)

    fork = await house.use.fork_conversation(chat, first.answer.message.id, by=ADA, scope=scope)

    assert await texts(house, fork.conversation.id) == ["first", "on first"]
    assert await size(house, fork.conversation.id) == messages
    assert (fork.conversation.title, fork.conversation.tags) == ("Plans", ("work",))
    assert fork.conversation.model == "large"
    assert await texts(house, chat) == ["edited", "on edited"]
    assert await size(house, chat) == 6


async def test_a_duplicate_has_all_branches_and_shows_the_same() -> None:
    house = House()
    chat = await house.chat()
    first = await said(house, chat, "first")
    await said(house, chat, "edited")
    await house.use.change_conversation(chat, by=ADA, show=first.answer.message.id, title="t" * 200)
    await house.use.change_conversation(chat, by=ADA, arrangement=Arrangement(pinned=True))

    copy = (await house.use.duplicate_conversation(chat, by=ADA)).conversation

    assert await texts(house, copy.id) == ["first", "on first"]
    assert await size(house, copy.id) == 4
    assert copy.title == "t" * 193 + " (copy)"
    assert copy.shelf == "open"


@pytest.mark.exhaustive
async def test_a_duplicate_of_many_messages_keeps_the_order_of_siblings() -> None:
    house = House()
    chat = await house.chat()
    sent = [await said(house, chat, f"{number}") for number in range(250)]

    copy = (await house.use.duplicate_conversation(chat, by=ADA)).conversation

    tree = await house.messages.tree(copy.id)
    roots = await house.messages.several(tree.siblings(tree.all()[0]), conversation=copy.id)
    assert [each.text for each in roots] == [f"{number}" for number in range(len(sent))]


async def test_an_empty_conversation_can_be_duplicated() -> None:
    house = House()

    copy = await house.use.duplicate_conversation(await house.chat(), by=ADA)

    assert copy.conversation.active_leaf is None
    assert await texts(house, copy.conversation.id) == []


async def test_a_copy_of_what_is_deleted_meanwhile_leaves_nothing_behind() -> None:
    house = House()
    chat = await house.chat()
    first = await said(house, chat, "first")
    conversation = await house.conversations.get(chat, owner=ADA)
    wanted = (await house.messages.tree(chat)).all()
    await house.messages.delete([first.answer.message.id], conversation=chat)
    copy = house.use.duplicate_conversation.copy

    with pytest.raises(NotFound, match="deleted meanwhile"):
        await copy(conversation, wanted, leaf=None, title="t")

    listed = await house.use.list_conversations(by=ADA, cursor=None, limit=9)
    assert [each.conversation.id for each in listed.items] == [chat]


async def test_a_branch_goes_with_all_that_follows_and_the_reader_lands_beside_it() -> None:
    house = House()
    chat = await house.chat()
    first = await said(house, chat, "first")
    edited = await said(house, chat, "edited")
    await said(house, chat, "more", edited)

    changed = await house.use.delete_branch(chat, edited.message.message.id, by=ADA)

    assert changed.conversation.active_leaf == first.answer.message.id
    assert await texts(house, chat) == ["first", "on first"]
    assert await size(house, chat) == 2


async def test_a_reader_elsewhere_stays_there_when_a_branch_goes() -> None:
    house = House()
    chat = await house.chat()
    first = await said(house, chat, "first")
    edited = await said(house, chat, "edited")
    before = await house.conversations.get(chat, owner=ADA)

    changed = await house.use.delete_branch(chat, first.message.message.id, by=ADA)

    assert changed.conversation == before
    assert changed.conversation.active_leaf == edited.answer.message.id


async def test_with_its_only_beginning_a_conversation_becomes_empty_and_can_begin_again() -> None:
    house = House()
    chat = await house.chat()
    first = await said(house, chat, "first")

    changed = await house.use.delete_branch(chat, first.message.message.id, by=ADA)
    await said(house, chat, "again")

    assert changed.conversation.active_leaf is None
    assert await texts(house, chat) == ["again", "on again"]


async def test_an_answer_that_is_being_made_in_a_branch_is_stopped_with_it() -> None:
    house = House()
    chat = await house.chat()
    first = await said(house, chat, "first")
    gate = asyncio.Event()
    house.model.scripts.append([*begun("a"), gate])
    sent = await house.use.send_message(chat, "more", by=ADA, parent=first.answer.message.id)
    await house.until(sent.answer.message.id, chat, "a")

    await house.use.delete_branch(chat, sent.message.message.id, by=ADA)
    await house.jobs.all_done()

    assert await texts(house, chat) == ["first", "on first"]
    assert (await house.use.read_conversation(chat, by=ADA)).running is None


class LosesTheParent(MessagesOf):
    """What was said is stored while somebody deletes what it answers."""

    @override
    async def add(self, message: Message) -> None:
        await self.kept.add(message)
        if message.text == "more":
            assert message.parent is not None
            await self.kept.delete([message.parent], conversation=message.conversation)


async def test_nothing_is_said_to_a_message_that_is_deleted_at_that_moment() -> None:
    house = House(messages=LosesTheParent())
    chat = await house.chat()
    first = await said(house, chat, "first")

    with pytest.raises(NotFound):
        await house.use.send_message(chat, "more", by=ADA, parent=first.answer.message.id)

    assert await texts(house, chat) == ["first"]
    assert (await house.messages.tree(chat)).strays() == ()


async def test_branches_of_strangers_are_not_there() -> None:
    house = House()
    chat = await house.chat()
    first = (await said(house, chat, "first")).message.message.id

    with pytest.raises(NotFound):
        await house.use.fork_conversation(chat, first, by=EVE, scope="thread")
    with pytest.raises(NotFound):
        await house.use.duplicate_conversation(chat, by=EVE)
    with pytest.raises(NotFound):
        await house.use.delete_branch(chat, first, by=EVE)
    with pytest.raises(NotFound):
        await house.use.fork_conversation(chat, MessageId("none"), by=ADA, scope="thread")
    with pytest.raises(NotFound):
        await house.use.delete_branch(chat, MessageId("none"), by=ADA)


async def test_shelves_and_tags_change_without_moving_a_conversation() -> None:
    house = House()
    chat = await house.chat()
    before = (await house.use.read_conversation(chat, by=ADA)).conversation

    pinned = await house.use.change_conversation(
        chat, by=ADA, arrangement=replace(WORK, pinned=True)
    )
    listed = await house.use.list_conversations(
        by=ADA, shelf="pinned", tag="work", cursor=None, limit=9
    )
    archived = await house.use.change_conversation(
        chat, by=ADA, arrangement=Arrangement(archived=True)
    )

    assert pinned.conversation.updated_at == before.updated_at
    assert [each.conversation.id for each in listed.items] == [chat]
    assert archived.conversation.shelf == "archived"
    assert archived.conversation.tags == ("work",)
