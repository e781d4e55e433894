from datetime import datetime, timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.users import MemoryUsers
from application.ports.api_keys import ApiKeys
from application.relay.admit_key import AdmitKey
from domain.accounts.api_key import ApiKey, digest_of, write_key
from domain.accounts.ban import Ban
from domain.errors import Forbidden, Unauthenticated, Unavailable
from domain.ids import KeyId, TeamId, UserId
from domain.paging import Page
from domain.transactions.transaction import Payer
from tests.builders import ADA, a_user
from tests.clock import FakeClock

PEPPER = b"p" * 32
SECRET = "s" * 40
KEY = write_key(KeyId("k1234567890"), SECRET)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def keys() -> MemoryApiKeys:
    return MemoryApiKeys()


@pytest.fixture
def users() -> MemoryUsers:
    return MemoryUsers()


@pytest.fixture
def admit_key(keys: MemoryApiKeys, users: MemoryUsers, clock: FakeClock) -> AdmitKey:
    return AdmitKey(keys=keys, users=users, clock=clock, pepper=PEPPER)


def a_key(clock: FakeClock, *, user: UserId | None = ADA, team: TeamId | None = None) -> ApiKey:
    return ApiKey(
        id=KeyId("k1234567890"),
        name="laptop",
        user=user,
        team=team,
        digest=digest_of(KEY, pepper=PEPPER),
        last4=KEY[-4:],
        created_at=clock(),
        expires_at=clock() + timedelta(days=1),
    )


async def test_a_good_key_pays_for_its_owner(
    admit_key: AdmitKey, keys: MemoryApiKeys, users: MemoryUsers, clock: FakeClock
) -> None:
    await users.add(a_user(ADA))
    await keys.add(a_key(clock))

    assert await admit_key(KEY) == Payer(user=ADA, team=None, key=KeyId("k1234567890"))


async def test_a_key_of_a_team_pays_for_the_team(
    admit_key: AdmitKey, keys: MemoryApiKeys, clock: FakeClock
) -> None:
    await keys.add(a_key(clock, user=None, team=TeamId("t1")))

    assert await admit_key(KEY) == Payer(user=None, team=TeamId("t1"), key=KeyId("k1234567890"))


async def test_the_last_use_is_noted_once_a_minute(
    admit_key: AdmitKey, keys: MemoryApiKeys, users: MemoryUsers, clock: FakeClock
) -> None:
    await users.add(a_user(ADA))
    await keys.add(a_key(clock))
    first = clock()
    await admit_key(KEY)
    clock.advance(timedelta(seconds=59))
    await admit_key(KEY)
    assert (await keys.get(KeyId("k1234567890"))).last_used_at == first
    clock.advance(timedelta(seconds=1))

    await admit_key(KEY)

    assert (await keys.get(KeyId("k1234567890"))).last_used_at == first + timedelta(minutes=1)


async def test_a_key_that_nobody_made_is_refused(admit_key: AdmitKey) -> None:
    with pytest.raises(Unauthenticated, match="there is no such key"):
        await admit_key(KEY)


async def test_a_key_with_a_wrong_secret_is_refused(
    admit_key: AdmitKey, keys: MemoryApiKeys, users: MemoryUsers, clock: FakeClock
) -> None:
    await users.add(a_user(ADA))
    await keys.add(a_key(clock))

    with pytest.raises(Unauthenticated, match="there is no such key"):
        await admit_key(write_key(KeyId("k1234567890"), "x" * 40))


async def test_a_mistyped_key_is_told_apart(admit_key: AdmitKey) -> None:
    with pytest.raises(Unauthenticated, match="copied whole"):
        await admit_key(KEY[:-1])


async def test_a_revoked_key_is_refused(
    admit_key: AdmitKey, keys: MemoryApiKeys, users: MemoryUsers, clock: FakeClock
) -> None:
    await users.add(a_user(ADA))
    key = await keys.add(a_key(clock))
    await keys.save(key.revoke(at=clock()))

    with pytest.raises(Unauthenticated, match="the key 'laptop' is revoked"):
        await admit_key(KEY)


async def test_an_expired_key_is_refused(
    admit_key: AdmitKey, keys: MemoryApiKeys, users: MemoryUsers, clock: FakeClock
) -> None:
    await users.add(a_user(ADA))
    await keys.add(a_key(clock))
    clock.advance(timedelta(days=1))

    with pytest.raises(Unauthenticated, match="the key 'laptop' is expired"):
        await admit_key(KEY)


async def test_a_key_of_a_disabled_user_is_refused(
    admit_key: AdmitKey, keys: MemoryApiKeys, users: MemoryUsers, clock: FakeClock
) -> None:
    ada = await users.add(a_user(ADA))
    await users.save(ada.disable())
    await keys.add(a_key(clock))

    with pytest.raises(Unauthenticated, match="the key's owner is disabled"):
        await admit_key(KEY)


async def test_a_key_of_a_user_who_is_gone_is_refused(
    admit_key: AdmitKey, keys: MemoryApiKeys, clock: FakeClock
) -> None:
    await keys.add(a_key(clock))

    with pytest.raises(Unauthenticated, match="the key's owner is gone"):
        await admit_key(KEY)


class ReadOnlyKeys(ApiKeys):
    """One key, in a store that cannot be written to."""

    def __init__(self, key: ApiKey) -> None:
        self._key = key

    @override
    async def get(self, id: KeyId) -> ApiKey:
        return self._key

    @override
    async def add(self, key: ApiKey) -> ApiKey:
        raise Unavailable("read only")

    @override
    async def save(self, key: ApiKey) -> ApiKey:
        raise Unavailable("read only")

    @override
    async def touch(self, id: KeyId, *, at: datetime) -> None:
        raise Unavailable("read only")

    @override
    async def page(
        self,
        *,
        text: str = "",
        owner: UserId | TeamId | None = None,
        cursor: str | None,
        limit: int,
    ) -> Page[ApiKey]:
        return Page(items=(self._key,), next_cursor=None)


async def test_a_last_use_that_cannot_be_noted_keeps_nobody_out(clock: FakeClock) -> None:
    key = a_key(clock, user=None, team=TeamId("t1"))
    admit = AdmitKey(keys=ReadOnlyKeys(key), users=MemoryUsers(), clock=clock, pepper=PEPPER)

    assert (await admit(KEY)).team == TeamId("t1")


async def test_a_key_of_somebody_banned_is_refused_with_the_reason_until_the_end(
    admit_key: AdmitKey, keys: MemoryApiKeys, users: MemoryUsers, clock: FakeClock
) -> None:
    end = clock() + timedelta(hours=1)
    await users.add(a_user(ADA).banned(Ban(reason="Keys were shared", since=clock(), until=end)))
    await keys.add(a_key(clock))

    with pytest.raises(Forbidden, match="until 2026-01-01 13:00 UTC: Keys were shared"):
        await admit_key(KEY)
    clock.advance(timedelta(hours=1))
    assert (await admit_key(KEY)).user == ADA
