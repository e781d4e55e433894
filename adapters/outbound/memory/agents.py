from collections.abc import Iterable, Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.agents import Agents
from domain.agents.agent import Agent
from domain.ids import AgentId, UserId


@final
class MemoryAgents(Agents):
    def __init__(self) -> None:
        self._rows: VersionedRows[Agent] = VersionedRows(noun="agent")
        self._versions: dict[AgentId, list[Agent]] = {}

    @override
    async def add(self, agent: Agent) -> Agent:
        return self._kept(self._rows.add(agent))

    @override
    async def get(self, id: AgentId) -> Agent:
        return self._rows.get(id)

    @override
    async def save(self, agent: Agent) -> Agent:
        return self._kept(self._rows.save(agent))

    @override
    async def of(self, owner: UserId) -> Sequence[Agent]:
        return _by_name(each for each in self._rows.all() if each.owner == owner)

    @override
    async def shared_with(self, subjects: Sequence[str]) -> Sequence[Agent]:
        return _by_name(
            agent
            for agent in self._rows.all()
            if any(share.subject in subjects for share in agent.shares)
        )

    @override
    async def versions(self, id: AgentId) -> Sequence[Agent]:
        return tuple(reversed(self._versions.get(id, ())))

    @override
    async def delete(self, id: AgentId) -> None:
        self._rows.remove(id)
        self._versions.pop(id, None)

    def _kept(self, agent: Agent) -> Agent:
        self._versions.setdefault(agent.id, []).append(agent)
        return agent


def _by_name(agents: Iterable[Agent]) -> Sequence[Agent]:
    return sorted(agents, key=lambda agent: (agent.draft.name.casefold(), agent.id))
