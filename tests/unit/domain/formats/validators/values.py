import re
from collections.abc import Mapping, Sequence
from typing import Final

from domain.json import Json, JsonObject, write

NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def objects(value: Json) -> list[JsonObject]:
    assert isinstance(value, Sequence)
    assert not isinstance(value, str)
    found = [each for each in value if isinstance(each, Mapping)]
    assert len(found) == len(value)
    return found


def obj(value: Json) -> JsonObject:
    assert isinstance(value, Mapping)
    return value


def number(value: Json) -> float:
    assert isinstance(value, int | float)
    assert not isinstance(value, bool)
    return value


def assert_can_be_sent(body: JsonObject, fields: frozenset[str]) -> None:
    """JSON in UTF-8, with no field that the vendor does not know."""
    write(body).encode()
    assert set(body) <= fields


def assert_keys(value: JsonObject, needed: str, others: str = "") -> None:
    assert set(needed.split()) <= set(value) <= set(f"{needed} {others}".split())
