"""Administrators change their password; who lost theirs, or a second factor, is let in again."""

import pytest

from application.accounts.sessions import SignedIn
from domain.accounts.administrator import Administrator
from domain.accounts.second_factor import SecondFactor
from domain.errors import Forbidden, Invalid, NotFound, Unauthenticated
from domain.ids import AdministratorId, SessionId
from tests.builders import NOON
from tests.unit.application.admin.admin_house import ADMIN, PASSWORD, AdminHouse

NEW = "a phrase that is long enough"


async def entered(house: AdminHouse, who: Administrator, password: str = PASSWORD) -> SignedIn:
    signed_in, _ = await house.use.sign_in(who.email, password, place="here")
    assert isinstance(signed_in, SignedIn)
    return signed_in


async def session_of(house: AdminHouse, signed_in: SignedIn) -> SessionId:
    return (await house.use.identify(signed_in.access_token)).session


async def test_one_s_own_password_is_changed_with_the_present_one() -> None:
    house = AdminHouse()
    root = await house.administrator("root")
    here, elsewhere = await entered(house, root), await entered(house, root)
    session = await session_of(house, here)
    change = house.use.change_password

    with pytest.raises(Forbidden, match="the password is wrong"):
        await change(root.id, present="nonsense", new=NEW, session=session, place="here")
    with pytest.raises(Invalid):
        await change(root.id, present=PASSWORD, new="short", session=session, place="here")
    await change(root.id, present=PASSWORD, new=NEW, session=session, place="here")

    assert (await house.use.identify(here.access_token)).administrator.id == root.id
    with pytest.raises(Unauthenticated):
        await house.use.identify(elsewhere.access_token)
    with pytest.raises(Unauthenticated):
        await entered(house, root)
    await entered(house, root, NEW)


async def test_a_forgotten_password_is_replaced_by_one_that_is_shown() -> None:
    house = AdminHouse()
    root, other = await house.administrator("root"), await house.administrator("admin")
    token = (await entered(house, other)).access_token

    made = await house.use.restore_entry.by_new_password(other.id, by=root)

    assert made.password not in repr(made)
    with pytest.raises(Unauthenticated):
        await house.use.identify(token)
    with pytest.raises(Unauthenticated):
        await entered(house, other)
    await entered(house, other, made.password)


async def test_who_lost_a_second_factor_comes_in_without_it() -> None:
    house = AdminHouse()
    root, other = await house.administrator("root"), await house.administrator("admin")
    token = (await entered(house, other)).access_token
    await house.factors.add(
        SecondFactor(id=other.id, sealed_secret="x", created_at=NOON, confirmed_at=NOON)
    )

    await house.use.restore_entry.without_second_factor(other.id, by=root)

    with pytest.raises(Unauthenticated):
        await house.use.identify(token)
    await entered(house, other)


async def test_only_roots_let_others_in_again_and_only_who_is_there() -> None:
    house = AdminHouse()
    root = await house.administrator("root")
    restore = house.use.restore_entry

    for refused in (
        restore.by_new_password(root.id, by=ADMIN),
        restore.without_second_factor(root.id, by=ADMIN),
    ):
        with pytest.raises(Forbidden, match="your role does not allow"):
            await refused
    for nobodys in (
        restore.by_new_password(AdministratorId("nobody"), by=root),
        restore.without_second_factor(AdministratorId("nobody"), by=root),
    ):
        with pytest.raises(NotFound):
            await nobodys
    assert await house.administrators.get(root.id) == root
