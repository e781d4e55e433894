"""Where somebody is signed in, and ending it from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.sessions import LiveSessions, Sessions
from domain.accounts.session import Session
from domain.errors import Conflict, NotFound
from domain.ids import SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSessions:
    """The sessions of an account that are good, last used first."""

    sessions: Sessions
    clock: Clock

    async def __call__(self, account: str) -> Sequence[Session]:
        now = self.clock()
        live = [each for each in await self.sessions.of_account(account) if each.is_live(at=now)]
        return sorted(live, key=lambda each: (each.used_at, each.id), reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeSession:
    """End one session of an account. Raises `NotFound` for a stranger's."""

    sessions: Sessions
    live: LiveSessions
    clock: Clock

    async def __call__(self, id: SessionId, *, account: str) -> None:
        session = await self.sessions.get(id)
        if session.account != account:
            raise NotFound(f"no session {id!r}")
        try:
            await self.sessions.save(session.revoke(at=self.clock()))
        except Conflict:  # It was used at this moment.
            await self(id, account=account)
        await self.live.forget([id])


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeOtherSessions:
    """End every session of an account but one."""

    list_sessions: ListSessions
    revoke: RevokeSession

    async def __call__(self, account: str, *, but: SessionId) -> None:
        for session in await self.list_sessions(account):
            if session.id != but:
                await self.revoke(session.id, account=account)
