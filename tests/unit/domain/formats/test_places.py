from domain.formats.places import Places, bounds
from domain.llm.evidence import Citation


def page(start: int | None = None, end: int | None = None) -> Citation:
    return Citation(url="https://e.x", start=start, end=end)


def test_a_place_in_all_of_the_text_is_one_in_its_block_and_back() -> None:
    places = Places()
    for index, text in ((0, "ab"), (0, "c"), (3, "defg")):
        places.said(index, text)

    cited = places.in_block(page(4, 6))

    assert cited is not None
    assert (cited.index, cited.citation) == (3, page(1, 3))
    assert places.in_all(cited) == (4, 6)


def test_a_page_without_a_place_backs_the_last_block() -> None:
    places = Places()
    places.said(0, "ab")
    places.said(2, "cde")

    cited = places.in_block(page())

    assert cited is not None
    assert (cited.index, cited.citation) == (2, page())
    assert places.in_all(cited) == (2, 5)


def test_without_any_text_there_is_no_place() -> None:
    assert Places().in_block(page(0, 1)) is None


def test_what_reaches_beyond_the_text_ends_with_it() -> None:
    assert bounds(page(2, 9), 3) == (2, 3)
    assert bounds(page(7, 9), 3) == (3, 3)
    assert bounds(page(), 3) == (0, 3)
