"""What is read quickly is what the domain reads."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.http.body import text_of
from adapters.inbound.http.json_bytes import json_bytes
from domain.errors import Invalid
from domain.json import Json, read

NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=5), st.just("\ud800")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.exhaustive
@given(VALUES, st.booleans())
def test_it_reads_as_the_domain_does(value: Json, ascii: bool) -> None:
    raw = json.dumps({"a": value}, ensure_ascii=ascii).encode("utf-8", "replace")

    assert repr(text_of(raw).value) == repr(read(raw))


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": 123456789012345678901234567890}',
        b'{"a": -9223372036854775809, "b": -0, "c": -0.0}',
        b'{"a": 1e22, "b": 1E-7, "c": 18446744073709551615}',
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": 1, "b": 2, "a": 3}',
        b'{"a": "\\ud83d\\ude00 \\ud83d"}',
    ],
)
def test_it_reads_what_is_rare_as_the_domain_does(raw: bytes) -> None:
    assert repr(text_of(raw).value) == repr(read(raw.decode("utf-8-sig")))


@pytest.mark.parametrize("raw", [b'{"a": NaN}', b'{"a": 1e999}', b"{", b"\xff", b"[]"])
def test_it_refuses_what_the_domain_refuses(raw: bytes) -> None:
    with pytest.raises(Invalid):
        text_of(raw)


@given(VALUES)
def test_what_it_writes_is_read_as_the_same(value: Json) -> None:
    written = json_bytes({"a": value})

    assert read(written) == json.loads(
        json.dumps({"a": value}, ensure_ascii=False).encode("utf-8", "replace")
    )
