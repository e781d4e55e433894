import pytest

from domain.accounts.user import User
from domain.errors import Forbidden, Invalid, NotFound, RateLimited, Unauthenticated
from domain.ids import SessionId
from tests.builders import ADA
from tests.unit.application.chat.chat_house import House

OLD, NEW = "correct horse", "battery staple"


async def a_house() -> tuple[House, User]:
    house = House()
    return house, await house.use.register_user("ada@x.org", OLD, name="Ada")


async def change(house: House, user: User, present: str, new: str) -> None:
    await house.use.change_password(
        user.id, present=present, new=new, session=SessionId("s1"), place="here"
    )


async def test_a_name_is_changed_without_needless_blanks() -> None:
    house, ada = await a_house()

    renamed = await house.use.rename_user(ada.id, name="  Ada \n Lovelace ")

    assert renamed.name == "Ada Lovelace"
    assert await house.users.get(ada.id) == renamed
    with pytest.raises(Invalid):
        await house.use.rename_user(ada.id, name=" ")
    with pytest.raises(NotFound):
        await house.use.rename_user(ADA, name="Ada")


async def test_a_new_password_opens_and_the_old_one_does_not() -> None:
    house, ada = await a_house()

    await change(house, ada, OLD, NEW)

    assert (await house.use.sign_in_user("ada@x.org", NEW, place="here")).id == ada.id
    with pytest.raises(Unauthenticated):
        await house.use.sign_in_user("ada@x.org", OLD, place="here")


@pytest.mark.parametrize("new", ["short", "password1", "ada@x.org"])
async def test_a_password_that_cannot_be_changes_nothing(new: str) -> None:
    house, ada = await a_house()

    with pytest.raises(Invalid):
        await change(house, ada, OLD, new)

    assert (await house.use.sign_in_user("ada@x.org", OLD, place="here")).id == ada.id


async def test_a_wrong_present_password_changes_nothing_and_counts_as_a_try() -> None:
    house, ada = await a_house()
    for _ in range(5):
        with pytest.raises(Forbidden, match="present password is wrong"):
            await change(house, ada, "wrong", NEW)

    with pytest.raises(RateLimited):
        await change(house, ada, OLD, NEW)
