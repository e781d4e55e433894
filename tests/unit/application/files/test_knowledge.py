"""Files behind projects and agents, from choosing to forgetting."""

import pytest

from application.agents.change_agents import WantedShare
from domain.agents.agent import AgentDraft
from domain.conversations.conversation import Arrangement
from domain.errors import Invalid, NotFound
from domain.files.file import File
from domain.ids import AgentId, ConversationId, FileId, ProjectId
from domain.llm.prompt import Prompt, Text
from tests.builders import a_team, a_user
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying
from tests.unit.application.chat.scripted_tools import ScriptedTool
from tests.unit.application.files.test_search_files import Away, search

SCRIBE = AgentDraft(name="Scribe", model="small")
LONG = b"The ferry leaves at noon. " * 2_000


async def a_house() -> House:
    house = House(tools=[ScriptedTool("search_files")])
    await house.users.add(a_user("ada", name="Ada"))
    await house.users.add(a_user("eve", name="Eve"))
    await house.teams.add(a_team("t1").with_member(ADA).with_member(EVE))
    return house


async def uploaded(house: House, data: bytes = b"The code is 42.", name: str = "a.txt") -> File:
    return await house.desk.upload(data, name, by=ADA)


async def a_project(house: House, *files: FileId) -> ProjectId:
    made = await house.use.create_project("Travel", by=ADA)
    await house.use.change_project(made.id, name=None, instructions=None, files=files, by=ADA)
    return made.id


async def asked(house: House, chat: ConversationId, question: str = "hi") -> Prompt:
    """What the model was asked last, after another question."""
    house.model.scripts.append(saying("Well"))
    await house.use.send_message(chat, question, by=ADA)
    await house.jobs.all_done()
    return house.model.prompts[-1]


def words_before(prompt: Prompt) -> str:
    texts = [part for turn in prompt.turns if turn.role == "system" for part in turn.parts]
    return "".join(part.text for part in texts if isinstance(part, Text))


async def chat_in(house: House, project: ProjectId) -> ConversationId:
    chat = await house.chat()
    await house.use.change_conversation(chat, by=ADA, arrangement=Arrangement(project=project))
    return chat


async def shared_agent(house: House, *files: FileId) -> AgentId:
    """Ada's, which the team may use."""
    made = await house.use.create_agent(SCRIBE, files=files, by=ADA)
    wanted = WantedShare(right="view", team=a_team("t1").id)
    await house.use.share_agent(made.agent.id, [wanted], by=ADA)
    return made.agent.id


async def test_every_chat_of_a_project_knows_its_files() -> None:
    house = await a_house()
    chat = await chat_in(house, await a_project(house, (await uploaded(house)).id))

    prompt = await asked(house, chat)

    assert "belong to the project" in words_before(prompt)
    assert "The code is 42." in words_before(prompt)
    assert prompt.tools == ()


async def test_files_that_are_long_are_named_and_a_tool_to_search_them_is_offered() -> None:
    house = await a_house()
    project = await a_project(house, (await uploaded(house, LONG, "ferry.txt")).id)

    prompt = await asked(house, await chat_in(house, project))

    assert "- ferry.txt" in words_before(prompt)
    assert "noon" not in words_before(prompt)
    assert [getattr(tool, "name", "") for tool in prompt.tools] == ["search_files"]


async def test_an_agent_knows_its_files_too() -> None:
    house = await a_house()
    brief, long = await uploaded(house), await uploaded(house, LONG, "ferry.txt")
    knowing = (await house.use.create_agent(SCRIBE, files=[brief.id], by=ADA)).agent
    searching = (await house.use.create_agent(SCRIBE, files=[long.id], by=ADA)).agent

    told = await asked(house, await house.chat(model=knowing.model_name))
    named = await asked(house, await house.chat(model=searching.model_name))

    assert "belong to the agent" in words_before(told)
    assert "The code is 42." in words_before(told)
    assert "- ferry.txt" in words_before(named)
    assert [getattr(tool, "name", "") for tool in named.tools] == ["search_files"]


async def test_what_stands_behind_a_chat_is_searched_with_it() -> None:
    house = await a_house()
    long = await uploaded(house, LONG, "ferry.txt")
    chat = await chat_in(house, await a_project(house, long.id))
    agent = await shared_agent(house, long.id)
    find = search(house, Away())

    in_chat = await find("When does the ferry leave?", conversation=chat, by=ADA)
    by_agent = await find("ferry", conversation=await house.chat(by=EVE), agent=agent, by=EVE)
    without_chat = await find("ferry", conversation=None, agent=agent, by=EVE)

    assert {each.file.id for found in (in_chat, by_agent, without_chat) for each in found} == {
        long.id
    }
    with pytest.raises(NotFound, match="no file with text"):
        await find("ferry", conversation=None, by=ADA)


