"""SEC-12: what two tabs, or a thief and an owner, do at the same moment."""

import pytest
from typing_extensions import override

from adapters.outbound.memory.sessions import MemorySessions
from domain.accounts.session import RefreshReused, Session
from domain.errors import Unauthenticated
from domain.ids import SessionId
from tests.unit.application.accounts.session_desk import Desk


class BusySessions(MemorySessions):  # type: ignore[misc]  # a store in which another is faster
    """Once told to, somebody else's change comes between our next reading and our saving."""

    def __init__(self) -> None:
        super().__init__()
        self.faster: Session | None = None

    @override
    async def save(self, session: Session) -> Session:
        if self.faster is not None:
            faster, self.faster = self.faster, None
            await super().save(faster)
        return await super().save(session)


async def a_rotation(desk: Desk, refresh_token: str) -> Session:
    """What another tab stores when it exchanges this token: seen at a desk of its own."""
    before = await desk.sessions.get(SessionId("s1"))
    elsewhere = Desk()
    await elsewhere.sessions.add(before)
    await elsewhere.refresh(refresh_token)
    after = await elsewhere.sessions.get(SessionId("s1"))
    return before.rotate(before.refresh_digest, after.refresh_digest, at=desk.clock())


async def test_a_slower_tab_gets_the_successor_that_the_faster_one_got() -> None:
    sessions = BusySessions()
    desk = Desk(sessions=sessions)
    first = await desk.open("ada")
    sessions.faster = await a_rotation(desk, first.refresh_token)

    slower = await desk.refresh(first.refresh_token)
    faster = await desk.refresh(first.refresh_token)

    assert slower.refresh_token == faster.refresh_token
    assert (await desk.sessions.get(SessionId("s1"))).version == 2


async def test_a_reused_token_ends_the_session_though_it_changes_meanwhile() -> None:
    sessions = BusySessions()
    desk = Desk(sessions=sessions)
    first = await desk.open("ada")
    second = await desk.refresh(first.refresh_token)
    third = await desk.refresh(second.refresh_token)
    sessions.faster = await a_rotation(desk, third.refresh_token)

    with pytest.raises(RefreshReused):
        await desk.refresh(first.refresh_token)

    stored = await desk.sessions.get(SessionId("s1"))
    assert stored.revoked_at == desk.clock()
    with pytest.raises(Unauthenticated):
        await desk.authenticate(third.access_token)


async def test_signing_out_wins_over_a_refresh_in_another_tab() -> None:
    sessions = BusySessions()
    desk = Desk(sessions=sessions)
    first = await desk.open("ada")
    sessions.faster = await a_rotation(desk, first.refresh_token)

    await desk.end(first.refresh_token)

    stored = await desk.sessions.get(SessionId("s1"))
    assert stored.revoked_at == desk.clock()
    with pytest.raises(Unauthenticated):
        await desk.authenticate(first.access_token)
