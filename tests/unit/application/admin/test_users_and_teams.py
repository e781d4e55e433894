from dataclasses import replace
from typing import Literal

import pytest
from typing_extensions import override

from adapters.outbound.memory.users import MemoryUsers
from application.accounts.sessions import EndAllSessions
from application.admin.set_user_state import SetUserState
from domain.accounts.user import User
from domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from domain.ids import UserId
from tests.builders import ADA, EVE, NOON, a_user
from tests.unit.application.admin.admin_house import ADMIN, AdminHouse


async def test_a_disabled_user_is_signed_out_everywhere_at_once() -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    phone = await house.open_chat_session(ADA)
    laptop = await house.open_chat_session(ADA)
    eve = await house.open_chat_session(EVE)

    user = await house.use.set_user_state(ADA, "disabled", by=ADMIN)

    assert user.state == (await house.users.get(ADA)).state == "disabled"
    for session in (phone, laptop):
        with pytest.raises(Unauthenticated):
            await house.authenticate_chat(session.access_token)
    assert (await house.authenticate_chat(eve.access_token)).account == EVE


async def test_disabling_again_ends_sessions_that_were_opened_meanwhile() -> None:
    house = AdminHouse()
    disabled = await house.users.add(a_user().disable())
    late = await house.open_chat_session(ADA)

    again = await house.use.set_user_state(ADA, "disabled", by=ADMIN)

    assert again == disabled
    with pytest.raises(Unauthenticated):
        await house.authenticate_chat(late.access_token)


async def test_enabling_ends_no_session() -> None:
    house = AdminHouse()
    await house.users.add(a_user().disable())
    session = await house.open_chat_session(ADA)

    user = await house.use.set_user_state(ADA, "active", by=ADMIN)

    assert (user.state, user.version) == ("active", 2)
    assert (await house.authenticate_chat(session.access_token)).account == ADA


async def test_a_user_who_is_not_there_cannot_be_disabled() -> None:
    with pytest.raises(NotFound, match="ada"):
        await AdminHouse().use.set_user_state(ADA, "disabled", by=ADMIN)


class BusyUsers(MemoryUsers):  # type: ignore[misc]  # a store in which somebody else is faster
    """Somebody else saves each user once, between our reading and our saving."""

    def __init__(self) -> None:
        super().__init__()
        self.raced = False

    @override
    async def save(self, user: User) -> User:
        if not self.raced:
            self.raced = True
            await super().save((await self.get(user.id)).seen(at=NOON))
        return await super().save(user)


@pytest.mark.parametrize(
    ("before", "wanted"), [(a_user(), "disabled"), (a_user().disable(), "active")]
)
async def test_a_visit_in_between_is_not_lost(
    before: User, wanted: Literal["active", "disabled"]
) -> None:
    house, users = AdminHouse(), BusyUsers()
    await users.add(before)
    end_all = EndAllSessions(sessions=house.sessions, live=house.live, clock=house.clock)

    user = await SetUserState(users=users, end_all_sessions=end_all)(ADA, wanted, by=ADMIN)

    assert (user.state, user.last_seen_at, user.version) == (wanted, NOON, 3)


async def test_users_are_found_by_a_part_of_their_address_page_by_page() -> None:
    house = AdminHouse()
    for name in ("ada", "adam", "eve"):
        await house.users.add(a_user(name, name=name.title()))

    first = await house.use.list_users("ADA", cursor=None, limit=1, by=ADMIN)
    second = await house.use.list_users("ADA", cursor=first.next_cursor, limit=1, by=ADMIN)

    assert [user.id for user in first.items + second.items] == ["adam", "ada"]
    assert second.next_cursor is None


async def test_a_team_is_made_once() -> None:
    house = AdminHouse()

    team = await house.use.create_team(" Blue ", by=ADMIN)
    with pytest.raises(Conflict, match="there is a team 'BLUE' already"):
        await house.use.create_team("BLUE", by=ADMIN)
    with pytest.raises(Invalid):
        await house.use.create_team(" ", by=ADMIN)

    assert (team.name, team.created_at, team.version) == ("Blue", NOON, 1)
    assert await house.teams.get(team.id) == team
    assert len(team.id) == 26
    assert list(await house.use.list_teams(by=ADMIN)) == [team]


async def test_a_team_counts_its_members() -> None:
    house = AdminHouse()
    team = await house.use.create_team("Blue", by=ADMIN)

    await house.teams.save(replace(team, members=(UserId("ada"), UserId("eve"))))

    assert [len(each.members) for each in await house.use.list_teams(by=ADMIN)] == [2]
