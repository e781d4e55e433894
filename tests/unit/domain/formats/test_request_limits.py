from typing import Any

import pytest

from domain.errors import Invalid
from domain.formats.request_limits import RequestLimits

LIMITS = RequestLimits(depth=3, messages=2, tools=1)


FITTING: list[dict[str, Any]] = [
    {},
    {"messages": [1, 2], "tools": [{}], "input": "a long text"},
    {"a": {"b": [1, "x", None]}},
    {"messages": None, "tools": "all"},
    {"tools": [{"functionDeclarations": [1]}]},
]


@pytest.mark.parametrize("body", FITTING)
def test_what_is_within_the_limits_passes(body: dict[str, Any]) -> None:
    LIMITS.check(body)


@pytest.mark.parametrize("name", ["messages", "input", "contents"])
def test_too_many_turns_are_refused_by_their_name(name: str) -> None:
    with pytest.raises(Invalid, match=f"{name}: has 3 entries, 2 are possible"):
        LIMITS.check({name: [1, 2, 3]})


def test_too_many_tools_are_refused() -> None:
    with pytest.raises(Invalid, match="tools: has 2 entries, 1 are possible"):
        LIMITS.check({"tools": [{}, {}]})


@pytest.mark.parametrize("key", ["functionDeclarations", "function_declarations"])
def test_functions_of_google_s_clients_count_one_by_one(key: str) -> None:
    with pytest.raises(Invalid, match="tools: has 3 entries, 1 are possible"):
        LIMITS.check({"tools": [{key: [1, 2]}, {"googleSearch": 1}]})


GROUPS: list[dict[str, Any]] = [
    {"tools": [{"type": "namespace", "name": "n", "tools": [1, 2, 3]}]},
    {"input": [{"type": "additional_tools", "tools": [1, 2]}], "tools": [{}]},
    {"input": [{"type": "additional_tools", "tools": [{"tools": [1, 2, 3]}]}]},
]


@pytest.mark.parametrize("body", GROUPS)
def test_tools_in_groups_and_among_the_input_count_one_by_one(body: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="tools: has 3 entries, 1 are possible"):
        RequestLimits(depth=9, messages=2, tools=1).check(body)


def test_too_deep_a_nesting_is_refused() -> None:
    LIMITS.check({"a": [[{}]]})
    with pytest.raises(Invalid, match="nested deeper than 3 levels"):
        LIMITS.check({"a": [[[{}]]]})


@pytest.mark.exhaustive
def test_no_nesting_exhausts_the_stack() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(Invalid, match="nested deeper"):
        LIMITS.check({"a": deep})
