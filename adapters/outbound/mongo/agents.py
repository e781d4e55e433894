from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.agents import Agents
from domain.agents.agent import Agent
from domain.errors import Conflict, NotFound
from domain.ids import AgentId, UserId

_AGENT: Final = TypeAdapter(Agent)


@final
class MongoAgents(Agents):
    """One document an agent, and one for each version before it, written ahead of the next."""

    def __init__(self, database: Database) -> None:
        self._agents = database["agents"]
        self._versions = database["agent_versions"]

    @override
    async def add(self, agent: Agent) -> Agent:
        first = replace(agent, version=1)
        with mongo_errors(taken=f"agent {agent.id!r} is there already"):
            await self._agents.insert_one(_to_document(first))
        return first

    @override
    async def get(self, id: AgentId) -> Agent:
        with mongo_errors():
            found = await self._agents.find_one({"_id": id})
        if found is None:
            raise NotFound(f"no agent {id!r}")
        return _from_document(found)

    @override
    async def save(self, agent: Agent) -> Agent:
        place = {"_id": agent.id, "version": agent.version}
        with mongo_errors():
            stored = await self._agents.find_one(place)
            if stored is None:
                raise Conflict(f"agent {agent.id!r} has changed")
            kept = {**stored, "agent": stored.pop("_id")}
            del kept["_id"]
            name = f"{agent.id}:{agent.version}"
            await self._versions.update_one({"_id": name}, {"$set": kept}, upsert=True)
            saved = replace(agent, version=agent.version + 1)
            outcome = await self._agents.replace_one(place, _to_document(saved))
        if outcome.matched_count == 0:
            raise Conflict(f"agent {agent.id!r} has changed")
        return saved

    @override
    async def of(self, owner: UserId) -> Sequence[Agent]:
        with mongo_errors():
            found = await self._agents.find({"owner": {"$eq": owner}}).to_list(None)
        return _by_name(_from_document(each) for each in found)

    @override
    async def shared_with(self, subjects: Sequence[str]) -> Sequence[Agent]:
        agents: dict[str, Agent] = {}
        for subject in subjects:
            with mongo_errors():
                found = await self._agents.find({"shared": {"$eq": subject}}).to_list(None)
            agents |= {agent.id: agent for agent in map(_from_document, found)}
        return _by_name(agents.values())

    @override
    async def versions(self, id: AgentId) -> Sequence[Agent]:
        with mongo_errors():
            current = await self._agents.find_one({"_id": id})
            if current is None:
                return ()
            before = await self._versions.find({"agent": {"$eq": id}}).to_list(None)
        agents = [_from_document({**each, "_id": id}) for each in before]
        newest = _from_document(current)
        earlier = [agent for agent in agents if agent.version < newest.version]
        return (newest, *sorted(earlier, key=lambda agent: -agent.version))

    @override
    async def delete(self, id: AgentId) -> None:
        with mongo_errors():
            await self._agents.delete_one({"_id": id})
            await self._versions.delete_many({"agent": id})


def _to_document(agent: Agent) -> Document:
    document: Document = _AGENT.dump_python(agent)
    document["_id"] = document.pop("id")
    document["shared"] = [share.subject for share in agent.shares]  # plain, to be looked for
    return document


def _from_document(document: Document) -> Agent:
    fields = {
        key: value for key, value in document.items() if key not in {"_id", "shared", "agent"}
    }
    return _AGENT.validate_python({"id": document["_id"], **fields})


def _by_name(agents: Iterable[Agent]) -> Sequence[Agent]:
    return sorted(agents, key=lambda agent: (agent.draft.name.casefold(), agent.id))
