from dataclasses import replace

import pytest
from typing_extensions import override

from adapters.outbound.memory.api_keys import MemoryApiKeys
from application.admin.change_key import ChangeKey
from domain.accounts.api_key import ApiKey
from domain.errors import Forbidden, NotFound
from domain.ids import KeyId, UserId
from tests.builders import ADA, EVE, a_key, a_team, a_user
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, AdminHouse

K1 = KeyId("k1")


def renamed(key: ApiKey) -> ApiKey:
    return replace(key, name="desk")


async def test_a_key_is_read_with_its_owner_s_name() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    key = await house.keys.add(a_key())

    found = await house.use.read_key(K1, by=AUDITOR)

    assert (found.key, found.owner_name) == (key, "Ada")
    with pytest.raises(NotFound, match="k2"):
        await house.use.read_key(KeyId("k2"), by=AUDITOR)


async def test_a_key_is_changed_also_where_somebody_changed_it_meanwhile() -> None:
    class Crowded(MemoryApiKeys):  # type: ignore[misc]  # somebody else saves first, once
        crowd = 1

        @override
        async def save(self, key: ApiKey) -> ApiKey:
            if self.crowd:
                self.crowd -= 1
                await super().save(await self.get(key.id))
            return await super().save(key)

    house, keys = AdminHouse(), Crowded()
    await house.users.add(a_user())
    await keys.add(a_key())
    change = ChangeKey(keys=keys, users=house.users, teams=house.teams)

    changed = await change(K1, renamed, by=ADMIN)

    assert (changed.key.name, changed.key.version, changed.owner_name) == ("desk", 3, "Ada")
    assert await keys.get(K1) == changed.key
    with pytest.raises(Forbidden):
        await change(K1, renamed, by=AUDITOR)


async def test_a_person_is_read_with_the_teams_that_they_are_in() -> None:
    house = AdminHouse()
    ada = await house.users.add(a_user())
    await house.users.add(a_user("eve"))
    blue = await house.teams.add(a_team(name="Blue"))
    await house.teams.add(a_team("t2", name="Red"))
    blue = await house.teams.save(blue.with_member(ADA))

    found = await house.use.read_user(ADA, by=AUDITOR)

    assert (found.user, list(found.teams)) == (ada, [blue])
    assert list((await house.use.read_user(EVE, by=AUDITOR)).teams) == []
    with pytest.raises(NotFound, match="nobody"):
        await house.use.read_user(UserId("nobody"), by=AUDITOR)
