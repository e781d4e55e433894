"""Whom a question goes to, made ready to ask: tools and instructions, the same in every service."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from application.agents.agent_prompt import instructed, values_for
from application.agents.answerers import Answerer
from application.agents.run_tool import AllowedTool, Tools
from application.agents.toolbox import Toolbox
from application.files.read_knowledge import ReadKnowledge
from application.ports.clock import Clock
from application.ports.users import Users
from domain.errors import NotFound
from domain.files.knowledge import SEARCH, is_searched
from domain.ids import UserId
from domain.llm.prompt import Prompt, Text, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareAgent:
    toolbox: Toolbox
    knowledge: ReadKnowledge
    users: Users
    clock: Clock

    async def tools(self, answerer: Answerer, *, chosen: Collection[str] = (), by: UserId) -> Tools:
        """An agent's own tools, those that its person chose beside, and how its files are read."""
        if not answerer.model.capabilities.tools:
            return {}
        agent = answerer.agent
        uses = {} if agent is None else {use.name: use for use in agent.draft.tools}
        files = () if agent is None else agent.draft.files
        needed = {SEARCH} if is_searched(files, answerer.model.capabilities) else set[str]()
        found = await self.toolbox.chosen({*chosen, *uses, *needed}, by=by, agent=agent)
        return {
            name: AllowedTool(
                tool=tool,
                approval=agent.approval_of(uses[name], tool.spec.approval, caller=by)
                if agent is not None and name in uses
                else tool.spec.approval,
            )
            for name, tool in found.items()
        }

    async def prompt(self, prompt: Prompt, answerer: Answerer, *, by: UserId | None) -> Prompt:
        """With an agent's instructions, what is told of its files, and its parameters."""
        if answerer.agent is None:
            return prompt
        known = await self.knowledge.told(
            answerer.agent.draft.files, "agent", can=answerer.model.capabilities
        )
        if known:
            first = Turn(role="system", parts=(Text(text=known),))
            prompt = replace(prompt, turns=(first, *prompt.turns))
        values = values_for(
            answerer.agent,
            user=await self._name(by),
            model=answerer.model.label,
            at=self.clock(),
        )
        return instructed(prompt, answerer.agent, values)

    async def _name(self, user: UserId | None) -> str:
        try:
            return (await self.users.get(user)).name if user is not None else "the user"
        except NotFound:
            return "the user"
