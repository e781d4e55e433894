from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from application.admin.create_key import CreatedKey
from application.admin.permissions import Action, Owner, authorise
from application.own.keys import ACTIVE_MAX
from domain.accounts.access import Scope
from domain.accounts.api_key import ApiKey
from domain.errors import Conflict, Forbidden, Invalid, NotFound
from domain.ids import KeyId, TeamId
from domain.repeats import Repeatable
from domain.transactions.money import NanoUsd
from domain.transactions.transaction import Payer
from tests.builders import ADA, EVE, NOON, a_batch, a_key, a_transaction, a_user
from tests.own import OwnDesk

HOUR = timedelta(hours=1)
SMALL = Scope(models=("small-*",), endpoints=("models",))


async def a_desk(*keys: ApiKey) -> OwnDesk:
    desk = OwnDesk()
    await desk.users.add(a_user())
    for key in keys:
        await desk.keys.add(key)
    return desk


async def test_a_key_is_its_makers_with_the_scope_that_was_asked_for() -> None:
    desk = await a_desk()

    made = await desk.use.create_key("laptop", expires_at=NOON + HOUR, scope=SMALL, by=ADA)

    stored = await desk.keys.get(made.key.id)
    assert (stored.user, stored.team, stored.scope) == (ADA, None, SMALL)
    assert (stored.expires_at, made.secret[-4:]) == (NOON + HOUR, stored.last4)


@pytest.mark.parametrize(
    ("name", "end", "why"),
    [("", None, "1 to 80 characters"), ("k", NOON - HOUR, "lies in the past")],
)
async def test_a_key_that_cannot_be_is_refused(name: str, end: datetime | None, why: str) -> None:
    desk = await a_desk()

    with pytest.raises(Invalid, match=why):
        await desk.use.create_key(name, expires_at=end, scope=Scope(), by=ADA)


async def test_nobody_has_more_keys_than_can_be_looked_after() -> None:
    desk = await a_desk(*(a_key(f"k{n}") for n in range(ACTIVE_MAX)))

    with pytest.raises(Conflict, match="revoke one"):
        await desk.use.create_key("one more", expires_at=None, scope=Scope(), by=ADA)

    await desk.use.revoke_key(KeyId("k0"), by=ADA)
    made = await desk.use.create_key("one more", expires_at=None, scope=Scope(), by=ADA)
    assert made.key.name == "one more"


async def test_a_list_has_all_of_ones_own_and_what_each_spent_lately() -> None:
    desk = await a_desk(
        a_key(), replace(a_key("k2", created_at=NOON + HOUR), user=EVE), a_key("k3")
    )
    hers = Payer(user=ADA, key=KeyId("k1"))
    long_ago = NOON - timedelta(days=30)
    calls = [
        replace(a_transaction("r1"), payer=hers),
        replace(a_transaction("r2"), payer=hers),
        replace(a_transaction("r3", at=long_ago, cost=NanoUsd(1000)), payer=hers),
        a_transaction("r4"),
    ]
    await desk.totals.add(a_batch().id, calls)

    found = await desk.use.list_keys(by=ADA)

    assert [(own.key.id, own.spent) for own in found] == [("k3", 0), ("k1", 14)]
    assert list(await desk.use.list_keys(by=a_user("nobody").id)) == []


async def test_a_rotated_key_goes_on_for_a_while_beside_its_successor() -> None:
    desk = await a_desk(replace(a_key(), scope=SMALL))

    made = await desk.use.rotate_key(KeyId("k1"), overlap=HOUR, by=ADA)

    assert (made.key.user, made.key.scope) == (ADA, SMALL)
    assert (await desk.keys.get(KeyId("k1"))).expires_at == NOON + HOUR


@pytest.mark.parametrize(
    "key", [replace(a_key(), user=EVE), replace(a_key(), user=None, team=TeamId("t1"))]
)
async def test_a_strangers_key_is_not_there(key: ApiKey) -> None:
    desk = await a_desk(key)

    with pytest.raises(NotFound, match="no key 'k1'"):
        await desk.use.rotate_key(KeyId("k1"), overlap=HOUR, by=ADA)
    with pytest.raises(NotFound, match="no key 'k1'"):
        await desk.use.revoke_key(KeyId("k1"), by=ADA)

    assert await desk.keys.get(KeyId("k1")) == replace(key, version=1)


@pytest.mark.parametrize(
    "action",
    ["look", "change_users", "change_teams", "change_administrators", "change_budgets"],
)
def test_owning_a_key_opens_nothing_of_the_administration(action: Action) -> None:
    with pytest.raises(Forbidden):
        authorise(Owner(ADA), action)


async def test_the_last_key_that_is_allowed_is_shown_again_to_who_asks_again() -> None:
    desk = await a_desk(*(a_key(f"k{n}") for n in range(ACTIVE_MAX - 1)))
    again = Repeatable(by="ada", key="k1", said="last")

    def ask() -> Awaitable[CreatedKey]:
        return desk.use.create_key("last", expires_at=None, scope=Scope(), by=ADA, repeatable=again)

    first, second = await ask(), await ask()

    assert second.secret == first.secret
    with pytest.raises(Conflict, match="revoke one"):
        await desk.use.create_key("one more", expires_at=None, scope=Scope(), by=ADA)
