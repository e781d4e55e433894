"""What every store of agents must do. Subclass and give it the fixture it names."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.agents import Agents
from domain.agents.agent import AgentDraft, AgentShare, Parameters, ToolUse
from domain.errors import Conflict, NotFound
from domain.ids import AgentId
from tests.builders import ADA, EVE, NOON, an_agent, some_knowledge
from tests.contracts.races import winners

A1 = AgentId("a1")
FULL = AgentDraft(
    name="Scribe",
    emoji="\U0001f98a",
    colour="violet",
    description="Writes.",
    instructions="You are {{user}}'s scribe. $a.b",
    model="small",
    parameters=Parameters(temperature=0.2, top_p=0.9, max_output_tokens=99, effort="low"),
    tools=(ToolUse(name="calculator"), ToolUse(name="clock", approval="ask")),
    starters=("Hello",),
    files=(some_knowledge(),),
)


class AgentsContract:
    async def test_an_agent_comes_back_as_saved(self, agents: Agents) -> None:
        shares = [AgentShare(subject="user:eve", right="edit")]
        agent = replace(an_agent(shares=shares), draft=FULL)
        saved = await agents.add(agent)
        assert saved == replace(agent, version=1)
        assert await agents.get(A1) == saved
        with pytest.raises(NotFound, match="no agent 'nope'"):
            await agents.get(AgentId("nope"))

    async def test_an_id_is_taken_once(self, agents: Agents) -> None:
        await agents.add(an_agent())
        with pytest.raises(Conflict):
            await agents.add(an_agent())

    async def test_every_save_is_a_version_that_stays(self, agents: Agents) -> None:
        first = await agents.add(an_agent())
        later = NOON + timedelta(hours=1)
        second = await agents.save(first.edited(FULL, by=EVE, at=later))
        third = await agents.save(second.shared([AgentShare(subject="team:t", right="view")]))
        assert [each.version for each in (first, second, third)] == [1, 2, 3]
        assert list(await agents.versions(A1)) == [third, second, first]
        assert list(await agents.versions(AgentId("nope"))) == []

    async def test_a_stale_save_is_a_conflict(self, agents: Agents) -> None:
        saved = await agents.add(an_agent())
        newer = await agents.save(saved)
        with pytest.raises(Conflict, match="agent 'a1' has changed"):
            await agents.save(saved)
        assert list(await agents.versions(A1)) == [newer, saved]

    async def test_of_many_saves_at_once_one_wins(self, agents: Agents) -> None:
        agent = await agents.add(an_agent())
        assert await winners(lambda _: agents.save(agent)) == 1

    async def test_agents_are_listed_by_name(self, agents: Agents) -> None:
        await agents.add(an_agent("a1", name="zoe"))
        await agents.add(an_agent("a2", name="Bob"))
        await agents.add(an_agent("a3", owner=EVE))
        assert [agent.id for agent in await agents.of(ADA)] == ["a2", "a1"]

    async def test_shared_ones_are_found_by_whom_they_are_shared_with(self, agents: Agents) -> None:
        both = [
            AgentShare(subject="user:eve", right="view"),
            AgentShare(subject="team:t", right="edit"),
        ]
        await agents.add(an_agent("a1", name="Zoe", shares=both))
        shared = await agents.add(an_agent("a2", name="Bob", shares=both[:1]))
        await agents.add(an_agent("a3"))
        found = await agents.shared_with(["user:eve", "team:t", "team:x"])
        assert [agent.id for agent in found] == ["a2", "a1"]
        await agents.save(shared.shared([]))
        assert [agent.id for agent in await agents.shared_with(["user:eve"])] == ["a1"]
        assert list(await agents.shared_with([])) == []

    async def test_a_deleted_one_is_gone_with_its_versions(self, agents: Agents) -> None:
        saved = await agents.add(an_agent())
        await agents.save(saved)
        await agents.delete(A1)
        await agents.delete(A1)
        assert list(await agents.versions(A1)) == []
        assert list(await agents.of(ADA)) == []
        with pytest.raises(NotFound):
            await agents.get(A1)
        with pytest.raises(Conflict):
            await agents.save(saved)
