from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from application.ports.tools import Tool, ToolSource
from domain.agents.agent import Agent
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolbox:
    """All tools of all sources. Of two with one name the earlier source's counts."""

    sources: Sequence[ToolSource] = ()

    async def of(self, by: UserId) -> Mapping[str, Tool]:
        found: dict[str, Tool] = {}
        for source in self.sources:
            for tool in await source.tools(by=by):
                found.setdefault(tool.spec.name, tool)
        return found

    async def chosen(
        self, names: Collection[str], *, by: UserId, agent: Agent | None = None
    ) -> Mapping[str, Tool]:
        """Those of these names that there are for this person, or by this agent."""
        if not names:
            return {}
        found = {name: tool for name, tool in (await self.of(by)).items() if name in names}
        if agent is not None and agent.owner != by:
            for source in self.sources:
                for tool in await source.lent(agent):
                    found.setdefault(tool.spec.name, tool)
        return found
