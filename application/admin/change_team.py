from collections.abc import Callable, Sequence
from dataclasses import dataclass

from application.admin.permissions import Principal, authorise
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.team import Team, TeamRole
from domain.errors import Conflict
from domain.ids import TeamId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTeam:
    """Members, their roles, and the models that a team was granted. Raises `NotFound`."""

    teams: Teams
    users: Users

    async def read(self, id: TeamId, *, by: Principal) -> Team:
        authorise(by, "look")
        return await self.teams.get(id)

    async def set_member(self, id: TeamId, user: UserId, *, role: TeamRole, by: Principal) -> Team:
        authorise(by, "change_teams")
        await self.users.get(user)
        return await self._change(id, lambda team: team.with_member(user, role=role))

    async def remove_member(self, id: TeamId, user: UserId, *, by: Principal) -> Team:
        authorise(by, "change_teams")
        return await self._change(id, lambda team: team.without_member(user))

    async def grant(self, id: TeamId, models: Sequence[str], *, by: Principal) -> Team:
        authorise(by, "change_teams")
        return await self._change(id, lambda team: team.granted(models))

    async def _change(self, id: TeamId, change: Callable[[Team], Team]) -> Team:
        team = await self.teams.get(id)
        changed = change(team)
        if changed == team:
            return team
        try:
            return await self.teams.save(changed)
        except Conflict:
            return await self._change(id, change)
