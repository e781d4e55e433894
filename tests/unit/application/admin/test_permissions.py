"""SEC-09: what each role may do."""

from collections.abc import Awaitable, Callable

import pytest

from application.admin.permissions import Action, Principal, authorise
from domain.errors import Forbidden
from domain.ids import KeyId
from domain.transactions.call_filter import CallFilter
from tests.builders import ADA, NOON, a_user
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, OPERATOR, ROOT, AdminHouse

TABLE: dict[Action, tuple[bool, bool, bool, bool]] = {
    #                       operator root  admin  auditor
    "look": (True, True, True, True),
    "change_users": (True, True, True, False),
    "change_keys": (True, True, True, False),
    "change_teams": (True, True, True, False),
    "change_administrators": (True, True, False, False),
    "change_budgets": (True, True, True, False),
    "change_models": (True, True, True, False),
}


@pytest.mark.parametrize("action", TABLE)
def test_who_may_do_what(action: Action) -> None:
    def may(by: Principal) -> bool:
        try:
            authorise(by, action)
        except Forbidden:
            return False
        return True

    assert tuple(may(by) for by in (OPERATOR, ROOT, ADMIN, AUDITOR)) == TABLE[action]


def test_a_refusal_says_what_was_not_allowed() -> None:
    with pytest.raises(Forbidden) as refusal:
        authorise(AUDITOR, "change_keys")

    assert str(refusal.value) == "your role does not allow you to make or revoke keys"


Change = Callable[[AdminHouse, Principal], Awaitable[object]]

CHANGES: dict[str, Change] = {
    "disable a user": lambda house, by: house.use.set_user_state(ADA, "disabled", by=by),
    "create a key": lambda house, by: house.use.create_key(
        "k", owner_kind="user", owner_id=ADA, expires_at=None, by=by
    ),
    "say what becomes of a key's calls": lambda house, by: house.use.change_key(
        KeyId("k1"), lambda key: key, by=by
    ),
    "revoke a key": lambda house, by: house.use.revoke_key(KeyId("k1"), by=by),
    "change models": lambda house, by: house.use.change_offer(0, {}, [], [], by=by),
    "create a team": lambda house, by: house.use.create_team("t", by=by),
    "create an administrator": lambda house, by: house.create_administrator(
        "new@x.org", name="New", role="root", password=None, by=by
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_an_auditor_changes_nothing(change: Change) -> None:
    house = AdminHouse()
    before = await house.users.add(a_user())

    with pytest.raises(Forbidden):
        await change(house, AUDITOR)

    assert await house.users.get(ADA) == before
    assert (await house.keys.page(cursor=None, limit=9)).items == ()
    assert list(await house.teams.all()) == []
    assert not await house.administrators.exist()


async def test_an_admin_makes_no_administrators() -> None:
    house = AdminHouse()

    with pytest.raises(Forbidden, match="change administrators"):
        await CHANGES["create an administrator"](house, ADMIN)

    assert not await house.administrators.exist()


async def test_an_auditor_sees_everything() -> None:
    house = AdminHouse()
    await house.users.add(a_user())

    users = await house.use.list_users("", cursor=None, limit=9, by=AUDITOR)
    await house.use.list_keys(cursor=None, limit=9, by=AUDITOR)
    await house.use.list_teams(by=AUDITOR)
    await house.use.usage_by_day(NOON.date(), NOON.date(), by=AUDITOR)
    await house.use.overview("24h", by=AUDITOR)
    await house.use.list_calls(CallFilter(), cursor=None, limit=9, by=AUDITOR)

    assert [user.id for user in users.items] == [ADA]
