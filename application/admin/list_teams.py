from collections.abc import Sequence
from dataclasses import dataclass

from application.admin.permissions import Principal, authorise
from application.ports.teams import Teams
from domain.accounts.team import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTeams:
    teams: Teams

    async def __call__(self, *, by: Principal) -> Sequence[Team]:
        authorise(by, "look")
        return await self.teams.all()
