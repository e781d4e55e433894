"""Golden cases of the conversion reference: files of inputs and what must come of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from _pytest.mark.structures import ParameterSet

from domain.json import Json, JsonObject, read

_FILES: Final = Path(__file__).parents[3] / "golden"
ABSENT: Final = "(absent)"


def cases(file: str) -> Iterator[ParameterSet]:
    """Every case of a file, by its id."""
    found = read((_FILES / f"{file}.json").read_bytes())
    assert isinstance(found, list)
    for case in found:
        assert isinstance(case, dict)
        yield pytest.param(case, id=f"{case['id']} {case.get('lane', '')}: {case['about']}")


def bodies(kind: str, source: str) -> Iterator[Json]:
    """The inputs of all cases of a kind (`requests`, `replies`, `streams`) in a format."""
    for file in sorted(_FILES.glob(f"{kind}*.json")):
        found = read(file.read_bytes())
        assert isinstance(found, list)
        for case in found:
            assert isinstance(case, dict)
            if str(case["lane"]).startswith(f"{source}>"):
                yield case["input"]


def at(value: Json, path: str) -> Json:
    """What stands at a path such as `messages.0.role`."""
    for step in path.split("."):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return ABSENT
    return value


def text(case: JsonObject, key: str) -> str:
    found = case[key]
    assert isinstance(found, str)
    return found


def obj(case: JsonObject, key: str) -> JsonObject:
    found = case.get(key, {})
    assert isinstance(found, dict)
    return found


def texts(case: JsonObject, key: str) -> list[str]:
    found = case.get(key, [])
    assert isinstance(found, list)
    return [str(each) for each in found]
