"""What was known is known better at once; no clock goes on in here, so nobody asks by itself."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field, replace
from typing import final

import pytest
from typing_extensions import override

from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.changes import MemoryChanges
from adapters.outbound.memory.provider_keys import MemoryProviderKeys
from adapters.outbound.memory.teams import MemoryTeams
from adapters.outbound.memory.users import MemoryUsers
from application.announcing import AnnouncedKeys, AnnouncedTeams, AnnouncedUsers
from application.heed_changes import HeedChanges
from application.ports.changes import Change, Changes
from application.read_grants import ReadGrants, RememberedAccess
from application.relay.admit_key import AdmitKey
from application.relay.shared_admission import shared_admission
from domain.accounts.api_key import digest_of, write_key
from domain.allowances.terms import Limits
from domain.errors import Forbidden, Unauthenticated, Unavailable
from domain.ids import KeyId, TeamId, UserId
from domain.transactions.transaction import Payer
from tests.builders import ADA, NOON, a_key, a_team, a_user
from tests.clock import FakeClock

PEPPER = b"pepper"
K1, T1 = KeyId("keykeykey1"), TeamId("t1")
SECRET = write_key(K1, "s" * 32)
PAYER = Payer(user=ADA, key=K1)


@final
@dataclass(frozen=True, slots=True)
class Away(Changes):
    @override
    async def tell(self, change: Change) -> None:
        raise Unavailable("away")

    @override
    async def listen(self) -> AsyncGenerator[Change]:
        await asyncio.Event().wait()
        yield Change(subject="")


@dataclass
class House:
    """One instance that knows, and the stores that all instances write to."""

    changes: Changes = field(default_factory=MemoryChanges)

    def __post_init__(self) -> None:
        self.keys = AnnouncedKeys(MemoryApiKeys(), self.changes)
        self.users = AnnouncedUsers(MemoryUsers(), self.changes)
        self.teams = AnnouncedTeams(MemoryTeams(), self.changes)
        clock = FakeClock()
        self.admit = shared_admission(
            AdmitKey(keys=self.keys, users=self.users, clock=clock, pepper=PEPPER), clock=clock
        )
        self.access = RememberedAccess(
            ReadGrants(
                keys=self.keys,
                users=self.users,
                teams=self.teams,
                provider_keys=MemoryProviderKeys(),
            ),
            clock=clock,
        )
        self.heed = HeedChanges(changes=self.changes, admissions=self.admit, access=self.access)

    async def furnish(self) -> None:
        await self.users.add(a_user())
        await self.teams.add(a_team())
        digest = digest_of(SECRET, pepper=PEPPER)
        await self.keys.add(replace(a_key(K1), digest=digest))


@pytest.fixture
async def house() -> AsyncIterator[House]:
    found = House()
    await found.furnish()
    async with found.heed.running():
        await asyncio.sleep(0)  # it listens
        yield found


async def heard() -> None:
    """Let a change go from who told it to who listens."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_revoked_key_opens_nothing_any_more(house: House) -> None:
    assert await house.admit(SECRET) == PAYER

    await house.keys.save((await house.keys.get(K1)).revoke(at=NOON))
    await heard()

    with pytest.raises(Unauthenticated, match="revoked"):
        await house.admit(SECRET)


async def test_the_keys_of_a_disabled_user_open_nothing_any_more(house: House) -> None:
    assert await house.admit(SECRET) == PAYER

    await house.users.save((await house.users.get(ADA)).disable())
    await heard()

    with pytest.raises(Unauthenticated, match="disabled"):
        await house.admit(SECRET)


async def test_grants_and_limits_that_were_changed_hold_at_once(house: House) -> None:
    by_team = Payer(team=T1)
    assert (await house.access.of(PAYER)).allow("m")
    assert (await house.access.of(by_team)).allow("m")

    await house.users.save((await house.users.get(ADA)).granted(["other"]))
    await house.teams.save((await house.teams.get(T1)).allowed(Limits(parallel=1), ()))
    await heard()

    with pytest.raises(Forbidden):
        (await house.access.of(PAYER)).check("m")
    assert [each.limits.parallel for each in (await house.access.of(by_team)).terms] == [1]


async def test_others_are_not_asked_about_again(house: House) -> None:
    eve = Payer(user=UserId("eve"))
    await house.users.add(a_user("eve"))
    before = await house.access.of(eve)

    await house.users.save((await house.users.get(ADA)).granted(["other"]))
    await heard()

    assert await house.access.of(eve) is before


async def test_who_changes_something_does_not_fail_where_nobody_can_be_told() -> None:
    house = House(changes=Away())
    await house.furnish()

    revoked = await house.keys.save((await house.keys.get(K1)).revoke(at=NOON))

    assert await house.keys.get(K1) == revoked
    assert [each.id for each in await house.teams.all()] == [T1]
    assert (await house.users.search("", cursor=None, limit=5)).items
    assert (await house.keys.page(cursor=None, limit=5)).items
    await house.keys.touch(K1, at=NOON)
    assert await house.users.by_email(a_user().email)


@pytest.mark.parametrize(
    ("subject", "concerned"),
    [("key:keykeykey1", True), ("user:ada", True), ("team:t1", False), ("user:", False)],
)
def test_a_change_concerns_who_is_named_by_it(subject: str, concerned: bool) -> None:
    assert Change(subject=subject).concerns(PAYER) is concerned
