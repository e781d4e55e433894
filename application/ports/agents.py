from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.agents.agent import Agent
from domain.ids import AgentId, UserId


class Agents(Protocol):
    """All agents, each with every version that it ever had. Who may see what is asked elsewhere."""

    @abstractmethod
    async def add(self, agent: Agent) -> Agent:
        """Store a new agent at version 1. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: AgentId) -> Agent:
        """Return the agent as it is now, or raise `NotFound`."""

    @abstractmethod
    async def save(self, agent: Agent) -> Agent:
        """Store it at its next version, and keep the one before.

        Raise `Conflict` when the stored version is another, also when there is none any more.
        """

    @abstractmethod
    async def of(self, owner: UserId) -> Sequence[Agent]:
        """The owner's agents, by name."""

    @abstractmethod
    async def shared_with(self, subjects: Sequence[str]) -> Sequence[Agent]:
        """Those that are shared with any of these subjects, each once, by name."""

    @abstractmethod
    async def versions(self, id: AgentId) -> Sequence[Agent]:
        """Every version, the newest first; none of an agent that is not there."""

    @abstractmethod
    async def delete(self, id: AgentId) -> None:
        """Remove it with all its versions; no error when it is not there."""
