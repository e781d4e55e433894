import pytest
from typing_extensions import override

from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.teams import MemoryTeams
from adapters.outbound.memory.users import MemoryUsers
from application.admin.set_allowance import SetAllowance, Subject
from domain.accounts.api_key import ApiKey
from domain.allowances.terms import Budget, Limits
from domain.errors import Forbidden, NotFound
from domain.transactions.money import NanoUsd
from tests.builders import a_key, a_team, a_user
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, AdminHouse

LIMITS = Limits(requests_per_minute=60)
BUDGETS = (Budget(window="day", limit=NanoUsd(7)),)
SUBJECTS: list[tuple[Subject, str]] = [("key", "k1"), ("user", "ada"), ("team", "t1")]


class Crowded(MemoryApiKeys):  # type: ignore[misc]  # somebody else saves first, once
    crowd = 1

    @override
    async def save(self, key: ApiKey) -> ApiKey:
        if self.crowd:
            self.crowd -= 1
            await super().save(await self.get(key.id))
        return await super().save(key)


async def a_house() -> AdminHouse:
    house = AdminHouse()
    await house.keys.add(a_key())
    await house.users.add(a_user())
    await house.teams.add(a_team())
    return house


@pytest.mark.parametrize(("subject", "id"), SUBJECTS)
async def test_a_key_a_user_and_a_team_are_allowed_so_much(subject: Subject, id: str) -> None:
    house = await a_house()

    saved = await house.use.set_allowance(subject, id, limits=LIMITS, budgets=BUDGETS, by=ADMIN)

    assert (saved.id, saved.limits, saved.budgets) == (id, LIMITS, BUDGETS)
    assert await house.use.set_allowance.read(subject, id, by=AUDITOR) == saved


@pytest.mark.parametrize(("subject", "id"), SUBJECTS)
async def test_an_auditor_only_looks(subject: Subject, id: str) -> None:
    house = await a_house()
    before = await house.use.set_allowance.read(subject, id, by=AUDITOR)

    with pytest.raises(Forbidden, match="limits and budgets"):
        await house.use.set_allowance(subject, id, limits=LIMITS, budgets=(), by=AUDITOR)

    assert await house.use.set_allowance.read(subject, id, by=AUDITOR) == before


@pytest.mark.parametrize(("subject", "id"), SUBJECTS)
async def test_nobody_is_allowed_nothing(subject: Subject, id: str) -> None:
    house = AdminHouse()

    with pytest.raises(NotFound, match=id):
        await house.use.set_allowance(subject, id, limits=LIMITS, budgets=(), by=ADMIN)
    with pytest.raises(NotFound, match=id):
        await house.use.set_allowance.read(subject, id, by=ADMIN)


async def test_it_is_set_also_where_somebody_saved_the_same_meanwhile() -> None:
    keys = Crowded()
    await keys.add(a_key())
    allow = SetAllowance(keys=keys, users=MemoryUsers(), teams=MemoryTeams())

    saved = await allow("key", "k1", limits=LIMITS, budgets=BUDGETS, by=ADMIN)

    assert (saved.limits, saved.budgets, saved.version) == (LIMITS, BUDGETS, 3)
    assert await keys.get(a_key().id) == saved
