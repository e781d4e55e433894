from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from application.admin.owners import users_by_id
from application.admin.permissions import Principal, authorise
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.team import Team, TeamRole
from domain.accounts.user import User
from domain.errors import Conflict
from domain.ids import TeamId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopledTeam:
    """A team, with those of its members who are still there."""

    team: Team
    people: Mapping[UserId, User]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTeam:
    """Members, their roles, and the models that a team was granted. Raises `NotFound`."""

    teams: Teams
    users: Users

    async def read(self, id: TeamId, *, by: Principal) -> PeopledTeam:
        authorise(by, "look")
        return await self._peopled(await self.teams.get(id))

    async def set_member(
        self, id: TeamId, user: UserId, *, role: TeamRole, by: Principal
    ) -> PeopledTeam:
        authorise(by, "change_teams")
        await self.users.get(user)
        return await self._change(id, lambda team: team.with_member(user, role=role))

    async def remove_member(self, id: TeamId, user: UserId, *, by: Principal) -> PeopledTeam:
        authorise(by, "change_teams")
        return await self._change(id, lambda team: team.without_member(user))

    async def grant(
        self,
        id: TeamId,
        models: Sequence[str],
        *,
        by: Principal,
        before: Sequence[str] | None = None,
    ) -> PeopledTeam:
        """`Conflict` unless `before`, where it is given, are the models that it has."""
        authorise(by, "change_teams")
        known = await self.teams.get(id)
        if before is not None and tuple(before) != known.models:
            raise Conflict("the models were changed meanwhile")
        try:
            return await self._peopled(await self.teams.save(known.granted(models)))
        except Conflict:
            return await self.grant(id, models, by=by, before=before)

    async def _change(self, id: TeamId, change: Callable[[Team], Team]) -> PeopledTeam:
        team = await self.teams.get(id)
        changed = change(team)
        if changed == team:
            return await self._peopled(team)
        try:
            return await self._peopled(await self.teams.save(changed))
        except Conflict:
            return await self._change(id, change)

    async def _peopled(self, team: Team) -> PeopledTeam:
        return PeopledTeam(team=team, people=await users_by_id(team.members, self.users))
