from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.agents import Agents
from domain.agents.agent import Agent
from domain.ids import AgentId, UserId


@final
class MongoAgents(Agents):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["agents"], Agent, noun="agent")

    @override
    async def add(self, agent: Agent) -> Agent:
        return await self._rows.add(agent)

    @override
    async def get(self, id: AgentId, *, owner: UserId) -> Agent:
        return await self._rows.get(id, owner=owner)

    @override
    async def save(self, agent: Agent) -> Agent:
        return await self._rows.save(agent)

    @override
    async def of(self, owner: UserId) -> Sequence[Agent]:
        with mongo_errors():
            found = await self._rows.collection.find({"owner": {"$eq": owner}}).to_list(None)
        agents = [self._rows.from_document(each) for each in found]
        return sorted(agents, key=lambda agent: (agent.name, agent.id))
