from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.teams import Teams
from domain.accounts.team import Team
from domain.ids import TeamId


@final
class MemoryTeams(Teams):
    def __init__(self) -> None:
        self._rows: VersionedRows[Team] = VersionedRows(noun="team")

    @override
    async def add(self, team: Team) -> Team:
        return self._rows.add(team)

    @override
    async def get(self, id: TeamId) -> Team:
        return self._rows.get(id)

    @override
    async def save(self, team: Team) -> Team:
        return self._rows.save(team)

    @override
    async def all(self) -> Sequence[Team]:
        return sorted(self._rows.all(), key=lambda team: (team.name, team.id))
