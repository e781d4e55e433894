from datetime import timedelta

import pytest

from application.admin.create_key import KeyTerms
from domain.accounts.access import Scope
from domain.accounts.api_key import digest_of
from domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from domain.ids import KeyId, UserId
from tests.builders import ADA, a_team, a_user
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, PEPPER, AdminHouse

HOUR = timedelta(hours=1)
SCOPE = Scope(models=("gpt-*",), endpoints=("messages",), networks=("10.0.0.0/8",))


async def a_house_with_a_key(*, lasting: timedelta | None = None) -> tuple[AdminHouse, KeyId]:
    house = AdminHouse()
    await house.users.add(a_user())
    made = await house.use.create_key(
        "laptop",
        owner_kind="user",
        owner_id=ADA,
        expires_at=None if lasting is None else house.clock() + lasting,
        terms=KeyTerms(scope=SCOPE),
        by=ADMIN,
    )
    return house, made.key.id


async def test_a_key_has_the_scope_that_it_was_made_with() -> None:
    house, key = await a_house_with_a_key()

    assert (await house.keys.get(key)).scope == SCOPE


async def test_a_rotated_key_may_the_same_and_the_old_one_goes_on_for_the_overlap() -> None:
    house, key = await a_house_with_a_key()

    made = await house.use.rotate_key(key, overlap=HOUR, by=ADMIN)

    old = await house.keys.get(key)
    assert made.key.id != key
    assert (made.key.scope, made.key.name, made.key.user) == (SCOPE, "laptop", ADA)
    assert made.key.digest == digest_of(made.secret, pepper=PEPPER)
    old.admit(old.digest, at=house.clock() + HOUR - timedelta(seconds=1))
    with pytest.raises(Unauthenticated, match="is expired"):
        old.admit(old.digest, at=house.clock() + HOUR)
    assert made.key.state(at=house.clock() + HOUR) == "active"


async def test_an_overlap_prolongs_no_key() -> None:
    house, key = await a_house_with_a_key(lasting=HOUR)

    made = await house.use.rotate_key(key, overlap=2 * HOUR, by=ADMIN)

    assert (await house.keys.get(key)).expires_at == house.clock() + HOUR
    assert made.key.expires_at == house.clock() + HOUR


async def test_what_has_ended_cannot_be_rotated() -> None:
    house, key = await a_house_with_a_key(lasting=HOUR)
    house.clock.advance(HOUR)

    with pytest.raises(Conflict, match="the key 'laptop' is expired"):
        await house.use.rotate_key(key, overlap=HOUR, by=ADMIN)
    with pytest.raises(Invalid, match="between 0 and 30 days"):
        await house.use.rotate_key(key, overlap=timedelta(days=31), by=ADMIN)
    with pytest.raises(Forbidden):
        await house.use.rotate_key(key, overlap=HOUR, by=AUDITOR)
    assert len((await house.keys.page(cursor=None, limit=9)).items) == 1


async def test_members_come_with_a_role_and_go() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    team = await house.teams.add(a_team())

    joined = await house.use.change_team.set_member(team.id, ADA, role="manager", by=ADMIN)
    left = await house.use.change_team.remove_member(team.id, ADA, by=ADMIN)

    assert joined.team.role_of(ADA) == "manager"
    assert joined.people[ADA].email == "ada@example.com"
    assert left.team.members == ()
    with pytest.raises(NotFound, match="no user 'nope'"):
        await house.use.change_team.set_member(team.id, UserId("nope"), role="member", by=ADMIN)
    with pytest.raises(Forbidden):
        await house.use.change_team.set_member(team.id, ADA, role="member", by=AUDITOR)
    with pytest.raises(Forbidden):
        await house.use.change_team.remove_member(team.id, ADA, by=AUDITOR)


async def test_models_are_granted_to_people_and_teams() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    team = await house.teams.add(a_team())

    await house.use.grant_models(ADA, ["a*"], by=ADMIN)
    await house.use.change_team.grant(team.id, [], by=ADMIN)

    assert (await house.users.get(ADA)).models == ("a*",)
    assert (await house.use.change_team.read(team.id, by=AUDITOR)).team.models == ()
    with pytest.raises(Invalid):
        await house.use.grant_models(ADA, ["not a pattern"], by=ADMIN)
    with pytest.raises(Forbidden):
        await house.use.grant_models(ADA, ["*"], by=AUDITOR)
    with pytest.raises(Forbidden):
        await house.use.change_team.grant(team.id, ["*"], by=AUDITOR)
