import pytest

from domain.errors import Invalid, NotFound
from domain.ids import ConversationId, MessageId, ShareId
from tests.builders import a_conversation, a_message
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying


async def test_turning_to_another_branch_shows_its_newest_leaf() -> None:
    house = House()
    house.model.scripts += [saying("a"), saying("b"), saying("c")]
    chat = await house.chat()
    first = await house.use.send_message(chat, "first", by=ADA)
    await house.jobs.all_done()
    follow_up = await house.use.send_message(chat, "more", by=ADA, parent=first.answer.message.id)
    await house.jobs.all_done()
    await house.use.send_message(chat, "edited", by=ADA)
    await house.jobs.all_done()

    changed = await house.use.change_conversation(chat, by=ADA, show=first.message.message.id)

    assert changed.conversation.active_leaf == follow_up.answer.message.id
    window = await house.use.read_messages(chat, by=ADA, before=None, limit=9)
    assert [each.message.text for each in window.messages] == ["first", "a", "more", "b"]
    with pytest.raises(NotFound):
        await house.use.change_conversation(chat, by=ADA, show=MessageId("none"))


async def test_earlier_messages_come_by_windows() -> None:
    house = House()
    house.model.scripts += [saying("a"), saying("b")]
    chat = await house.chat()
    first = await house.use.send_message(chat, "first", by=ADA)
    await house.jobs.all_done()
    await house.use.send_message(chat, "more", by=ADA, parent=first.answer.message.id)
    await house.jobs.all_done()

    late = await house.use.read_messages(chat, by=ADA, before=None, limit=3)
    early = await house.use.read_messages(chat, by=ADA, before=late.messages[0].message.id, limit=3)

    assert [each.message.text for each in late.messages] == ["a", "more", "b"]
    assert late.has_more
    assert [each.message.text for each in early.messages] == ["first"]
    assert not early.has_more


async def test_a_window_before_the_first_message_is_empty() -> None:
    house = House()
    house.model.scripts.append(saying("a"))
    chat = await house.chat()
    first = await house.use.send_message(chat, "first", by=ADA)
    await house.jobs.all_done()

    window = await house.use.read_messages(chat, by=ADA, before=first.message.message.id, limit=9)

    assert (window.messages, window.has_more) == ((), False)


async def test_a_window_ends_before_the_message_that_is_named() -> None:
    house = House()
    house.model.scripts += [saying("a"), saying("b")]
    chat = await house.chat()
    first = await house.use.send_message(chat, "first", by=ADA)
    await house.jobs.all_done()
    last = await house.use.send_message(chat, "more", by=ADA, parent=first.answer.message.id)
    await house.jobs.all_done()

    window = await house.use.read_messages(chat, by=ADA, before=last.answer.message.id, limit=9)

    assert [each.message.text for each in window.messages] == ["first", "a", "more"]


async def test_an_empty_conversation_has_no_messages() -> None:
    house = House()
    chat = await house.chat()

    window = await house.use.read_messages(chat, by=ADA, before=None, limit=9)

    assert (window.messages, window.has_more) == ((), False)


async def test_a_title_and_a_model_can_be_chosen() -> None:
    house = House()
    chat = await house.chat()

    changed = await house.use.change_conversation(chat, by=ADA, title=" A  b ", model="large")

    assert (changed.conversation.title, changed.conversation.model) == ("A b", "large")
    with pytest.raises(NotFound):
        await house.use.change_conversation(chat, by=ADA, model="none")
    with pytest.raises(Invalid):
        await house.use.change_conversation(chat, by=ADA, title=" ")
    with pytest.raises(NotFound):
        await house.use.change_conversation(chat, by=EVE, title="mine")


async def test_a_model_that_is_not_on_offer_starts_nothing() -> None:
    house = House()

    with pytest.raises(NotFound):
        await house.use.start_conversation(model="none", by=ADA)


async def test_a_model_that_does_not_chat_is_refused_wherever_it_is_chosen() -> None:
    house = House()
    house.model.scripts.append(saying("x"))
    chat = await house.chat()
    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()

    answer = sent.answer.message.id
    with pytest.raises(Invalid, match="is for embeddings, not for chat"):
        await house.use.start_conversation(model="vectors", by=ADA)
    with pytest.raises(Invalid, match="is for embeddings, not for chat"):
        await house.use.change_conversation(chat, by=ADA, model="vectors")
    with pytest.raises(Invalid, match="is for embeddings, not for chat"):
        await house.use.send_message(chat, "hi", by=ADA, model="vectors")
    with pytest.raises(Invalid, match="is for embeddings, not for chat"):
        await house.use.regenerate_answer(chat, answer, by=ADA, model="vectors")


async def test_links_to_a_chat_lead_nowhere_once_it_is_deleted() -> None:
    house = House()
    ada = await house.use.register_user("ada@x.org", "correct horse", name="Ada")
    links: dict[str, ShareId] = {}
    for chat in ("kept", "deleted"):
        await house.conversations.add(a_conversation(chat, owner=ada.id))
        await house.messages.add(a_message(f"m-{chat}", conversation=chat))
        link = await house.own.use.share_branch(
            ConversationId(chat), leaf=None, lasting=None, named=False, by=ada.id
        )
        links[chat] = link.id

    await house.use.delete_conversation(ConversationId("deleted"), by=ada.id)

    listed = await house.own.use.list_links(by=ada.id)
    assert [each.id for each in listed] == [links["kept"]]
    with pytest.raises(NotFound):
        await house.own.use.read_shared(links["deleted"], after=None, limit=1)
    for chat, copies in (("kept", 1), ("deleted", 0)):
        left = await house.own.messages.tree(ConversationId(links[chat]))
        assert len(left.all()) == copies
