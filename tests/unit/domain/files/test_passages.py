from hypothesis import given
from hypothesis import strategies as st

from domain.files.passages import LENGTH, Passage, passages_of
from domain.files.ranking import best
from domain.ids import FileId

ONE = FileId("f1")
TIDES = "The moon pulls the sea, and so there are tides."
BREAD = "Flour, water, salt and yeast make a loaf."
TRAINS = "The night train to Lisbon leaves at nine."


def passages(*texts: str, vectors: tuple[tuple[float, ...], ...] = ()) -> list[Passage]:
    return [
        Passage(
            file=ONE,
            number=number,
            start=0,
            end=len(text),
            text=text,
            vector=vectors[number] if vectors else (),
        )
        for number, text in enumerate(texts)
    ]


def test_a_short_text_is_one_passage() -> None:
    assert [each.text for each in passages_of(ONE, TIDES)] == [TIDES]
    assert list(passages_of(ONE, " \n ")) == []


def test_a_long_text_is_cut_where_a_paragraph_ends() -> None:
    paragraph = "A sentence of some length that goes on. " * 20
    text = "\n\n".join([paragraph.strip()] * 4)

    found = list(passages_of(ONE, text))

    assert [each.number for each in found] == list(range(len(found)))
    assert all(each.text.rstrip().endswith("goes on.") for each in found)


@given(st.text(alphabet="ab \n.", max_size=6_000))
def test_passages_are_the_text_and_leave_nothing_out(text: str) -> None:
    found = list(passages_of(ONE, text))

    covered = {at for each in found for at in range(each.start, each.end)}
    assert all(each.text == text[each.start : each.end] for each in found)
    assert all(len(each.text) <= LENGTH for each in found)
    assert all(at in covered for at, letter in enumerate(text) if not letter.isspace())


def test_words_find_what_has_them() -> None:
    found = best("When does the night train leave?", (), passages(TIDES, BREAD, TRAINS), limit=2)

    assert [each.text for each in found] == [TRAINS]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    texts = ("sea sea sea water", "sea heron", "sea boat", "sea sand")

    found = best("sea heron", (), passages(*texts), limit=4)

    assert found[0].text == "sea heron"


def test_meaning_finds_what_words_do_not() -> None:
    vectors = ((1.0, 0.0), (0.0, 1.0), (0.1, 0.9))

    found = best("ocean", (1.0, 0.0), passages(TIDES, BREAD, TRAINS, vectors=vectors), limit=3)

    assert [each.text for each in found] == [TIDES]


def test_what_both_find_comes_first() -> None:
    vectors = ((0.9, 0.1), (1.0, 0.0), (0.0, 1.0))

    found = best("tides", (1.0, 0.0), passages(TIDES, BREAD, TRAINS, vectors=vectors), limit=3)

    assert [each.text for each in found] == [TIDES, BREAD]


def test_nothing_is_found_where_nothing_fits() -> None:
    assert best("zebra", (), passages(TIDES, BREAD), limit=3) == ()
    assert best("zebra", (), [], limit=3) == ()
