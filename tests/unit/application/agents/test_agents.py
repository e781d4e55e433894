import pytest

from application.agents.change_agents import WantedShare
from domain.agents.agent import AgentDraft, Parameters, ToolUse
from domain.errors import Conflict, Forbidden, NotFound
from domain.ids import AgentId, TeamId
from domain.llm.prompt import Reasoning, Text, Turn
from tests.builders import a_team, a_user
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying
from tests.unit.application.chat.scripted_tools import ScriptedTool, calling

SCRIBE = AgentDraft(name="Scribe", instructions="You serve {{user}} on {{date}}.", model="small")


async def a_house(**given: object) -> House:
    house = House(**given)  # type: ignore[arg-type]  # as a test says
    await house.users.add(a_user("ada", name="Ada"))
    await house.users.add(a_user("eve", name="Eve"))
    await house.teams.add(a_team("t1").with_member(ADA).with_member(EVE))
    return house


async def shared(house: House, right: str) -> AgentId:
    made = await house.use.create_agent(SCRIBE, by=ADA)
    wanted = WantedShare(right="edit" if right == "edit" else "view", email="EVE@example.com")
    await house.use.share_agent(made.agent.id, [wanted], by=ADA)
    return made.agent.id


async def test_an_agent_answers_by_its_instructions_with_its_parameters() -> None:
    house = await a_house()
    draft = AgentDraft(
        name="Scribe",
        instructions="You serve {{user}} on {{date}}, {{weekday}}, as {{agent}} by {{model}}.",
        model="large",
        parameters=Parameters(temperature=0.1, top_p=0.5, max_output_tokens=9, effort="low"),
        tools=(ToolUse(name="calculator"),),
    )
    agent = (await house.use.create_agent(draft, by=ADA)).agent
    house.model.scripts.append(saying("Hello"))
    chat = await house.chat(model=agent.model_name)

    sent = await house.use.send_message(chat, "hi", by=ADA)
    await house.jobs.all_done()

    (prompt,) = house.model.prompts
    words = "You serve Ada on 2026-01-01, Thursday, as Scribe by large."
    assert prompt.turns[0] == Turn(role="system", parts=(Text(text=words),))
    assert (prompt.temperature, prompt.top_p, prompt.max_output_tokens) == (0.1, 0.5, 9)
    assert prompt.reasoning == Reasoning(effort="low")
    assert len(prompt.tools) == 1
    answer = await house.message(sent.answer.message.id, chat)
    assert answer.model == agent.model_name
    await house.bookkeeper.carry()
    assert [row.model for row in await house.transactions.latest(9)] == ["large"]


async def test_every_save_is_a_version_and_any_can_be_gone_back_to() -> None:
    house = await a_house()
    made = (await house.use.create_agent(SCRIBE, by=ADA)).agent.id
    later = AgentDraft(name="Poet", model="large")

    await house.use.edit_agent(made, later, version=1, by=ADA)
    restored = await house.use.restore_agent(made, 1, by=ADA)

    versions = await house.use.read_agent_versions(made, by=ADA)
    assert [each.draft.name for each in versions] == ["Scribe", "Poet", "Scribe"]
    assert (restored.agent.version, restored.agent.draft) == (3, SCRIBE)
    with pytest.raises(NotFound, match="no version 9"):
        await house.use.restore_agent(made, 9, by=ADA)


async def test_who_edits_an_old_version_is_told() -> None:
    house = await a_house()
    made = (await house.use.create_agent(SCRIBE, by=ADA)).agent.id
    await house.use.edit_agent(made, SCRIBE, version=1, by=ADA)

    with pytest.raises(Conflict, match="changed this agent meanwhile"):
        await house.use.edit_agent(made, SCRIBE, version=1, by=ADA)


async def test_a_model_that_is_not_there_makes_no_agent() -> None:
    house = await a_house()

    with pytest.raises(NotFound):
        await house.use.create_agent(AgentDraft(name="a", model="nope"), by=ADA)


