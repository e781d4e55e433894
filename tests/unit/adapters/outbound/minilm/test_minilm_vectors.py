import pytest

from adapters.outbound.minilm.vectors import MiniLmVectors

pytestmark = pytest.mark.exhaustive


async def test_what_means_the_same_lies_close() -> None:
    cat, kitten, money = await MiniLmVectors().of(
        ["The cat sat on the mat.", "A kitten rests on a rug.", "Interest rates rose in March."]
    )

    assert alike(cat, cat) == pytest.approx(1, abs=1e-3)
    assert alike(cat, kitten) > 0.5
    assert alike(cat, money) < 0.2


async def test_no_text_has_no_vector_and_any_text_has_one() -> None:
    vectors = MiniLmVectors()

    assert await vectors.of([]) == []
    assert len((await vectors.of(["", "word " * 3_000]))[1]) == 384


def alike(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum(mine * theirs for mine, theirs in zip(one, other, strict=True))
