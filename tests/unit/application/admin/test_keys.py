from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.api_keys import MemoryApiKeys
from application.admin.create_key import CreatedKey
from application.admin.revoke_key import RevokeKey
from domain.accounts.api_key import ApiKey, digest_of, key_id_of
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import KeyId
from domain.repeats import Repeatable
from tests.builders import ADA, NOON, a_key, a_team, a_user
from tests.unit.application.admin.admin_house import ADMIN, PEPPER, AdminHouse

HOUR = timedelta(hours=1)


async def test_a_key_is_shown_whole_once_and_kept_as_a_digest() -> None:
    house = AdminHouse()
    await house.users.add(a_user())

    made = await house.use.create_key(
        " laptop ", owner_kind="user", owner_id=ADA, expires_at=NOON + HOUR, by=ADMIN
    )

    stored = await house.keys.get(made.key.id)
    assert stored == made.key
    assert key_id_of(made.secret) == stored.id
    assert stored.digest == digest_of(made.secret, pepper=PEPPER)
    assert (stored.name, stored.user, stored.team) == ("laptop", ADA, None)
    assert (stored.last4, made.owner_name) == (made.secret[-4:], "Ada")
    assert (stored.created_at, stored.expires_at) == (NOON, NOON + HOUR)
    assert "s" * 40 not in repr(made) + repr(stored)
    stored.admit(digest_of(made.secret, pepper=PEPPER), at=NOON)


async def test_a_team_has_keys_of_its_own() -> None:
    house = AdminHouse()
    await house.teams.add(a_team(name="Blue"))

    made = await house.use.create_key(
        "ci", owner_kind="team", owner_id="t1", expires_at=None, by=ADMIN
    )

    assert (made.key.user, made.key.team, made.owner_name) == (None, "t1", "Blue")
    assert made.key.expires_at is None


@pytest.mark.parametrize("kind", ["user", "team"])
async def test_an_owner_who_is_not_there_gets_no_key(kind: str) -> None:
    house = AdminHouse()

    with pytest.raises(NotFound, match="nobody"):
        await house.use.create_key(
            "k",
            owner_kind="user" if kind == "user" else "team",
            owner_id="nobody",
            expires_at=None,
            by=ADMIN,
        )

    assert (await house.keys.page(cursor=None, limit=9)).items == ()


async def test_a_disabled_user_gets_no_key() -> None:
    house = AdminHouse()
    await house.users.add(a_user().disable())

    with pytest.raises(Conflict, match=r"ada@example\.com is disabled"):
        await house.use.create_key("k", owner_kind="user", owner_id=ADA, expires_at=None, by=ADMIN)


async def test_a_key_does_not_end_before_it_begins() -> None:
    house = AdminHouse()
    await house.users.add(a_user())

    with pytest.raises(Invalid, match="the key's end lies in the past"):
        await house.use.create_key("k", owner_kind="user", owner_id=ADA, expires_at=NOON, by=ADMIN)


async def test_a_revoked_key_stays_as_it_was_revoked_first() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    await house.keys.add(a_key())

    first = await house.use.revoke_key(KeyId("k1"), by=ADMIN)
    house.clock.advance(HOUR)
    second = await house.use.revoke_key(KeyId("k1"), by=ADMIN)

    assert first == second
    assert (first.key.state(at=NOON), first.key.revoked_at) == ("revoked", NOON)
    assert (first.key.version, first.owner_name) == (2, "Ada")
    assert await house.keys.get(KeyId("k1")) == first.key


class BusyKeys(MemoryApiKeys):  # type: ignore[misc]  # a store in which somebody else is faster
    def __init__(self) -> None:
        super().__init__()
        self.raced = False

    @override
    async def save(self, key: ApiKey) -> ApiKey:
        if not self.raced:
            self.raced = True
            await super().save(await self.get(key.id))
        return await super().save(key)


async def test_a_change_in_between_does_not_keep_a_key_alive() -> None:
    house, keys = AdminHouse(), BusyKeys()
    await keys.add(a_key())
    revoke = RevokeKey(keys=keys, users=house.users, teams=house.teams, clock=house.clock)

    owned = await revoke(KeyId("k1"), by=ADMIN)

    assert (owned.key.revoked_at, owned.key.version) == (NOON, 3)


async def test_keys_are_listed_newest_first_with_their_owners_names() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    await house.teams.add(a_team(name="Blue"))
    await house.keys.add(a_key("k1"))
    await house.use.create_key("ci", owner_kind="team", owner_id="t1", expires_at=None, by=ADMIN)
    await house.keys.add(a_key("k3", created_at=NOON + HOUR))

    first = await house.use.list_keys(cursor=None, limit=2, by=ADMIN)
    second = await house.use.list_keys(cursor=first.next_cursor, limit=2, by=ADMIN)

    listed = [(each.key.name, each.owner_name) for each in first.items + second.items]
    assert listed[0] == ("laptop", "Ada")
    assert sorted(listed) == [("ci", "Blue"), ("laptop", "Ada"), ("laptop", "Ada")]
    assert len(first.items) == 2
    assert second.next_cursor is None


async def test_people_and_teams_are_named_on_one_page() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    await house.teams.add(a_team(name="Blue"))
    await house.keys.add(a_key())
    await house.use.create_key("ci", owner_kind="team", owner_id="t1", expires_at=None, by=ADMIN)

    page = await house.use.list_keys(cursor=None, limit=9, by=ADMIN)

    assert {each.key.name: each.owner_name for each in page.items} == {
        "ci": "Blue",
        "laptop": "Ada",
    }


async def test_a_team_s_key_is_revoked_under_the_team_s_name() -> None:
    house = AdminHouse()
    await house.teams.add(a_team(name="Blue"))
    made = await house.use.create_key(
        "ci", owner_kind="team", owner_id="t1", expires_at=None, by=ADMIN
    )

    assert (await house.use.revoke_key(made.key.id, by=ADMIN)).owner_name == "Blue"


async def test_an_owner_who_is_gone_is_named_by_the_id() -> None:
    house = AdminHouse()
    await house.keys.add(a_key())

    page = await house.use.list_keys(cursor=None, limit=9, by=ADMIN)

    assert [each.owner_name for each in page.items] == ["ada"]


AGAIN = Repeatable(by="root", key="k1", said="laptop")


async def test_rel_16_a_key_that_is_asked_for_again_is_the_same_also_when_it_was_revoked() -> None:
    house = AdminHouse()
    await house.users.add(a_user())

    async def ask(said: Repeatable = AGAIN) -> CreatedKey:
        return await house.use.create_key(
            "laptop", owner_kind="user", owner_id=ADA, expires_at=None, by=ADMIN, repeatable=said
        )

    first = await ask()
    await house.use.revoke_key(first.key.id, by=ADMIN)
    second = await ask()
    other_key = await ask(replace(AGAIN, key="k2"))

    assert second.secret == first.secret
    assert second.key.state(at=NOON) == "revoked"
    assert other_key.key.id != first.key.id
    with pytest.raises(Conflict, match="used for another key"):
        await ask(replace(AGAIN, said="desktop"))
    page = await house.keys.page(owner=ADA, cursor=None, limit=10)
    assert {each.id for each in page.items} == {first.key.id, other_key.key.id}


async def test_a_key_that_clashes_by_chance_is_no_repeat() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    create = replace(house.use.create_key, new_id=lambda: "always-the-same")
    await create("one", owner_kind="user", owner_id=ADA, expires_at=None, by=ADMIN)

    with pytest.raises(Conflict, match="there already"):
        await create("two", owner_kind="user", owner_id=ADA, expires_at=None, by=ADMIN)
