from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.sessions import MemoryLiveSessions, MemorySessions
from application.accounts.devices import ListSessions, RevokeOtherSessions, RevokeSession
from application.ports.sessions import Sessions
from domain.accounts.session import Session
from domain.errors import NotFound
from domain.ids import SessionId
from tests.builders import NOON, a_session

HOUR = timedelta(hours=1)
S1, S2, S3 = (SessionId(name) for name in ("s1", "s2", "s3"))


class Desk:
    def __init__(self, sessions: Sessions | None = None, *, at: datetime = NOON) -> None:
        self.sessions = sessions or MemorySessions()
        self.live = MemoryLiveSessions(clock=lambda: at)
        self.listed = ListSessions(sessions=self.sessions, clock=lambda: at)
        self.revoke = RevokeSession(sessions=self.sessions, live=self.live, clock=lambda: at)
        self.revoke_others = RevokeOtherSessions(list_sessions=self.listed, revoke=self.revoke)

    async def names(self) -> list[str]:
        return [each.id for each in await self.listed("ada")]


async def opened(desk: Desk) -> Desk:
    for name in (S1, S2, S3):
        await desk.sessions.add(a_session(name))
        await desk.live.remember(name, "ada", lasting=HOUR)
    await desk.sessions.add(a_session("e1", account="eve"))
    return desk


async def test_the_last_used_is_listed_first() -> None:
    desk = await opened(Desk())
    used = (await desk.sessions.get(S2)).rotate("digest", "next", at=NOON + HOUR)
    await desk.sessions.save(used)

    assert await desk.names() == ["s2", "s3", "s1"]


async def test_what_has_ended_by_itself_is_not_listed() -> None:
    late = (a_session().used_at + a_session().idle) + HOUR

    assert await (await opened(Desk(at=late))).names() == []


async def test_a_session_is_ended_at_once() -> None:
    desk = await opened(Desk())

    await desk.revoke(S2, account="ada")

    assert await desk.names() == ["s3", "s1"]
    assert await desk.live.account_of(S2) is None
    assert await desk.live.account_of(S1) == "ada"


async def test_a_strangers_session_is_not_there() -> None:
    desk = await opened(Desk())

    with pytest.raises(NotFound):
        await desk.revoke(SessionId("e1"), account="ada")

    assert (await desk.sessions.get(SessionId("e1"))).revoked_at is None


async def test_all_others_are_ended() -> None:
    desk = await opened(Desk())

    await desk.revoke_others("ada", but=S1)

    assert await desk.names() == ["s1"]
    assert (await desk.sessions.get(SessionId("e1"))).revoked_at is None


class UsedMeanwhile(Sessions):
    """A device refreshes its session just before each first save."""

    def __init__(self) -> None:
        self.kept = MemorySessions()
        self.used = False

    @override
    async def add(self, session: Session) -> Session:
        return await self.kept.add(session)

    @override
    async def get(self, id: SessionId) -> Session:
        return await self.kept.get(id)

    @override
    async def save(self, session: Session) -> Session:
        if not self.used:
            self.used = True
            now = await self.kept.get(session.id)
            await self.kept.save(now.rotate("digest", "next", at=NOON))
        return await self.kept.save(session)

    @override
    async def of_account(self, account: str) -> Sequence[Session]:
        return await self.kept.of_account(account)

    @override
    async def revoke_all(self, account: str, *, at: datetime) -> Sequence[SessionId]:
        return await self.kept.revoke_all(account, at=at)


async def test_a_session_that_is_used_at_this_moment_ends_all_the_same() -> None:
    desk = await opened(Desk(UsedMeanwhile()))

    await desk.revoke(S1, account="ada")

    assert await desk.names() == ["s3", "s2"]
