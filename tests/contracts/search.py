"""What every search index must do."""

from datetime import timedelta

import pytest

from application.ports.search_index import SearchIndex
from domain.ids import ConversationId, MessageId, UserId
from domain.search.entry import Entry, Place
from domain.search.query import Query
from domain.search.words import words_of
from tests.builders import ADA, EVE, NOON

SECOND = timedelta(seconds=1)


def an_entry(
    message: str | None, text: str, *, chat: str = "c1", owner: UserId = ADA, age: int = 0
) -> Entry:
    place = Place(
        conversation=ConversationId(chat), message=MessageId(message) if message else None
    )
    return Entry(owner=owner, place=place, at=NOON - SECOND * age, words=words_of(text))


async def found(index: SearchIndex, text: str, *, owner: UserId = ADA, limit: int = 9) -> list[str]:
    """The messages, or the conversation of a title."""
    places = await index.find(Query.of(text), owner=owner, limit=limit)
    return [place.message or place.conversation for place in places]


class SearchIndexContract:
    async def test_a_text_is_found_as_soon_as_it_is_kept(self, index: SearchIndex) -> None:
        await index.add([an_entry("m1", "The tram to Belém leaves at noon.")])

        assert await found(index, "belem") == ["m1"]
        assert await found(index, "TRAM noon") == ["m1"]
        assert await found(index, "tram midnight") == []

    async def test_the_last_word_may_be_a_beginning(self, index: SearchIndex) -> None:
        await index.add([an_entry("m1", "Lisbon by tram")])

        assert await found(index, "tram lisb") == ["m1"]
        assert await found(index, "lisb tram") == []
        assert await found(index, "lisb ") == []

    async def test_any_piece_of_a_text_without_spaces_is_found(self, index: SearchIndex) -> None:
        await index.add([an_entry("m1", "東京都の天気")])

        for piece in ("東京都", "京都", "天気", "気", "東京都の天気"):
            assert await found(index, piece) == ["m1"], piece
        assert await found(index, "東都") == []

    async def test_a_title_is_found_by_its_conversation(self, index: SearchIndex) -> None:
        await index.add([an_entry(None, "A week in Lisbon", chat="c7")])

        assert await found(index, "lisbon") == ["c7"]

    async def test_what_came_last_comes_first_and_once(self, index: SearchIndex) -> None:
        await index.add([an_entry("m1", "one tram"), an_entry("m2", "two trams, one tram")])
        await index.add([an_entry("m3", "a tram")])
        await index.add([an_entry("m1", "one tram")])

        assert await found(index, "tram") == ["m1", "m3", "m2"]
        assert await found(index, "tram", limit=2) == ["m1", "m3"]

    async def test_a_stranger_finds_nothing(self, index: SearchIndex) -> None:
        await index.add([an_entry("m1", "my tram"), an_entry("m2", "her tram", owner=EVE)])

        assert await found(index, "tram") == ["m1"]
        assert await found(index, "tram", owner=EVE) == ["m2"]

    async def test_no_word_finds_nothing(self, index: SearchIndex) -> None:
        await index.add([an_entry("m1", "tram")])

        assert await found(index, "  … ?!") == []

    @pytest.mark.parametrize("is_tidy", [False, True])
    async def test_what_is_forgotten_is_not_found(self, index: SearchIndex, is_tidy: bool) -> None:
        await index.add([an_entry(f"m{n}", "a tram") for n in range(6)])
        await index.add([an_entry(None, "tram", chat="c2"), an_entry("x", "tram", chat="c2")])
        if is_tidy:
            await index.tidy(ADA)

        await index.forget(ConversationId("c1"), [MessageId(f"m{n}") for n in range(1, 6)])
        assert await found(index, "tram") == ["x", "c2", "m0"]
        await index.forget(ConversationId("c2"))
        assert await found(index, "tram") == ["m0"]
        await index.tidy(ADA)
        assert await found(index, "tram") == ["m0"]
        await index.forget_owner(ADA)
        assert await found(index, "tram") == []

    async def test_tidying_changes_nothing_that_is_found(self, index: SearchIndex) -> None:
        words = ("tram", "trams", "東京", "über", "x")
        for number in range(50):
            text = f"{words[number % 5]} number {number}"
            await index.add([an_entry(f"m{number:02}", text, chat=f"c{number % 3}")])
            if number % 7 == 0:
                await index.tidy(ADA)
        asked = ("tram", "tra", "number 2", "東", "uber", "x ", "number tram")
        before = [await found(index, text, limit=99) for text in asked]

        await index.tidy(ADA)

        assert [await found(index, text, limit=99) for text in asked] == before
        assert before[0][:2] == ["m46", "m45"]
        assert len(before[1]) == 20
        await index.forget_owner(ADA)  # a full database takes seconds to drop

    async def test_who_wants_tidying_is_known_until_it_is_done(self, index: SearchIndex) -> None:
        await index.add([an_entry(f"m{n}", "a tram") for n in range(300)])

        for owner in await index.untidy():
            await index.tidy(owner)

        assert list(await index.untidy()) == []
        assert len(await found(index, "tram", limit=300)) == 300
        await index.forget_owner(ADA)
