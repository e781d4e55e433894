"""Files that go along with messages: what the model is told, and what becomes of them."""

from dataclasses import replace

import pytest

from adapters.outbound.memory.catalog import StaticModelCatalog
from application.chat.send_message import Sent
from domain.catalog.models import Catalog
from domain.errors import Conflict, Invalid, NotFound
from domain.files.file import File
from domain.ids import ConversationId
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import Image, Prompt, Text
from tests.builders import a_model
from tests.pictures import png
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying

BLIND = replace(a_model("blind"), capabilities=Capabilities(vision=False))


def house_of_two() -> House:
    house = House()
    house.catalog = StaticModelCatalog(Catalog(models=(a_model("small"), BLIND)))
    answerers = replace(house.answerers, catalog=house.catalog)
    house.use = replace(
        house.use, send_message=replace(house.use.send_message, answerers=answerers)
    )
    return house


async def asked(
    house: House, chat: ConversationId, *files: File, text: str = "look", model: str = "small"
) -> Prompt:
    """What the model got."""
    await sent(house, chat, *files, text=text, model=model)
    return house.model.prompts[-1]


async def sent(
    house: House, chat: ConversationId, *files: File, text: str = "look", model: str = "small"
) -> Sent:
    house.model.scripts.append(saying("fine"))
    conversation = await house.conversations.get(chat, owner=ADA)
    found = await house.use.send_message(
        chat,
        text,
        by=ADA,
        parent=conversation.active_leaf,
        model=model,
        files=[each.id for each in files],
    )
    await house.jobs.all_done()
    return found


async def test_pictures_are_shown_and_documents_told_before_the_words() -> None:
    house = house_of_two()
    paper = await house.desk.upload(b"the words", "paper.txt", by=ADA)
    photo = await house.desk.upload(png(8, 4), "photo.png", by=ADA)

    prompt = await asked(house, await house.chat(), paper, photo)

    told, shown, words = prompt.turns[0].parts
    assert isinstance(told, Text)
    assert "<file name='paper.txt'>\nthe words" in told.text
    assert isinstance(shown, Image)
    assert words == Text(text="look")


async def test_a_file_alone_is_a_message_and_names_the_chat() -> None:
    house = house_of_two()
    paper = await house.desk.upload(b"the words", "paper.txt", by=ADA)
    chat = await house.chat()

    await asked(house, chat, paper, text="")

    assert (await house.conversations.get(chat, owner=ADA)).title == "paper.txt"


async def test_a_model_that_does_not_see_refuses_pictures_before_anything_is_kept() -> None:
    house = house_of_two()
    photo = await house.desk.upload(png(8, 4), "photo.png", by=ADA)
    chat = await house.chat()

    with pytest.raises(Invalid, match="cannot see pictures"):
        await sent(house, chat, photo, model="blind")

    assert (await house.messages.tree(chat)).all() == ()


async def test_a_picture_of_before_is_only_named_to_a_model_that_does_not_see() -> None:
    house = house_of_two()
    photo = await house.desk.upload(png(8, 4), "photo.png", by=ADA)
    chat = await house.chat()
    await asked(house, chat, photo)

    prompt = await asked(house, chat, text="and now?", model="blind")

    first = prompt.turns[0].parts[0]
    assert first == Text(text="[File 'photo.png': a picture that is not shown to you]\n")


async def test_files_of_others_and_files_on_their_way_cannot_go_along() -> None:
    house = house_of_two()
    theirs = await house.desk.upload(b"secret", "theirs.txt", by=EVE)
    started = await house.desk.use.start("mine.txt", 5, by=ADA)
    chat = await house.chat()

    with pytest.raises(NotFound):
        await sent(house, chat, theirs)
    with pytest.raises(Conflict, match="still being uploaded"):
        await sent(house, chat, started)

    assert (await house.messages.tree(chat)).all() == ()


async def test_a_deleted_file_is_said_to_be_gone() -> None:
    house = house_of_two()
    paper = await house.desk.upload(b"the words", "paper.txt", by=ADA)
    chat = await house.chat()
    await asked(house, chat, paper)
    await house.desk.use.delete(paper.id, by=ADA)

    prompt = await asked(house, chat, text="again?")

    assert prompt.turns[0].parts[0] == Text(text="[File 'paper.txt': it was deleted]\n")


async def test_a_deleted_chat_takes_its_files_along_unless_another_has_them() -> None:
    house = house_of_two()
    both = await house.desk.upload(b"both", "both.txt", by=ADA)
    alone = await house.desk.upload(b"alone", "alone.txt", by=ADA)
    first, second = await house.chat(), await house.chat()
    await sent(house, first, both, alone)
    await sent(house, second, both)

    await house.use.delete_conversation(first, by=ADA)
    kept = [each.id for each in await house.desk.files.of(ADA)]
    await house.use.delete_conversation(second, by=ADA)

    assert kept == [both.id]
    assert await house.desk.files.of(ADA) == ()


async def test_a_deleted_branch_takes_its_files_along() -> None:
    house = house_of_two()
    first = await house.desk.upload(b"first", "first.txt", by=ADA)
    later = await house.desk.upload(b"later", "later.txt", by=ADA)
    chat = await house.chat()
    await sent(house, chat, first)
    branch = await sent(house, chat, later)

    await house.use.delete_branch(chat, branch.message.message.id, by=ADA)

    assert [each.id for each in await house.desk.files.of(ADA)] == [first.id]


async def test_files_are_listed_with_the_chats_they_are_in() -> None:
    house = house_of_two()
    paper = await house.desk.upload(b"words", "paper.txt", by=ADA)
    await house.desk.upload(b"unused", "unused.txt", by=ADA)
    chat = await house.chat()
    await sent(house, chat, paper)

    listed = await house.desk.use.list(by=ADA, cursor=None, limit=10)

    assert listed.bytes_used == len(b"words" + b"unused")
    assert {each.file.name: [chat.id for chat in each.used_in] for each in listed.files} == {
        "paper.txt": [chat],
        "unused.txt": [],
    }
