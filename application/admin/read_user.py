from collections.abc import Sequence
from dataclasses import dataclass

from application.admin.permissions import Principal, authorise
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.team import Team
from domain.accounts.user import User
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInTeams:
    user: User
    teams: Sequence[Team]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadUser:
    """One person, and the teams that they are in, by name. Raises `NotFound`."""

    users: Users
    teams: Teams

    async def __call__(self, id: UserId, *, by: Principal) -> UserInTeams:
        authorise(by, "look")
        user = await self.users.get(id)
        teams = [team for team in await self.teams.all() if team.role_of(user.id) is not None]
        return UserInTeams(user=user, teams=teams)
