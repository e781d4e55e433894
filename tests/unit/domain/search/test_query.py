import pytest

from domain.search.query import QUERY_LENGTH_MAX, TERMS_MAX, Query, Term
from domain.search.words import words_of


def terms(text: str) -> list[str]:
    """Beginnings end with a star."""
    return [f"{each.word}{'*' * each.is_prefix}" for each in Query.of(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lisbon tram", ["lisbon", "tram*"]),
        ("  lisbon ", ["lisbon"]),
        ("tram tram", ["tram"]),
        ("a", ["a"]),
        ("plan b", ["plan", "b"]),
        ("東", ["東*"]),
        ("東京都", ["東京", "京都"]),
        ("東京 tram", ["東京", "tram*"]),
        ("?!", []),
    ],
)
def test_all_words_are_looked_for_and_the_last_may_be_a_beginning(
    text: str, expected: list[str]
) -> None:
    assert terms(text) == expected


def test_a_query_has_limits() -> None:
    assert len(Query.of(" ".join(f"w{n}" for n in range(20))).terms) == TERMS_MAX
    assert len(Query.of("x " * 500).text) < QUERY_LENGTH_MAX


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("a tram in Lisbon", True), ("lisbon", False), ("trams in Lisboa", False)],
)
def test_a_text_is_found_when_it_has_every_word(text: str, is_found: bool) -> None:
    assert Query.of("tram lisbo ").finds(words_of(text)) is False
    assert Query.of("tram lisbo").finds(words_of(text)) is is_found


def test_nothing_looked_for_finds_nothing() -> None:
    assert not Query.of("").finds(words_of("anything"))
    assert Term(word="li", is_prefix=True).finds("lisbon")
    assert not Term(word="li").finds("lisbon")
