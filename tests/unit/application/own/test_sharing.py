from dataclasses import replace
from datetime import timedelta

import pytest

from domain.conversations.message import AnswerCost
from domain.conversations.sharing import public
from domain.errors import Invalid, NotFound
from domain.ids import ConversationId, MessageId, ShareId
from domain.llm.prompt import Text, Thinking, ToolCall
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from tests.builders import ADA, EVE, NOON, a_conversation, a_message, a_user
from tests.clock import FakeClock
from tests.own import OwnDesk

CHAT = ConversationId("c1")
DAY = timedelta(days=1)


async def a_desk(length: int = 3) -> OwnDesk:
    """Ada's chat: a line of messages, and a sibling of its last one."""
    desk = OwnDesk()
    await desk.users.add(a_user())
    await desk.conversations.add(a_conversation())
    for n in range(1, length + 1):
        parent = f"m{n - 1}" if n > 1 else None
        said = (Thinking(text="secret thought"), Text(text=f"word {n}"))
        await desk.messages.add(a_message(f"m{n}", parent=parent, parts=said))
    await desk.messages.add(
        a_message("n", parent=f"m{length - 1}", parts=(Text(text="another version"),))
    )
    return desk


async def test_a_link_shows_one_branch_as_it_was_and_nothing_that_is_private() -> None:
    desk = await a_desk()
    link = await desk.use.share_branch(
        CHAT, leaf=MessageId("m3"), lasting=None, named=False, by=ADA
    )
    await desk.messages.add(a_message("m4", parent="m3", parts=(Text(text="said later"),)))

    page = await desk.use.read_shared(link.id, after=None, limit=10)

    assert [each.text for each in page.messages] == ["word 1", "word 2", "word 3"]
    assert all(isinstance(part, Text) for each in page.messages for part in each.parts)
    assert (page.link.author, page.link.title, page.next) == ("", "A chat", None)


def test_what_was_paid_and_called_is_not_shown() -> None:
    cost = AnswerCost(usage=Usage(), cost=NanoUsd(1), first_token_ms=1, latency_ms=2)
    call = ToolCall(id="1", name="sum", arguments="{}")
    told = replace(a_message(parts=(call, Text(text="3"))), cost=cost)

    assert public(told) == a_message(parts=(Text(text="3"),))


async def test_a_name_is_shown_where_it_was_asked_for() -> None:
    desk = await a_desk()

    link = await desk.use.share_branch(CHAT, leaf=None, lasting=DAY, named=True, by=ADA)

    assert (link.author, link.expires_at, link.messages) == ("Ada", NOON + DAY, 3)


async def test_a_long_branch_is_read_page_by_page() -> None:
    desk = await a_desk(450)
    link = await desk.use.share_branch(
        CHAT, leaf=MessageId("m450"), lasting=None, named=False, by=ADA
    )

    read: list[str] = []
    after: MessageId | None = None
    while True:
        page = await desk.use.read_shared(link.id, after=after, limit=100)
        read += [each.text for each in page.messages]
        after = page.next
        if after is None:
            break

    assert read == [f"word {n}" for n in range(1, 451)]


async def test_a_link_that_ended_or_was_revoked_leads_nowhere_and_keeps_nothing() -> None:
    desk = await a_desk()
    short = await desk.use.share_branch(CHAT, leaf=None, lasting=DAY, named=False, by=ADA)
    revoked = await desk.use.share_branch(CHAT, leaf=None, lasting=None, named=False, by=ADA)

    await desk.use.revoke_link(revoked.id, by=ADA)

    for each in (revoked.id, ShareId("never")):
        with pytest.raises(NotFound, match="leads nowhere"):
            await desk.use.read_shared(each, after=None, limit=9)
    assert (await desk.messages.tree(revoked.place)).all() == ()
    assert [each.id for each in await desk.use.list_links(by=ADA)] == [short.id]


async def test_ended_links_are_removed_with_their_messages() -> None:
    clock = FakeClock()
    desk = OwnDesk(clock=clock)
    await desk.users.add(a_user())
    await desk.conversations.add(a_conversation())
    await desk.messages.add(a_message())
    link = await desk.use.share_branch(CHAT, leaf=None, lasting=DAY, named=False, by=ADA)
    clock.advance(DAY)

    with pytest.raises(NotFound, match="leads nowhere"):
        await desk.use.read_shared(link.id, after=None, limit=9)
    assert list(await desk.use.list_links(by=ADA)) == []
    await desk.use.remove_ended_links()

    assert list(await desk.links.of_owner(ADA)) == []
    assert (await desk.messages.tree(link.place)).all() == ()
    assert len((await desk.messages.tree(CHAT)).all()) == 1


async def test_what_somebody_shared_is_gone_on_from_in_ones_own_account() -> None:
    desk = await a_desk()
    link = await desk.use.share_branch(
        CHAT, leaf=MessageId("m3"), lasting=None, named=False, by=ADA
    )

    made = await desk.use.copy_shared(link.id, by=EVE)

    tree = await desk.messages.tree(made.id)
    copies = await desk.messages.several(tree.all(), conversation=made.id)
    assert (made.owner, made.title) == (EVE, "A chat")
    assert [each.text for each in copies] == ["word 1", "word 2", "word 3"]
    assert made.active_leaf == copies[-1].id


async def test_nobody_shares_or_revokes_what_is_not_theirs() -> None:
    desk = await a_desk()
    link = await desk.use.share_branch(CHAT, leaf=None, lasting=None, named=False, by=ADA)

    with pytest.raises(NotFound):
        await desk.use.share_branch(CHAT, leaf=None, lasting=None, named=False, by=EVE)
    with pytest.raises(NotFound):
        await desk.use.revoke_link(link.id, by=EVE)

    assert len(await desk.use.list_links(by=ADA)) == 1


async def test_an_empty_chat_and_an_absurd_time_cannot_be_shared() -> None:
    desk = await a_desk()
    await desk.conversations.add(a_conversation("empty"))

    with pytest.raises(Invalid, match="nothing in this chat"):
        await desk.use.share_branch(
            ConversationId("empty"), leaf=None, lasting=None, named=False, by=ADA
        )
    with pytest.raises(Invalid, match="at most 3650 days"):
        await desk.use.share_branch(CHAT, leaf=None, lasting=-DAY, named=False, by=ADA)
    assert list(await desk.use.list_links(by=ADA)) == []
