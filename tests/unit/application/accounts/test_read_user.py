import pytest

from adapters.outbound.memory.users import MemoryUsers
from application.accounts.read_user import ReadUser
from domain.errors import Unauthenticated
from tests.builders import ADA, EVE, a_user


async def test_somebody_signed_in_is_known_by_their_account() -> None:
    users = MemoryUsers()
    ada = await users.add(a_user())
    await users.add(a_user("eve"))

    assert await ReadUser(users=users)(ADA) == ada


async def test_an_account_that_is_gone_is_nobody_s() -> None:
    with pytest.raises(Unauthenticated, match="no longer there"):
        await ReadUser(users=MemoryUsers())(EVE)


async def test_a_disabled_account_is_told_so() -> None:
    users = MemoryUsers()
    await users.add(a_user().disable())

    with pytest.raises(Unauthenticated, match="is disabled"):
        await ReadUser(users=users)(ADA)
