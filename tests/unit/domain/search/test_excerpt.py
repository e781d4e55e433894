import pytest

from domain.search.excerpt import Excerpt, excerpt, marked
from domain.search.query import Query


def shown(found: Excerpt) -> str:
    """With what is marked in brackets."""
    return "".join(f"[{each.text}]" if each.marked else each.text for each in found.pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("A week in Lisbon", "lisb", "A week in [Lisbon]"),
        ("Café and Cafe", "cafe ", "[Café] and [Cafe]"),
        ("cafe\u0301", "café", "[café]"),
        ("東京都の天気", "京都", "東[京都]の天気"),
        ("東京都の天気", "東京都", "[東京都]の天気"),
        ("天気", "気", "天[気]"),
        ("Nothing here", "tram", "Nothing here"),
        ("two\n\n  lines", "lines", "two [lines]"),
    ],
)
def test_what_was_looked_for_is_marked(text: str, query: str, expected: str) -> None:
    assert shown(marked(text, Query.of(query))) == expected


def test_an_excerpt_is_the_place_where_most_words_are_together() -> None:
    text = f"tram {'word ' * 200}the tram to Lisbon leaves {'word ' * 200}"

    found = shown(excerpt(text, Query.of("lisbon tram")))

    assert "[tram] to [Lisbon]" in found
    assert found.startswith("… word")
    assert found.endswith("word …")
    assert len(found) < 220


def test_the_middle_of_a_very_long_text_is_found() -> None:
    text = f"{'word ' * 20_000}needle {'word ' * 20_000}"

    found = excerpt(text, Query.of("needle"))

    assert "[needle]" in shown(found)


def test_a_phrase_stands_as_it_was_typed() -> None:
    query = Query.of("old tram")

    assert excerpt("An old tram.", query).is_phrase
    assert not excerpt("A tram, very old.", query).is_phrase
    assert not excerpt("An old.", Query.of("old")).is_phrase


def test_how_many_of_the_words_are_there_is_known() -> None:
    query = Query.of("old tram")

    assert excerpt("An old tram, old tram.", query).terms == 2
    assert excerpt("A tram.", query).terms == 1
    assert excerpt("", query).terms == 0


def test_a_single_word_without_an_end_is_cut() -> None:
    found = shown(excerpt("x" * 1_000, Query.of("y")))

    assert found == f"{'x' * 180} …"


def test_words_that_are_far_apart_are_shown_where_the_longest_is() -> None:
    text = f"tram {'word ' * 5_000}Lisbon {'word ' * 5_000}"

    found = shown(excerpt(text, Query.of("tram lisbon")))

    assert "[Lisbon]" in found
    assert found.startswith("… word")


def test_a_long_text_without_a_word_as_it_was_typed_shows_its_beginning() -> None:
    found = shown(excerpt(f"Où est le café? {'word ' * 5_000}", Query.of("cafe")))

    assert found.startswith("Où est le [café]?")
    assert found.endswith(" …")
