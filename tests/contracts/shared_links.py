"""What every store of shared links must do."""

from datetime import timedelta

import pytest

from application.ports.shared_links import SharedLinks
from domain.conversations.sharing import SharedLink
from domain.errors import Conflict, NotFound
from domain.ids import ConversationId, MessageId, ShareId, UserId
from tests.builders import ADA, EVE, NOON

HOUR = timedelta(hours=1)


def a_link(id: str = "l1", *, owner: UserId = ADA, ends_h: int | None = None) -> SharedLink:
    return SharedLink(
        id=ShareId(id),
        owner=owner,
        conversation=ConversationId("c1"),
        leaf=MessageId("m1"),
        title="A chat",
        author="",
        messages=1,
        created_at=NOON,
        expires_at=None if ends_h is None else NOON + HOUR * ends_h,
    )


class SharedLinksContract:
    async def test_a_link_comes_back_as_stored_and_once(self, links: SharedLinks) -> None:
        await links.add(a_link(ends_h=3))

        assert await links.get(ShareId("l1")) == a_link(ends_h=3)
        with pytest.raises(Conflict, match="there already"):
            await links.add(a_link())

    async def test_a_list_has_ones_own_newest_first(self, links: SharedLinks) -> None:
        for each in (a_link("l1"), a_link("l2"), a_link("l3", owner=EVE)):
            await links.add(each)

        assert [each.id for each in await links.of_owner(ADA)] == ["l2", "l1"]

    async def test_what_has_ended_is_found(self, links: SharedLinks) -> None:
        for each in (a_link("l1", ends_h=1), a_link("l2", ends_h=2), a_link("l3")):
            await links.add(each)

        assert [each.id for each in await links.ended(NOON + HOUR, limit=9)] == ["l1"]
        assert len(await links.ended(NOON + HOUR * 2, limit=1)) == 1

    async def test_a_removed_one_is_gone(self, links: SharedLinks) -> None:
        await links.add(a_link())

        await links.remove(ShareId("l1"))
        await links.remove(ShareId("l1"))

        with pytest.raises(NotFound, match="leads nowhere"):
            await links.get(ShareId("l1"))
