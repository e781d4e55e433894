from datetime import timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.users import MemoryUsers
from application.accounts.sessions import EndAllSessions
from application.admin.ban_user import BanUser
from domain.accounts.ban import Ban
from domain.accounts.user import User
from domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from tests.builders import ADA, NOON, a_user
from tests.unit.application.admin.admin_house import ADMIN, AUDITOR, AdminHouse

HOUR = timedelta(hours=1)


class Crowded(MemoryUsers):  # type: ignore[misc]  # somebody else saves first, once
    crowd = 1

    @override
    async def save(self, user: User) -> User:
        if self.crowd:
            self.crowd -= 1
            await super().save(await self.get(user.id))
        return await super().save(user)


async def test_who_is_banned_is_signed_out_and_told_why() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    session = await house.open_chat_session(ADA)

    banned = await house.use.ban_user(ADA, reason=" Spam \n again ", until=NOON + HOUR, by=ADMIN)

    assert banned.ban == Ban(reason="Spam again", since=NOON, until=NOON + HOUR)
    assert await house.users.get(ADA) == banned
    with pytest.raises(Unauthenticated):
        await house.authenticate_chat(session.access_token)


async def test_who_is_pardoned_is_let_in_again() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    await house.use.ban_user(ADA, reason="Spam", until=None, by=ADMIN)

    pardoned = await house.use.ban_user.pardon(ADA, by=ADMIN)

    assert pardoned.ban is None
    assert await house.users.get(ADA) == pardoned
    assert await house.use.ban_user.pardon(ADA, by=ADMIN) == pardoned


async def test_only_who_may_change_users_bans_and_pardons() -> None:
    house = AdminHouse()
    await house.users.add(a_user())

    with pytest.raises(Forbidden, match="change users"):
        await house.use.ban_user(ADA, reason="Spam", until=None, by=AUDITOR)
    with pytest.raises(Forbidden, match="change users"):
        await house.use.ban_user.pardon(ADA, by=AUDITOR)


async def test_a_ban_needs_a_person_and_a_reason() -> None:
    house = AdminHouse()

    with pytest.raises(NotFound, match="ada"):
        await house.use.ban_user(ADA, reason="Spam", until=None, by=ADMIN)
    with pytest.raises(Invalid, match="reason"):
        await house.use.ban_user(ADA, reason=" ", until=None, by=ADMIN)


async def test_a_ban_holds_also_where_somebody_saved_the_account_meanwhile() -> None:
    house, users = AdminHouse(), Crowded()
    await users.add(a_user())
    ban = BanUser(
        users=users,
        end_all_sessions=EndAllSessions(
            sessions=house.sessions, live=house.live, clock=house.clock
        ),
        clock=house.clock,
    )

    await ban(ADA, reason="Spam", until=None, by=ADMIN)

    assert (await users.get(ADA)).ban == Ban(reason="Spam", since=NOON)
    with pytest.raises(Conflict):
        await users.save(a_user())
