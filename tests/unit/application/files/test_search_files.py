from collections.abc import Sequence
from typing import final

import pytest
from typing_extensions import override

from adapters.outbound.tools.file_search import FileSearch
from application.files.search_files import SearchFiles
from application.ports.text_vectors import TextVectors
from application.ports.tools import ToolCaller
from domain.errors import Invalid, NotFound, Unavailable
from domain.ids import ConversationId
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying

LONG = "\n\n".join(f"Paragraph {number} speaks of nothing. " * 20 for number in range(30))


@final
class Letters(TextVectors):
    """Texts are alike that begin with the same letter."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @override
    async def of(self, texts: Sequence[str]) -> Sequence[tuple[float, ...]]:
        self.asked += texts
        return [tuple(float(text[:1].lower() == letter) for letter in "abcdef") for text in texts]


@final
class Away(TextVectors):
    @override
    async def of(self, texts: Sequence[str]) -> Sequence[tuple[float, ...]]:
        raise Unavailable("no model")


def search(house: House, meaning: TextVectors, *, clock: list[float] | None = None) -> SearchFiles:
    times = clock or []
    return SearchFiles(
        files=house.desk.files,
        contents=house.desk.contents,
        messages=house.messages,
        standing=house.desk.standing,
        knowledge=house.desk.knowledge,
        vectors=house.desk.vectors,
        meaning=meaning,
        stopwatch=lambda: times.pop(0) if times else 0.0,
    )


async def chat_with(house: House, *files: tuple[str, bytes]) -> ConversationId:
    house.model.scripts.append(saying("fine"))
    chat = await house.chat()
    ids = [(await house.desk.upload(data, name, by=ADA)).id for name, data in files]
    await house.use.send_message(chat, "look", by=ADA, files=ids)
    await house.jobs.all_done()
    return chat


async def test_the_files_of_the_chat_are_searched_or_all_of_the_persons() -> None:
    house = House()
    chat = await chat_with(house, ("tides.txt", b"The moon pulls the sea."))
    await house.desk.upload(b"The sea is wide.", "other.txt", by=ADA)
    await house.desk.upload(b"The sea of Eve.", "eve.txt", by=EVE)

    here = await search(house, Away())("sea", conversation=chat, by=ADA)
    everywhere = await search(house, Away())("sea", conversation=None, everywhere=True, by=ADA)

    assert [each.file.name for each in here] == ["tides.txt"]
    assert {each.file.name for each in everywhere} == {"tides.txt", "other.txt"}


async def test_a_strangers_chat_gives_nothing() -> None:
    house = House()
    chat = await chat_with(house, ("tides.txt", b"The moon pulls the sea."))

    with pytest.raises(NotFound):
        await search(house, Away())("sea", conversation=chat, by=EVE)


async def test_vectors_are_made_once_and_go_with_the_file() -> None:
    house, meaning = House(), Letters()
    chat = await chat_with(house, ("tides.txt", b"Beyond the bay."))

    first = await search(house, meaning)("Boats", conversation=chat, by=ADA)
    await search(house, meaning)("Boats", conversation=chat, by=ADA)

    assert [each.passage.text for each in first] == ["Beyond the bay."]
    assert meaning.asked == ["Beyond the bay.", "Boats", "Boats"]
    file = first[0].file.id
    await house.desk.use.delete(file, by=ADA)
    assert await house.desk.vectors.of(file) == {}


async def test_a_search_has_an_end_and_the_next_one_goes_on() -> None:
    house, meaning = House(), Letters()
    chat = await chat_with(house, ("long.txt", LONG.encode()))

    await search(house, meaning, clock=[0, 0, 26])("nothing", conversation=chat, by=ADA)
    first = len(meaning.asked)
    await search(house, meaning)("nothing", conversation=chat, by=ADA)

    assert first == 16 + 1
    assert len(set(meaning.asked)) == len(meaning.asked) - 1


@pytest.mark.parametrize("question", ["", "  ", "a" * 1_001])
async def test_a_question_has_words(question: str) -> None:
    house = House()
    with pytest.raises(Invalid):
        await search(house, Away())(question, conversation=None, everywhere=True, by=ADA)


async def test_a_model_gets_passages_with_links_to_cite() -> None:
    house = House()
    chat = await chat_with(house, ("tides.txt", b"The moon pulls the sea."))
    tool, caller = FileSearch(search(house, Away())), ToolCaller(user=ADA, conversation=chat)

    found = await tool.run({"query": "moon"}, caller=caller)
    nothing = await tool.run({"query": "zebra"}, caller=caller)

    place = found.sources[0].url
    assert place.endswith("?from=0&to=23")
    assert f"[1]({place}) from tides.txt:\n<passage>\nThe moon pulls the sea." in found.text
    assert found.sources[0].title == "1 · tides.txt"
    assert nothing.text == "No passage has to do with that."