async def test_an_agent_s_files_are_searched_also_where_the_project_is_gone() -> None:
    house = await a_house()
    long = await uploaded(house, LONG, "ferry.txt")
    project = await a_project(house)
    chat = await chat_in(house, project)
    agent = await shared_agent(house, long.id)
    await house.projects.delete(project, owner=ADA)

    found = await search(house, Away())("ferry", conversation=chat, agent=agent, by=ADA)

    assert {each.file.id for each in found} == {long.id}


async def test_only_one_s_own_files_with_text_are_chosen() -> None:
    house = await a_house()
    file, empty = await uploaded(house), await uploaded(house, b"\x00\x01\x02", "a.bin")
    project = (await house.use.create_project("Mine", by=EVE)).id

    with pytest.raises(NotFound):
        await house.use.change_project(
            project, name=None, instructions=None, files=[file.id], by=EVE
        )
    with pytest.raises(NotFound):
        await house.use.create_agent(SCRIBE, files=[file.id], by=EVE)
    with pytest.raises(Invalid, match="no text"):
        await house.use.create_agent(SCRIBE, files=[empty.id], by=ADA)


async def test_an_editor_keeps_the_owner_s_files_and_adds_their_own() -> None:
    house = await a_house()
    file = await uploaded(house)
    agent = (await house.use.create_agent(SCRIBE, files=[file.id], by=ADA)).agent
    wanted = WantedShare(right="edit", email="eve@example.com")
    agent = (await house.use.share_agent(agent.id, [wanted], by=ADA)).agent
    hers = await house.desk.upload(b"Mine", "eve.txt", by=EVE)

    edited = await house.use.edit_agent(
        agent.id, SCRIBE, version=agent.version, files=[hers.id, file.id], by=EVE
    )

    owners = [(each.file, each.owner) for each in edited.agent.draft.files]
    assert owners == [(hers.id, EVE), (file.id, ADA)]
    copy = await house.use.duplicate_agent(agent.id, by=EVE)
    assert [each.file for each in copy.agent.draft.files] == [hers.id]


async def test_an_older_version_brings_its_files_back() -> None:
    house = await a_house()
    file = await uploaded(house)
    agent = (await house.use.create_agent(SCRIBE, files=[file.id], by=ADA)).agent
    await house.use.edit_agent(agent.id, SCRIBE, version=1, files=[], by=ADA)

    restored = await house.use.restore_agent(agent.id, 1, by=ADA)

    assert [each.file for each in restored.agent.draft.files] == [file.id]


async def test_who_may_use_an_agent_reads_the_text_that_it_cites_and_nothing_else() -> None:
    house = await a_house()
    file, other = await uploaded(house), await uploaded(house, b"Not shared", "b.txt")
    await shared_agent(house, file.id)
    read = house.desk.use.read

    opened = await read.open(file.id, by=EVE, rendition="text")

    assert b"".join([chunk async for chunk in opened.content]) == b"The code is 42."
    assert (await read(file.id, by=EVE)).name == "a.txt"
    with pytest.raises(NotFound):
        await read.open(file.id, by=EVE, rendition="original")
    with pytest.raises(NotFound):
        await read(other.id, by=EVE)


async def test_a_file_behind_something_outlives_the_chat_that_brought_it() -> None:
    house = await a_house()
    for_project, for_agent, for_none = [
        await uploaded(house, name=f"{name}.txt") for name in ("a", "b", "c")
    ]
    await a_project(house, for_project.id)
    await house.use.create_agent(SCRIBE, files=[for_agent.id], by=ADA)
    chat = await house.chat()
    house.model.scripts.append(saying("Well"))
    files = [for_project.id, for_agent.id, for_none.id]
    await house.use.send_message(chat, "look", by=ADA, files=files)
    await house.jobs.all_done()

    await house.use.delete_conversation(chat, by=ADA)

    left = {each.id for each in await house.desk.files.of(ADA)}
    assert left == {for_project.id, for_agent.id}


async def test_files_go_with_the_last_thing_that_they_stand_behind() -> None:
    house = await a_house()
    first, second = await uploaded(house), await uploaded(house, name="b.txt")
    project = await a_project(house, first.id, second.id)
    agent = await shared_agent(house, second.id)

    await house.use.change_project(project, name=None, instructions=None, files=[second.id], by=ADA)
    without_first = {each.id for each in await house.desk.files.of(ADA)}
    await house.use.delete_project(project, by=ADA)
    with_agent = {each.id for each in await house.desk.files.of(ADA)}
    await house.use.delete_agent(agent, by=ADA)

    assert without_first == with_agent == {second.id}
    assert list(await house.desk.files.of(ADA)) == []


async def test_a_file_that_is_gone_is_told_of_no_more() -> None:
    house = await a_house()
    file, kept = await uploaded(house), await uploaded(house, b"Still here", "b.txt")
    chat = await chat_in(house, await a_project(house, file.id, kept.id))
    await house.desk.use.delete(file.id, by=ADA)

    before = words_before(await asked(house, chat))

    assert "Still here" in before
    assert "a.txt" not in before


async def test_a_project_without_files_tells_nothing_of_files() -> None:
    house = await a_house()
    chat = await chat_in(house, await a_project(house))

    assert words_before(await asked(house, chat)) == ""
