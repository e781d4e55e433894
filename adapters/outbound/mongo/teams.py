from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.teams import Teams
from domain.accounts.team import Team
from domain.ids import TeamId


@final
class MongoTeams(Teams):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["teams"], Team, noun="team")

    @override
    async def add(self, team: Team) -> Team:
        return await self._rows.add(team)

    @override
    async def get(self, id: TeamId) -> Team:
        return await self._rows.get(id)

    @override
    async def save(self, team: Team) -> Team:
        return await self._rows.save(team)

    @override
    async def all(self) -> Sequence[Team]:
        with mongo_errors():
            found = await self._rows.collection.find({}).to_list(None)
        teams = [self._rows.from_document(each) for each in found]
        return sorted(teams, key=lambda team: (team.name, team.id))
