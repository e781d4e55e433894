from datetime import timedelta

import pytest

from application.accounts.sessions import SignedIn
from domain.errors import Conflict, Invalid, RateLimited, Unauthenticated
from tests.builders import NOON
from tests.unit.application.admin.admin_house import (
    ACCESS_LASTING,
    OPERATOR,
    PASSWORD,
    AdminHouse,
)

SAME_WORDS = "the e-mail address or the password is wrong"


async def test_the_right_password_opens_a_session_of_the_administration() -> None:
    house = AdminHouse()
    root = await house.administrator()

    signed_in, administrator = await house.use.sign_in(" ROOT@x.org ", PASSWORD, place="here")
    assert isinstance(signed_in, SignedIn)
    identified = await house.use.identify(signed_in.access_token)

    assert administrator == identified.administrator == root
    assert identified.expires_at == NOON + ACCESS_LASTING
    with pytest.raises(Unauthenticated):
        await house.authenticate_chat(signed_in.access_token)


async def test_nobody_learns_which_addresses_exist() -> None:
    house = AdminHouse()
    await house.administrator()

    for address in ("root@x.org", "nobody@x.org"):
        with pytest.raises(Unauthenticated, match=SAME_WORDS):
            await house.use.sign_in(address, "wrong", place="here")

    assert house.passwords.asked == [f"hash of {PASSWORD}", None]


@pytest.mark.parametrize("address", ["root@x.org", "nobody@x.org"])
async def test_after_five_failures_one_waits_there_but_not_elsewhere(address: str) -> None:
    house = AdminHouse()
    await house.administrator()
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await house.use.sign_in(address, "wrong", place="here")

    with pytest.raises(RateLimited, match="too many tries; wait 2 seconds") as refusal:
        await house.use.sign_in(address.upper(), PASSWORD, place="here")
    with pytest.raises(Unauthenticated):
        await house.use.sign_in(address, "wrong", place="elsewhere")

    assert refusal.value.retry_after_s == 2
    assert len(house.passwords.asked) == 6


async def test_failures_for_one_address_keep_no_other_waiting() -> None:
    house = AdminHouse()
    await house.administrator()
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await house.use.sign_in("nobody@x.org", "wrong", place="here")

    _, administrator = await house.use.sign_in("root@x.org", PASSWORD, place="here")

    assert administrator.email == "root@x.org"


async def test_success_forgets_the_failures() -> None:
    house = AdminHouse()
    await house.administrator()
    for _ in range(4):
        with pytest.raises(Unauthenticated):
            await house.use.sign_in("root@x.org", "wrong", place="here")

    await house.use.sign_in("root@x.org", PASSWORD, place="here")
    with pytest.raises(Unauthenticated):
        await house.use.sign_in("root@x.org", "wrong", place="here")

    await house.use.sign_in("root@x.org", PASSWORD, place="here")


async def test_a_chat_token_identifies_no_administrator() -> None:
    house = AdminHouse()
    root = await house.administrator()
    chat = await house.open_chat_session(root.id)

    with pytest.raises(Unauthenticated):
        await house.use.identify(chat.access_token)


async def test_an_expired_token_identifies_nobody() -> None:
    house = AdminHouse()
    token = await house.token()

    house.clock.advance(ACCESS_LASTING)

    with pytest.raises(Unauthenticated):
        await house.use.identify(token)


async def test_a_session_of_an_account_that_is_gone_identifies_nobody() -> None:
    house, other = AdminHouse(), AdminHouse()
    root = await other.administrator()
    signed_in = await house.use.sign_in.admit.open_session(root.id)

    with pytest.raises(Unauthenticated, match="no more"):
        await house.use.identify(signed_in.access_token)
    with pytest.raises(Unauthenticated, match="no more"):
        await house.use.refresh(signed_in.refresh_token)


async def test_a_refresh_prolongs_the_sign_in() -> None:
    house = AdminHouse()
    root = await house.administrator()
    signed_in, _ = await house.use.sign_in(root.email, PASSWORD, place="here")
    assert isinstance(signed_in, SignedIn)
    house.clock.advance(timedelta(minutes=20))

    refreshed, administrator = await house.use.refresh(signed_in.refresh_token)

    assert administrator == root
    assert refreshed.refresh_token != signed_in.refresh_token
    assert (await house.use.identify(refreshed.access_token)).administrator == root


async def test_without_a_password_one_is_made_up_and_shown_once() -> None:
    house = AdminHouse()

    made = await house.create_administrator(
        " New@X.org", name=" New ", role="auditor", password=None, by=OPERATOR
    )
    _, signed_in = await house.use.sign_in("new@x.org", made.password, place="here")

    assert made.password == "s" * 40
    assert " password=" not in repr(made)
    assert signed_in == made.administrator
    assert (signed_in.email, signed_in.name, signed_in.role) == ("new@x.org", "New", "auditor")
    assert (signed_in.created_at, signed_in.version) == (NOON, 1)


@pytest.mark.parametrize(
    ("name", "password"),
    [(" ", PASSWORD), ("n" * 81, PASSWORD), ("N", "short"), ("N", "password1")],
)
async def test_a_bad_name_or_password_makes_no_administrator(name: str, password: str) -> None:
    house = AdminHouse()

    with pytest.raises(Invalid):
        await house.create_administrator(
            "new@x.org", name=name, role="root", password=password, by=OPERATOR
        )

    assert not await house.administrators.exist()


async def test_a_name_may_have_eighty_characters() -> None:
    house = AdminHouse()

    made = await house.create_administrator(
        "new@x.org", name="n" * 80, role="root", password=None, by=OPERATOR
    )

    assert made.administrator.name == "n" * 80


async def test_an_address_is_used_once() -> None:
    house = AdminHouse()
    await house.administrator()

    with pytest.raises(Conflict):
        await house.administrator()
