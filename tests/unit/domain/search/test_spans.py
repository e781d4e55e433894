from domain.search.postings import SPAN_MAX
from domain.search.spans import TOGETHER, Span, to_join, windows


def spans(*texts: int) -> list[Span]:
    """The oldest first."""
    return [Span(id=f"s{order}", order=order, texts=each) for order, each in enumerate(texts)]


def names(found: list[Span] | tuple[Span, ...]) -> list[str]:
    return [span.id for span in found]


def test_seven_small_spans_are_left_alone_and_eight_become_one() -> None:
    assert list(to_join(spans(*[300] * (TOGETHER - 1)))) == []
    assert names(list(to_join(spans(5_000, *[300] * 9)))) == [f"s{n}" for n in range(1, 9)]


def test_middle_spans_become_full_ones_as_far_as_they_fit() -> None:
    found = to_join(spans(*[4_000] * 9))

    assert names(list(found)) == ["s0", "s1", "s2", "s3"]
    assert sum(span.texts for span in found) <= SPAN_MAX


def test_full_spans_stay() -> None:
    assert list(to_join(spans(*[SPAN_MAX] * 20))) == []
    assert list(to_join(spans(*[SPAN_MAX - 1] * 20))) == []


def test_a_million_texts_are_some_seventy_spans() -> None:
    there: list[Span] = []
    for order in range(1_000_000 // 256):
        there.append(Span(id=str(order), order=order, texts=256))
        while olds := to_join(there):
            whole = Span(id=olds[-1].id, order=olds[-1].order, texts=sum(s.texts for s in olds))
            there = [span for span in there if span not in olds] + [whole]

    assert len(there) < 80


def test_the_youngest_are_looked_at_first() -> None:
    seen = [names(list(window)) for window in windows(spans(*[1] * 50))]

    assert [len(window) for window in seen] == [8, 32, 10]
    assert seen[0][:2] == ["s49", "s48"]
    assert sorted(name for window in seen for name in window) == sorted(f"s{n}" for n in range(50))
