from datetime import timedelta

import pytest

from domain.conversations.conversation import NO_PROJECT, Arrangement
from domain.conversations.project import INSTRUCTIONS_LENGTH_MAX, NAME_LENGTH_MAX, PROJECTS_MAX
from domain.errors import Invalid, NotFound
from domain.ids import ConversationId, ProjectId
from domain.llm.prompt import Prompt
from tests.builders import a_project
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying


async def made(house: House, name: str = "Travel", *, instructions: str = "") -> ProjectId:
    return (await house.use.create_project(name, instructions=instructions, by=ADA)).id


async def chats_in(house: House, project: ProjectId) -> list[ConversationId]:
    found = await house.use.list_conversations(by=ADA, project=project, cursor=None, limit=9)
    return [each.conversation.id for each in found.items]


def told(prompt: Prompt) -> list[tuple[str, str]]:
    return [
        (turn.role, "".join(str(getattr(each, "text", "")) for each in turn.parts))
        for turn in prompt.turns
    ]


async def test_a_project_is_made_renamed_and_instructed() -> None:
    house = House()
    project = await made(house, "  My   travels ")

    changed = await house.use.change_project(
        project, name="Trips", instructions=" Be brief. ", by=ADA
    )
    same = await house.use.change_project(project, name=None, instructions=None, by=ADA)

    assert (changed.name, changed.instructions) == (same.name, same.instructions)
    assert (same.name, same.instructions) == ("Trips", "Be brief.")
    assert [each.id for each in await house.use.list_projects(by=ADA)] == [project]
    assert list(await house.use.list_projects(by=EVE)) == []


async def test_its_instructions_come_before_all_else() -> None:
    house = House()
    project = await made(house, instructions="Answer in rhyme.")
    house.model.scripts += [saying("a"), saying("b")]
    inside = await house.use.start_conversation(model=None, project=project, by=ADA)
    outside = await house.chat()

    for chat in (inside.conversation.id, outside):
        await house.use.send_message(chat, "hi", by=ADA)
        await house.jobs.all_done()

    asked = [told(prompt) for prompt in house.model.prompts]
    assert asked == [[("system", "Answer in rhyme."), ("user", "hi")], [("user", "hi")]]


async def test_chats_move_in_and_out() -> None:
    house = House()
    project = await made(house)
    chat = await house.chat()

    await house.use.change_conversation(chat, by=ADA, arrangement=Arrangement(project=project))
    inside = await chats_in(house, project), await chats_in(house, NO_PROJECT)
    await house.use.change_conversation(chat, by=ADA, arrangement=Arrangement(pinned=True))
    await house.use.change_conversation(chat, by=ADA, arrangement=Arrangement(project=NO_PROJECT))

    assert inside == ([chat], [])
    assert await chats_in(house, project) == []


async def test_a_deleted_project_leaves_its_chats() -> None:
    house = House()
    project = await made(house)
    chats = [
        (await house.use.start_conversation(model=None, project=project, by=ADA)).conversation.id
        for _ in range(3)
    ]
    archived = Arrangement(archived=True)
    await house.use.change_conversation(chats[0], by=ADA, arrangement=archived)

    await house.use.delete_project(project, by=ADA)

    assert sorted(await chats_in(house, NO_PROJECT)) == chats[1:]
    assert (await house.conversations.get(chats[0], owner=ADA)).project is None
    with pytest.raises(NotFound):
        await house.use.delete_project(project, by=ADA)


async def test_a_strangers_project_takes_nothing_in() -> None:
    house = House()
    project = await made(house)
    chat = await house.chat(by=EVE)

    with pytest.raises(NotFound):
        await house.use.start_conversation(model=None, project=project, by=EVE)
    moved = Arrangement(project=project)
    with pytest.raises(NotFound):
        await house.use.change_conversation(chat, by=EVE, arrangement=moved)
    with pytest.raises(NotFound):
        await house.use.change_project(project, name="x", instructions=None, by=EVE)
    with pytest.raises(NotFound):
        await house.use.delete_project(project, by=EVE)


async def test_a_project_that_is_gone_tells_nothing() -> None:
    house = House()
    project = await made(house, instructions="Answer in rhyme.")
    house.model.scripts.append(saying("a"))
    started = await house.use.start_conversation(model=None, project=project, by=ADA)
    await house.projects.delete(project, owner=ADA)

    await house.use.send_message(started.conversation.id, "hi", by=ADA)
    await house.jobs.all_done()

    assert [told(prompt) for prompt in house.model.prompts] == [[("user", "hi")]]


async def test_names_instructions_and_projects_have_limits() -> None:
    house = House()
    for name in (" ", "x" * (NAME_LENGTH_MAX + 1)):
        with pytest.raises(Invalid, match="name"):
            await made(house, name)
    with pytest.raises(Invalid, match="instructions"):
        await made(house, instructions="x" * (INSTRUCTIONS_LENGTH_MAX + 1))
    for number in range(PROJECTS_MAX):
        await house.projects.add(a_project(f"p{number}"))

    with pytest.raises(Invalid, match="200 projects"):
        await made(house)


async def test_the_younger_a_chat_the_higher_it_is_in_its_project() -> None:
    house = House()
    project = await made(house)
    chats: list[ConversationId] = []
    for _ in range(2):
        house.clock.advance(timedelta(seconds=1))
        started = await house.use.start_conversation(model=None, project=project, by=ADA)
        chats.append(started.conversation.id)

    assert await chats_in(house, project) == chats[::-1]
