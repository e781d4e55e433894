"""Who answers: a model, or an agent with one."""

from dataclasses import dataclass

from application.agents.agent_access import AgentAccess
from application.ports.language_models import ModelCatalog
from domain.agents.agent import Agent, agent_in
from domain.catalog.models import Model
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """`name` is what was chosen: the model's public name, or `agent/<id>`."""

    name: str
    model: Model
    agent: Agent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerers:
    catalog: ModelCatalog
    access: AgentAccess

    async def find(self, wanted: str | None, *, by: UserId) -> Answerer:
        """The one of this name; the default model for none.

        Raises `NotFound` for a model that is not on offer, and for an agent that is not there for
        them.
        """
        catalog = await self.catalog.current()
        named = agent_in(wanted) if wanted else None
        if named is None:
            model = catalog.find(wanted, task="chat") if wanted else catalog.default
            return Answerer(name=model.name, model=model)
        agent = (await self.access.get(named, by=by, need="view")).agent
        model = catalog.find(agent.draft.model, task="chat")
        return Answerer(name=agent.model_name, model=model, agent=agent)
