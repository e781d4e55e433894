"""Tools that models may call. `docs/tools.md` shows how to add one."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.agents.agent import Agent
from domain.ids import AgentId, ConversationId, UserId
from domain.json import JsonObject
from domain.tools.tool import ToolOutput, ToolSpec
from domain.transactions.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCaller:
    """For whom a tool runs: it may do what this person may, and no more.

    `conversation` is `None` for a call that came through `/v1`; `request` names the run. `booked`
    is to hear of each call to a model that the tool makes: it is part of what the answer costs.
    """

    user: UserId
    conversation: ConversationId | None = None
    agent: AgentId | None = None
    request: str = ""
    booked: Callable[[Transaction], None] | None = None


class Tool(Protocol):
    @property
    @abstractmethod
    def spec(self) -> ToolSpec: ...

    @abstractmethod
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        """Do it. `arguments` fit the outermost members of the spec's schema.

        What goes wrong is told to the model: as an output that `is_error`, or by raising a
        `DomainError`, whose words it gets. A stop cancels the run. It has a minute unless its
        own limits say less.
        """


class ToolSource(Protocol):
    """Where tools come from: what is built in, what somebody connected."""

    @abstractmethod
    async def tools(self, *, by: UserId) -> Sequence[Tool]:
        """Those that this person may use now. One that is away gives none; nothing is raised."""

    async def lent(self, agent: Agent) -> Sequence[Tool]:
        """Those of the agent's owner that whoever may use the agent may use by it; mostly none."""
        del agent
        return ()
