import asyncio
from collections.abc import Awaitable, Callable

import pytest

from application.accounts.sessions import SignedIn
from application.admin.change_administrators import SUBJECT
from application.ports.changes import Change
from domain.accounts.administrator import Administrator
from domain.accounts.table_view import TableView
from domain.errors import Conflict, Forbidden, NotFound, Unauthenticated
from domain.ids import AdministratorId
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, OPERATOR, PASSWORD, AdminHouse


@pytest.fixture
def house() -> AdminHouse:
    return AdminHouse()


async def signed_in(house: AdminHouse, who: Administrator) -> SignedIn:
    admitted, _ = await house.use.sign_in(who.email, PASSWORD, place="here")
    assert isinstance(admitted, SignedIn)
    return admitted


Act = Callable[[AdminHouse, AdministratorId, Administrator], Awaitable[object]]


def demoting(house: AdminHouse, id: AdministratorId, by: Administrator) -> Awaitable[object]:
    return house.use.administrators.appoint(id, role="auditor", by=by)


def disabling(house: AdminHouse, id: AdministratorId, by: Administrator) -> Awaitable[object]:
    return house.use.administrators.appoint(id, state="disabled", by=by)


def removing(house: AdminHouse, id: AdministratorId, by: Administrator) -> Awaitable[object]:
    return house.use.administrators.remove(id, by=by)


ACTS = pytest.mark.parametrize("act", [demoting, disabling, removing])


@ACTS
@pytest.mark.parametrize("by", [ADMIN, AUDITOR], ids=["admin", "auditor"])
async def test_only_roots_change_administrators(
    house: AdminHouse, act: Act, by: Administrator
) -> None:
    other = await house.administrator("admin")

    with pytest.raises(Forbidden, match="your role does not allow you to change administrators"):
        await act(house, other.id, by)

    assert await house.use.administrators.everybody(by=by) == [other]


@ACTS
async def test_whoever_was_changed_is_signed_out_at_once(house: AdminHouse, act: Act) -> None:
    root, other = await house.administrator("root"), await house.administrator("admin")
    mine, theirs = await signed_in(house, root), await signed_in(house, other)

    await act(house, other.id, root)

    with pytest.raises(Unauthenticated):
        await house.use.identify(theirs.access_token)
    with pytest.raises(Unauthenticated):
        await house.use.refresh(theirs.refresh_token)
    assert (await house.use.identify(mine.access_token)).administrator == root


async def test_live_views_are_told_who_was_changed(house: AdminHouse) -> None:
    root, other = await house.administrator("root"), await house.administrator("admin")
    told = house.changes.listen()
    first = Change(subject="warm-up:")

    async def heard() -> list[Change]:
        return [await anext(told), await anext(told)]

    hearing = asyncio.create_task(heard())
    await asyncio.sleep(0)
    await house.changes.tell(first)
    await house.use.administrators.appoint(other.id, role="root", by=root)

    assert await hearing == [first, Change(subject=f"{SUBJECT}{other.id}", ended=True)]


async def test_what_is_already_so_signs_nobody_out(house: AdminHouse) -> None:
    root = await house.administrator("root")
    mine = await signed_in(house, root)

    await house.use.administrators.appoint(root.id, role="root", state="active", by=root)

    assert (await house.use.identify(mine.access_token)).administrator == root


async def test_a_role_and_a_state_are_changed_apart(house: AdminHouse) -> None:
    root, other = await house.administrator("root"), await house.administrator("admin")

    disabled = await house.use.administrators.appoint(other.id, state="disabled", by=root)
    demoted = await house.use.administrators.appoint(other.id, role="auditor", by=root)

    assert (disabled.role, disabled.state) == ("admin", "disabled")
    assert (demoted.role, demoted.state) == ("auditor", "disabled")


async def test_who_is_disabled_is_told_so_once_the_password_is_right(house: AdminHouse) -> None:
    root, other = await house.administrator("root"), await house.administrator("admin")
    await house.use.administrators.appoint(other.id, state="disabled", by=root)

    with pytest.raises(Forbidden, match="this account is disabled"):
        await signed_in(house, other)
    with pytest.raises(Unauthenticated, match="the password is wrong"):
        await house.use.sign_in(other.email, "another", place="here")

    await house.use.administrators.appoint(other.id, state="active", by=root)
    entered = await signed_in(house, other)
    assert entered.account == other.id


async def test_an_open_session_of_who_is_disabled_does_not_count(house: AdminHouse) -> None:
    """One that was opened in the moment between the change and its signing out."""
    await house.administrator("root")
    other = await house.administrator("admin")
    theirs = await signed_in(house, other)

    await house.administrators.appoint(other.id, role="admin", state="disabled")

    with pytest.raises(Unauthenticated, match="this account is disabled"):
        await house.use.identify(theirs.access_token)


@ACTS
async def test_the_last_root_stays(house: AdminHouse, act: Act) -> None:
    root = await house.administrator("root")
    await house.administrator("admin")
    mine = await signed_in(house, root)

    with pytest.raises(Conflict, match=r"root@x\.org is the last root"):
        await act(house, root.id, root)

    assert (await house.use.identify(mine.access_token)).administrator == root


async def test_who_is_removed_leaves_nothing_of_their_own(house: AdminHouse) -> None:
    root, other = await house.administrator("root"), await house.administrator("admin")
    await house.use.second_factor.begin(other.id, password=PASSWORD, place="here")
    assert await house.factors.of(other.id) is not None
    await house.views.save(other.id, "users", TableView())

    await house.use.administrators.remove(other.id, by=root)

    assert await house.factors.of(other.id) is None
    assert await house.views.of(other.id) == {}
    with pytest.raises(NotFound):
        await house.use.administrators.remove(other.id, by=OPERATOR)
