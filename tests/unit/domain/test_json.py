import pytest

from domain.errors import Invalid
from domain.json import read, write


def test_json_is_read_as_it_was_written() -> None:
    assert read(b'{"a":[1,2.5,null,true,"x"]}') == {"a": [1, 2.5, None, True, "x"]}


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_constants_that_json_does_not_have_are_refused(constant: str) -> None:
    with pytest.raises(Invalid, match=f"{constant} is not JSON"):
        read(f'{{"a":{constant}}}')


@pytest.mark.parametrize("digits", ["1e400", "-1e400"])
def test_numbers_too_large_for_a_float_are_refused(digits: str) -> None:
    with pytest.raises(Invalid, match=f"{digits} is too large for a number"):
        read(digits)


@pytest.mark.parametrize(
    "text", ["", "{", "{'a':1}", b"\xff\xfe", "9" * 5000, "[" * 100_000], ids=range(6)
)
def test_what_is_not_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(Invalid, match="not valid JSON: "):
        read(text)


def test_writing_is_compact_and_keeps_the_order_of_keys() -> None:
    assert write({"b": [1, {"a": None}], "a": "é"}) == '{"b":[1,{"a":null}],"a":"é"}'


def test_characters_that_some_readers_take_for_line_ends_are_escaped() -> None:
    assert write("a\u2028b\u2029c\u0085d\n") == '"a\\u2028b\\u2029c\\u0085d\\n"'


def test_a_number_that_json_does_not_have_is_never_written() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        write(float("inf"))
