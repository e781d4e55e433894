from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.agents import Agents
from domain.agents.agent import Agent
from domain.errors import NotFound
from domain.ids import AgentId, UserId


@final
class MemoryAgents(Agents):
    def __init__(self) -> None:
        self._rows: VersionedRows[Agent] = VersionedRows(noun="agent")

    @override
    async def add(self, agent: Agent) -> Agent:
        return self._rows.add(agent)

    @override
    async def get(self, id: AgentId, *, owner: UserId) -> Agent:
        agent = self._rows.get(id)
        if agent.owner != owner:
            raise NotFound(f"no agent {id!r}")
        return agent

    @override
    async def save(self, agent: Agent) -> Agent:
        return self._rows.save(agent)

    @override
    async def of(self, owner: UserId) -> Sequence[Agent]:
        mine = [agent for agent in self._rows.all() if agent.owner == owner]
        return sorted(mine, key=lambda agent: (agent.name, agent.id))
