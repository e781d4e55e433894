from dataclasses import replace

import pytest

from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.catalog import StaticModelCatalog
from adapters.outbound.memory.provider_keys import MemoryProviderKeys
from adapters.outbound.memory.teams import MemoryTeams
from adapters.outbound.memory.users import MemoryUsers
from application.granted_models import GrantedModels
from application.read_grants import ReadGrants, RememberedAccess
from domain.accounts.access import Grants, Scope
from domain.catalog.models import Catalog, Model
from domain.errors import Forbidden
from domain.ids import KeyId, TeamId
from domain.transactions.transaction import Payer
from tests.builders import ADA, a_key, a_team, a_user
from tests.clock import FakeClock

SCOPE = Scope(models=("a*",))
K1, T1 = KeyId("k1"), TeamId("t1")


@pytest.fixture
async def read() -> ReadGrants:
    found = ReadGrants(
        keys=MemoryApiKeys(),
        users=MemoryUsers(),
        teams=MemoryTeams(),
        provider_keys=MemoryProviderKeys(),
    )
    await found.keys.add(replace(a_key("k1"), scope=SCOPE))
    await found.users.add(a_user("ada").granted(["*1"]))
    await found.teams.add(a_team("t1").granted(["*2"]))
    return found


async def test_a_key_its_user_and_its_team_have_a_say(read: ReadGrants) -> None:
    assert await read(Payer()) == Grants()
    assert (await read(Payer(user=ADA))).models == (("*1",),)
    by_team = await read(Payer(team=T1, key=K1))
    assert (by_team.models, by_team.scope) == ((("*2",),), SCOPE)
    assert [terms.subject for terms in by_team.terms] == ["key:k1", "team:t1"]
    by_user = await read(Payer(user=ADA, key=K1))
    assert (by_user.models, by_user.scope) == ((("*1",),), SCOPE)
    assert [terms.subject for terms in by_user.terms] == ["key:k1", "user:ada"]


@pytest.mark.parametrize("gone", [Payer(key=KeyId("x")), Payer(team=TeamId("x"), key=K1)])
async def test_whoever_is_gone_may_nothing(read: ReadGrants, gone: Payer) -> None:
    with pytest.raises(Forbidden, match="nothing is granted to you any more"):
        await read(gone)


async def test_the_catalogue_of_a_payer_has_what_it_may_use(read: ReadGrants) -> None:
    models = tuple(
        Model(name=name, label=name, provider="p", kind="openai", upstream="u", aliases=(alias,))
        for name, alias in (("a1", "x"), ("a2", "a1-alias"), ("b1", "a1-too"))
    )
    granted = GrantedModels(
        catalog=StaticModelCatalog(Catalog(models=models)),
        access=RememberedAccess(read, clock=FakeClock()),
    )

    found = await granted(Payer(user=ADA, key=K1))

    assert [model.name for model in found.models] == ["a1"]