async def test_a_stranger_finds_no_agent_and_cannot_chat_with_one() -> None:
    house = await a_house()
    agent = (await house.use.create_agent(SCRIBE, by=ADA)).agent

    with pytest.raises(NotFound):
        await house.use.read_agent(agent.id, by=EVE)
    with pytest.raises(NotFound):
        await house.chat(by=EVE, model=agent.model_name)
    assert await house.use.list_agents(by=EVE) == ()


async def test_who_may_use_it_may_not_read_or_change_it() -> None:
    house = await a_house()
    made = await shared(house, "view")

    assert [held.right for held in await house.use.list_agents(by=EVE)] == ["view"]
    for act in (
        lambda: house.use.edit_agent(made, SCRIBE, version=2, by=EVE),
        lambda: house.use.duplicate_agent(made, by=EVE),
        lambda: house.use.read_agent_versions(made, by=EVE),
        lambda: house.use.share_agent(made, [], by=EVE),
        lambda: house.use.delete_agent(made, by=EVE),
    ):
        with pytest.raises(Forbidden):
            await act()


async def test_who_may_edit_it_may_not_give_it_away() -> None:
    house = await a_house()
    made = await shared(house, "edit")

    await house.use.edit_agent(made, SCRIBE, version=2, by=EVE)
    copy = await house.use.duplicate_agent(made, by=EVE)

    assert (copy.right, copy.agent.owner, copy.agent.draft.name) == ("own", EVE, "Copy of Scribe")
    with pytest.raises(Forbidden):
        await house.use.share_agent(made, [], by=EVE)
    with pytest.raises(Forbidden):
        await house.use.delete_agent(made, by=EVE)


async def test_a_team_shares_an_agent_while_one_is_in_it() -> None:
    house = await a_house()
    made = (await house.use.create_agent(SCRIBE, by=ADA)).agent.id
    await house.use.share_agent(made, [WantedShare(right="view", team=TeamId("t1"))], by=ADA)
    assert (await house.use.read_agent(made, by=EVE)).right == "view"

    await house.teams.save((await house.teams.get(TeamId("t1"))).without_member(EVE))

    with pytest.raises(NotFound):
        await house.use.read_agent(made, by=EVE)


async def test_nobody_is_shared_with_who_is_not_there() -> None:
    house = await a_house()
    made = (await house.use.create_agent(SCRIBE, by=ADA)).agent.id
    await house.teams.add(a_team("t2"))

    for wanted in (
        WantedShare(right="view", email="nobody@example.com"),
        WantedShare(right="view", team=TeamId("t2")),
        WantedShare(right="view", team=TeamId("nope")),
    ):
        with pytest.raises(NotFound):
            await house.use.share_agent(made, [wanted], by=ADA)


async def test_a_deleted_agent_answers_no_more_and_its_chats_stay() -> None:
    house = await a_house()
    agent = (await house.use.create_agent(SCRIBE, by=ADA)).agent
    chat = await house.chat(model=agent.model_name)

    await house.use.delete_agent(agent.id, by=ADA)

    with pytest.raises(NotFound):
        await house.use.send_message(chat, "hi", by=ADA)
    assert (await house.use.read_conversation(chat, by=ADA)).conversation.id == chat


async def test_an_agent_s_tools_ask_whoever_did_not_make_it() -> None:
    tool = ScriptedTool(approval="ask")
    house = await a_house(tools=[tool])
    draft = AgentDraft(name="Doer", model="small", tools=(ToolUse(name="act"),))
    agent = (await house.use.create_agent(draft, by=ADA)).agent
    wanted = WantedShare(right="view", email="eve@example.com")
    await house.use.share_agent(agent.id, [wanted], by=ADA)
    states: list[str] = []
    for person in (ADA, EVE):
        house.model.scripts += [calling(("a", "act", "{}")), saying("done")]
        chat = await house.chat(by=person, model=agent.model_name)
        sent = await house.use.send_message(chat, "hi", by=person)
        await house.jobs.all_done()
        states.append((await house.message(sent.answer.message.id, chat)).state)

    assert states == ["complete", "asking"]
    assert [caller.user for caller in tool.callers] == [ADA]
