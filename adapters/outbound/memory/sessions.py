from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.clock import Clock
from application.ports.sessions import LiveSessions, Sessions
from domain.accounts.session import Session
from domain.ids import SessionId


@final
class MemorySessions(Sessions):
    def __init__(self) -> None:
        self._rows: VersionedRows[Session] = VersionedRows(noun="session")

    @override
    async def add(self, session: Session) -> Session:
        return self._rows.add(session)

    @override
    async def get(self, id: SessionId) -> Session:
        return self._rows.get(id)

    @override
    async def save(self, session: Session) -> Session:
        return self._rows.save(session)

    @override
    async def of_account(self, account: str) -> Sequence[Session]:
        return tuple(
            each for each in self._rows.all() if each.account == account and each.revoked_at is None
        )

    @override
    async def revoke_all(self, account: str, *, at: datetime) -> Sequence[SessionId]:
        ended = await self.of_account(account)
        for each in ended:
            self._rows.put(replace(each.revoke(at=at), version=each.version + 1))
        return tuple(each.id for each in ended)

    def erase(self, account: str) -> set[str]:
        return self._rows.remove_all(lambda each: each.account == account)


@final
class MemoryLiveSessions(LiveSessions):
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._by_id: dict[SessionId, tuple[str, datetime]] = {}

    @override
    async def remember(self, id: SessionId, account: str, *, lasting: timedelta) -> None:
        self._by_id[id] = (account, self._clock() + lasting)

    @override
    async def account_of(self, id: SessionId) -> str | None:
        account, ends_at = self._by_id.get(id, (None, self._clock()))
        return account if self._clock() < ends_at else None

    @override
    async def forget(self, ids: Sequence[SessionId]) -> None:
        for each in ids:
            self._by_id.pop(each, None)
