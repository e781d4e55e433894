"""SEC-13: a stranger learns nothing by signing in."""

from datetime import timedelta

import pytest

from domain.accounts.ban import Ban
from domain.accounts.user import email
from domain.errors import Forbidden, RateLimited, Unauthenticated
from tests.unit.application.chat.chat_house import NOON, House

SAME_WORDS = "the e-mail address or the password is wrong"


async def a_house() -> House:
    house = House()
    await house.use.register_user("ada@x.org", "correct horse", name="Ada")
    return house


async def test_the_right_password_opens() -> None:
    house = await a_house()

    user = await house.use.sign_in_user(" ADA@x.org", "correct horse", place="here")

    assert (user.email, user.last_seen_at) == ("ada@x.org", NOON)


async def test_nobody_learns_why_it_did_not_open() -> None:
    house = await a_house()
    eve = await house.use.register_user("eve@x.org", "battery staple", name="Eve")
    await house.users.save(eve.disable())

    for address, password in [
        ("ada@x.org", "wrong"),
        ("nobody@x.org", "wrong"),
        ("no address", "wrong"),
        ("eve@x.org", "battery staple"),
    ]:
        with pytest.raises(Unauthenticated, match=SAME_WORDS):
            await house.use.sign_in_user(address, password, place="here")

    assert len(house.passwords.asked) == 4
    assert house.passwords.asked[1:3] == [None, None]


@pytest.mark.parametrize("address", ["ada@x.org", "nobody@x.org"])
async def test_after_five_failures_one_waits_there_but_not_elsewhere(address: str) -> None:
    house = await a_house()
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await house.use.sign_in_user(address, "wrong", place="here")

    with pytest.raises(RateLimited, match="too many tries; wait 2 seconds") as refusal:
        await house.use.sign_in_user(address.upper(), "correct horse", place="here")
    with pytest.raises(Unauthenticated):
        await house.use.sign_in_user(address, "wrong", place="elsewhere")

    assert refusal.value.retry_after_s == 2
    assert len(house.passwords.asked) == 6


async def test_success_forgets_the_failures() -> None:
    house = await a_house()
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(Unauthenticated):
                await house.use.sign_in_user("ada@x.org", "wrong", place="here")

        user = await house.use.sign_in_user("ada@x.org", "correct horse", place="here")
        assert user.name == "Ada"


async def test_the_wait_ends() -> None:
    house = await a_house()
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await house.use.sign_in_user("ada@x.org", "wrong", place="here")
    house.clock.advance(timedelta(seconds=1))

    with pytest.raises(RateLimited, match="wait 1 seconds"):
        await house.use.sign_in_user("ada@x.org", "correct horse", place="here")
    house.clock.advance(timedelta(seconds=1))
    user = await house.use.sign_in_user("ada@x.org", "correct horse", place="here")

    assert user.name == "Ada"


async def test_who_is_banned_learns_the_reason_by_the_right_password_alone() -> None:
    house = await a_house()
    user = await house.users.by_email(email("ada@x.org"))
    assert user is not None
    await house.users.save(user.banned(Ban(reason="Spam", since=NOON)))

    with pytest.raises(Unauthenticated, match="is wrong"):
        await house.use.sign_in_user("ada@x.org", "wrong", place="here")
    with pytest.raises(Forbidden, match="this account is banned: Spam"):
        await house.use.sign_in_user("ada@x.org", "correct horse", place="here")
