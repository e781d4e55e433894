import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.llm.embedding import Vector

finite = st.floats(width=32, min_value=-(2.0**127), max_value=2.0**127)


@given(st.lists(finite))
def test_float32_goes_there_and_back_unchanged(values: list[float]) -> None:
    packed = struct.pack(f"<{len(values)}f", *values)

    vector = Vector.from_float32(packed)

    assert vector.float32 == packed
    assert vector.values == tuple(values)


@given(st.lists(st.floats(min_value=-1e30, max_value=1e30)))
def test_digits_are_kept_to_the_last(values: list[float]) -> None:
    vector = Vector.of(values)

    assert vector.values == tuple(values)
    assert len(vector) == len(values)


@pytest.mark.parametrize(
    "values",
    [
        (float("nan"),),
        (0.0, float("nan")),
        (float("inf"), float("-inf")),
        (float("inf"),),
        (1e300,),
        (0.0, -3.5e38),
    ],
)
def test_what_no_float32_can_hold_is_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(Invalid, match="finite"):
        Vector.of(values)


def test_broken_bytes_are_refused() -> None:
    with pytest.raises(Invalid, match="four bytes"):
        Vector.from_float32(b"12345")
