import pytest

from application.accounts.register_user import common_passwords_in
from domain.accounts.registration import Registration
from domain.errors import Conflict, Forbidden, Invalid
from tests.unit.application.chat.chat_house import NOON, House


async def test_somebody_new_gets_an_account() -> None:
    house = House()

    user = await house.use.register_user(" Ada@X.org ", "correct horse", name=" Ada  L ")

    assert (user.email, user.name, user.state) == ("ada@x.org", "Ada L", "active")
    assert (user.password_hash, user.created_at) == ("hash of correct horse", NOON)
    assert await house.users.get(user.id) == user


async def test_an_address_has_one_account() -> None:
    house = House()
    await house.use.register_user("ada@x.org", "correct horse", name="Ada")

    with pytest.raises(Conflict, match="has an account"):
        await house.use.register_user("ADA@x.org", "battery staple", name="Eve")


async def test_closed_registration_lets_nobody_in() -> None:
    house = House(registration=Registration(policy="closed"))

    with pytest.raises(Forbidden, match="closed"):
        await house.use.register_user("ada@x.org", "correct horse", name="Ada")


@pytest.mark.parametrize(
    ("address", "password", "name"),
    [
        ("nowhere", "correct horse", "Ada"),
        ("ada@x.org", "short", "Ada"),
        ("ada@x.org", "x" * 129, "Ada"),
        ("ada@x.org", "Password1", "Ada"),
        ("ada@x.org", "ada@x.org", "Ada"),
        ("ada@x.org", "correct horse", "  "),
    ],
)
async def test_what_cannot_be_is_refused(address: str, password: str, name: str) -> None:
    house = House()

    with pytest.raises(Invalid):
        await house.use.register_user(address, password, name=name)


def test_the_list_of_common_passwords_is_read_line_by_line() -> None:
    assert common_passwords_in("Letmein\n\n  \n qwerty \n") == {"letmein", "qwerty"}
