import email
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.formats.multipart import PARTS_MAX, parts_of, texts_of, with_value

TYPE = "multipart/form-data; boundary=xyz"


def a_part(value: bytes, name: str = "a", more: str = "") -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return b"--xyz\r\n" + head.encode() + value + b"\r\n"


names = st.text(string.ascii_letters + "[]_-é", min_size=1, max_size=9)
values = st.binary(max_size=60).filter(lambda value: b"\r\n--xyz" not in b"\r\n" + value)


@given(st.lists(st.tuples(names, values, st.booleans()), min_size=1, max_size=9))
def test_a_form_is_read_as_others_read_it(given: list[tuple[str, bytes, bool]]) -> None:
    form = b"".join(
        a_part(value, name, '; filename="f.bin"' if is_file else "")
        for name, value, is_file in given
    )
    content = form + b"--xyz--\r\n"

    parts = parts_of(content, TYPE)

    assert [
        (each.name, content[each.start : each.end], each.filename is not None) for each in parts
    ] == given
    head = f"content-type: {TYPE}\r\n\r\n".encode()
    assert len([*email.message_from_bytes(head + content).walk()]) == len(given) + 1


@given(values, st.text(max_size=20))
def test_one_value_is_changed_and_not_one_byte_else(value: bytes, model: str) -> None:
    file = a_part(value, "file", '; filename="f"\r\nContent-Type: audio/mpeg')
    content = file + a_part(b"alias", "model") + a_part(b"de", "language") + b"--xyz--\r\n"

    changed = with_value(content, parts_of(content, TYPE), "model", model)

    expected = file + a_part(model.encode(), "model") + a_part(b"de", "language") + b"--xyz--\r\n"
    assert changed == expected


def test_a_value_that_is_not_there_is_put_first() -> None:
    content = a_part(b"v") + b"--xyz--"

    changed = with_value(content, parts_of(content, TYPE), "model", "m")

    assert changed == a_part(b"m", "model") + content


def test_a_value_is_changed_wherever_it_stands() -> None:
    content = a_part(b"one", "model") + a_part(b"two", "model") + b"--xyz--"

    parts = parts_of(content, TYPE)

    assert texts_of(content, parts) == {"model": "two"}
    assert with_value(content, parts, "model", "m") == content.replace(b"one", b"m").replace(
        b"two", b"m"
    )


@pytest.mark.parametrize(
    "content_type",
    [
        'Multipart/Form-Data;boundary="xyz"',
        "multipart/form-data ; Boundary=xyz ",
    ],
)
def test_the_boundary_is_found(content_type: str) -> None:
    assert len(parts_of(a_part(b"v") + b"--xyz--", content_type)) == 1


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/json",
        "multipart/form-data",
        "multipart/mixed; boundary=xyz",
        "multipart/form-data; boundary=xyz; boundary=abc",
        "multipart/form-data; boundary=",
    ],
)
def test_what_is_no_form_is_refused(content_type: str) -> None:
    with pytest.raises(Invalid, match="multipart/form-data"):
        parts_of(a_part(b"v") + b"--xyz--", content_type)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"preamble\r\n--xyz--",
        b"--xyz",
        b"--xyz\r\n",
        b"--xyzz\r\n",
        a_part(b"v"),
        a_part(b"v") + b"--xyz",
        b'--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n--xyz--',
        b"--xyz\r\n" + b"x" * 9_000 + b"\r\n\r\n\r\n--xyz--",
    ],
    ids=range(9),
)
def test_a_broken_form_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match="form"):
        parts_of(content, TYPE)


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/plain",
        "Content-Disposition: form-data",
        'Content-Disposition: form-data; name="a"; name="model"',
        "Content-Disposition: form-data; name*=UTF-8''model",
        'Content-Disposition: form-data; name="mo\\"del"',
        'Content-Disposition: attachment; name="model"',
        'Content-Disposition: form-data; name="a"\r\nContent-Disposition: form-data; name="model"',
        'Content-Disposition: form-data; name="a"\r\n content-disposition: form-data; name="model"',
        'Content-Disposition: form-data;\r\n name="model"',
    ],
)
def test_a_part_whose_name_could_be_read_in_two_ways_is_refused(head: str) -> None:
    content = f"--xyz\r\n{head}\r\n\r\nv\r\n--xyz--".encode()

    with pytest.raises(Invalid, match="no clear name"):
        parts_of(content, TYPE)


def test_there_is_an_end_to_parts() -> None:
    with pytest.raises(Invalid, match="at most"):
        parts_of(a_part(b"") * (PARTS_MAX + 1) + b"--xyz--", TYPE)


def test_a_text_must_be_utf_8_and_a_file_need_not() -> None:
    good = a_part(b"\xff", "f", '; filename="f"') + b"--xyz--"
    bad = a_part(b"\xff", "t") + b"--xyz--"

    assert texts_of(good, parts_of(good, TYPE)) == {}
    with pytest.raises(Invalid, match="t: must be UTF-8"):
        texts_of(bad, parts_of(bad, TYPE))
