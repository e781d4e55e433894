from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.agents.agent import Agent
from domain.ids import AgentId, UserId


class Agents(Protocol):
    """All agents. Every question names the owner."""

    @abstractmethod
    async def add(self, agent: Agent) -> Agent:
        """Store a new agent at version 1. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: AgentId, *, owner: UserId) -> Agent:
        """Return the agent, or raise `NotFound`."""

    @abstractmethod
    async def save(self, agent: Agent) -> Agent:
        """Store it at its next version. Raise `Conflict` when the stored version is another."""

    @abstractmethod
    async def of(self, owner: UserId) -> Sequence[Agent]:
        """The owner's agents, by name."""
