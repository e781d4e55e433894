"""Looking at agents."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.agents.agent_access import AgentAccess, HeldAgent
from domain.agents.agent import Agent
from domain.errors import NotFound
from domain.ids import AgentId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAgents:
    """All that a person may use: their own first, each group by name."""

    access: AgentAccess

    async def __call__(self, *, by: UserId) -> Sequence[HeldAgent]:
        return await self.access.all_of(by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgent:
    """Raises `NotFound` for one that is not there for them."""

    access: AgentAccess

    async def __call__(self, id: AgentId, *, by: UserId) -> HeldAgent:
        return await self.access.get(id, by=by, need="view")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadVersions:
    """Every version, the newest first, for those who may edit it."""

    access: AgentAccess

    async def __call__(self, id: AgentId, *, by: UserId) -> Sequence[Agent]:
        await self.access.get(id, by=by, need="edit")
        return await self.access.agents.versions(id)

    async def one(self, id: AgentId, version: int, *, by: UserId) -> Agent:
        """Raise `NotFound` for a version that there never was."""
        for agent in await self(id, by=by):
            if agent.version == version:
                return agent
        raise NotFound(f"this agent has no version {version}")
