import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.formats.splicing import members, replaced, with_member
from domain.json import Json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(st.text() | st.just("model"), VALUES, max_size=6)


@given(body=BODIES, indent=st.none() | st.integers(0, 3), ascii=st.booleans())
def test_members_are_found_where_they_stand(
    body: dict[str, Json], indent: int | None, ascii: bool
) -> None:
    text = json.dumps(body, indent=indent, ensure_ascii=ascii)

    found = list(members(text))

    assert {each.key: each.value for each in found} == body
    assert [json.loads(text[each.start : each.end]) for each in found] == list(body.values())


@given(body=BODIES, indent=st.none() | st.integers(0, 3))
def test_all_but_the_value_stays_as_it_was(body: dict[str, Json], indent: int | None) -> None:
    """P23: nothing but the model's name is another."""
    text = json.dumps({**body, "model": "old-name", "after": 1}, indent=indent)

    changed = replaced(text, ["model"], "new")

    assert changed == text.replace('"old-name"', '"new"', 1) or '"old-name"' in json.dumps(body)
    assert json.loads(changed) == {**json.loads(text), "model": "new"}


def test_every_standing_of_a_key_is_changed_and_no_inner_one() -> None:
    text = ' { "model" : 1, "x": {"model": 2}, "model":[3] }\n'

    assert replaced(text, ["model"], "m") == ' { "model" : "m", "x": {"model": 2}, "model":"m" }\n'


def test_an_inner_value_is_changed_by_its_path() -> None:
    text = '{"message": {"id": "a", "model": "b"}, "model": "c"}'

    changed = replaced(text, ["message", "model"], "m")

    assert changed == '{"message": {"id": "a", "model": "m"}, "model": "c"}'


def test_a_path_that_leads_nowhere_changes_nothing() -> None:
    text = '{"message": "words", "model": "c"}'

    assert replaced(text, ["message", "model"], "m") == text
    assert replaced(text, ["nope"], "m") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", '{"k":1}'),
        (" { } ", ' { "k":1} '),
        ('{"a": 2 }', '{"a": 2,"k":1 }'),
        ('{"k": null, "a": 2}', '{"k": 1, "a": 2}'),
    ],
)
def test_a_member_is_set_or_added_as_the_last(text: str, expected: str) -> None:
    assert with_member(text, "k", 1) == expected


@pytest.mark.parametrize(
    "text", ["", "[]", '"a"', "{", '{"a"', '{"a":', '{"a":1', '{"a":1,', "{1:2}", '{"a" 1}', "nul"]
)
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        list(members(text))


def test_deep_nesting_and_nonsense_numbers_are_refused() -> None:
    for value in ("[" * 100_000, "NaN", "1e999", "9" * 5000):
        with pytest.raises(Invalid):
            list(members(f'{{"a":{value}}}'))
