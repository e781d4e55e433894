from dataclasses import dataclass

from application.admin.permissions import Principal, authorise
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.teams import Teams
from domain.accounts.team import Team
from domain.errors import Conflict
from domain.ids import TeamId


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTeam:
    """Raises `Conflict` when a team has this name already."""

    teams: Teams
    new_id: NewId
    clock: Clock

    async def __call__(self, name: str, *, by: Principal) -> Team:
        authorise(by, "change_teams")
        team = Team(id=TeamId(self.new_id()), name=name.strip(), created_at=self.clock())
        if any(team.name.casefold() == other.name.casefold() for other in await self.teams.all()):
            raise Conflict(f"there is a team {team.name!r} already")
        return await self.teams.add(team)
