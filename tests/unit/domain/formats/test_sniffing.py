import pytest

from domain.formats.sniffing import asks_as_responses
from domain.json import JsonObject

BODIES: list[tuple[JsonObject, bool]] = [
    ({"messages": [{}]}, False),
    ({"input": "q"}, True),
    ({"input": [{}]}, True),
    ({"input": [], "messages": None}, True),
    ({"input": [{}], "messages": []}, True),
    ({"input": [{}], "messages": [{}]}, False),
    ({"input": None}, False),
    ({"input": 3}, False),
    ({}, False),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_a_body_is_known_by_what_it_says(body: JsonObject, *, expected: bool) -> None:
    assert asks_as_responses(body) is expected
