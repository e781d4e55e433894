"""Relay keys that people make for themselves: they pay for what these are used for.

A key never reaches further than its owner: at the gate both must allow a model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from application.admin.create_key import CreatedKey, CreateKey, KeyTerms
from application.admin.permissions import Owner
from application.admin.revoke_key import RevokeKey
from application.admin.rotate_key import RotateKey
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.usage_totals import UsageTotals
from domain.accounts.access import Scope
from domain.accounts.api_key import ApiKey
from domain.errors import Conflict, NotFound
from domain.ids import KeyId, UserId
from domain.paging import LIMIT_MAX
from domain.repeats import Repeatable
from domain.transactions.money import ZERO, NanoUsd

ACTIVE_MAX: Final = 50
SPENT_DAYS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """`spent` is of the last thirty days (UTC), today among them."""

    key: ApiKey
    spent: NanoUsd


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOwnKeys:
    """All of somebody's keys, newest first; those that ended too."""

    keys: ApiKeys
    usage_totals: UsageTotals
    clock: Clock

    async def __call__(self, *, by: UserId) -> Sequence[OwnKey]:
        found = await keys_of(by, self.keys)
        if not found:
            return ()
        today = self.clock().astimezone(UTC).date()
        spent: dict[KeyId | None, int] = {}
        since = today - timedelta(days=SPENT_DAYS - 1)
        for row in await self.usage_totals.of_user(by, since, today):
            spent[row.key] = spent.get(row.key, 0) + row.totals.cost
        return [OwnKey(key=each, spent=NanoUsd(spent.get(each.id, ZERO))) for each in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOwnKey:
    """Raises `Invalid` for a name or an end that cannot be, `Conflict` for one key too many."""

    keys: ApiKeys
    create: CreateKey
    clock: Clock

    async def __call__(
        self,
        name: str,
        *,
        expires_at: datetime | None,
        scope: Scope,
        by: UserId,
        repeatable: Repeatable | None = None,
    ) -> CreatedKey:
        now, again = self.clock(), repeatable and self.create.id_of(repeatable)
        active = [
            each
            for each in await keys_of(by, self.keys)
            if each.state(at=now) == "active" and each.id != again
        ]
        if len(active) >= ACTIVE_MAX:
            raise Conflict(f"you have {ACTIVE_MAX} keys; revoke one that is no longer used")
        return await self.create(
            name,
            owner_kind="user",
            owner_id=by,
            expires_at=expires_at,
            terms=KeyTerms(scope=scope),
            by=Owner(by),
            repeatable=repeatable,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateOwnKey:
    """Raises `NotFound` for a stranger's key, `Conflict` for one that has ended."""

    keys: ApiKeys
    rotate: RotateKey

    async def __call__(self, id: KeyId, *, overlap: timedelta, by: UserId) -> CreatedKey:
        await _own(id, by, self.keys)
        return await self.rotate(id, overlap=overlap, by=Owner(by))


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeOwnKey:
    """End a key for good. Raises `NotFound` for a stranger's."""

    keys: ApiKeys
    revoke: RevokeKey

    async def __call__(self, id: KeyId, *, by: UserId) -> None:
        await _own(id, by, self.keys)
        await self.revoke(id, by=Owner(by))


async def keys_of(user: UserId, keys: ApiKeys) -> Sequence[ApiKey]:
    found: list[ApiKey] = []
    cursor: str | None = None
    while True:
        page = await keys.page(owner=user, cursor=cursor, limit=LIMIT_MAX)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


async def _own(id: KeyId, by: UserId, keys: ApiKeys) -> None:
    if (await keys.get(id)).user != by:
        raise NotFound(f"no key {id!r}")
