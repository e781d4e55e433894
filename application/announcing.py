"""Whoever changes a key, a user or a team tells every instance, whatever use case it was.

Nobody waits for it: an instance that does not hear of a change asks again half a second later.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import final

from typing_extensions import override

from application.ports.api_keys import ApiKeys
from application.ports.changes import Change, Changes
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.accounts.team import Team
from domain.accounts.user import Email, User
from domain.errors import Unavailable
from domain.ids import KeyId, TeamId, UserId
from domain.paging import Page


async def _tell(changes: Changes, subject: str, *, ended: bool = False) -> None:
    with suppress(Unavailable):
        await changes.tell(Change(subject=subject, ended=ended))


@final
@dataclass(frozen=True, slots=True)
class AnnouncedKeys(ApiKeys):
    keys: ApiKeys
    changes: Changes

    @override
    async def save(self, key: ApiKey) -> ApiKey:
        saved = await self.keys.save(key)
        await _tell(self.changes, f"key:{key.id}", ended=key.revoked_at is not None)
        return saved

    @override
    async def add(self, key: ApiKey) -> ApiKey:
        return await self.keys.add(key)

    @override
    async def get(self, id: KeyId) -> ApiKey:
        return await self.keys.get(id)

    @override
    async def touch(self, id: KeyId, *, at: datetime) -> None:
        await self.keys.touch(id, at=at)

    @override
    async def page(
        self,
        *,
        text: str = "",
        owner: UserId | TeamId | None = None,
        cursor: str | None,
        limit: int,
    ) -> Page[ApiKey]:
        return await self.keys.page(text=text, owner=owner, cursor=cursor, limit=limit)


@final
@dataclass(frozen=True, slots=True)
class AnnouncedUsers(Users):
    users: Users
    changes: Changes

    @override
    async def save(self, user: User) -> User:
        saved = await self.users.save(user)
        await _tell(
            self.changes, f"user:{user.id}", ended=not user.is_active or user.ban is not None
        )
        return saved

    @override
    async def add(self, user: User) -> User:
        return await self.users.add(user)

    @override
    async def get(self, id: UserId) -> User:
        return await self.users.get(id)

    @override
    async def by_email(self, email: Email) -> User | None:
        return await self.users.by_email(email)

    @override
    async def search(self, text: str, *, cursor: str | None, limit: int) -> Page[User]:
        return await self.users.search(text, cursor=cursor, limit=limit)


@final
@dataclass(frozen=True, slots=True)
class AnnouncedTeams(Teams):
    teams: Teams
    changes: Changes

    @override
    async def save(self, team: Team) -> Team:
        saved = await self.teams.save(team)
        await _tell(self.changes, f"team:{team.id}")
        return saved

    @override
    async def add(self, team: Team) -> Team:
        return await self.teams.add(team)

    @override
    async def get(self, id: TeamId) -> Team:
        return await self.teams.get(id)

    @override
    async def all(self) -> tuple[Team, ...]:
        return tuple(await self.teams.all())
