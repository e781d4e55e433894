"""A call of a stream, whole or in pieces (conversion C5).

Vertex sends arguments piece by piece, each with its place: `partialArgs` of `{jsonPath, …Value,
willContinue}`. Texts of one place that is still to be continued are joined.
"""

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from domain.errors import Invalid
from domain.formats.reading import DEPTH_MAX, At
from domain.json import Json

_Path: TypeAlias = tuple[str | int, ...]
_STEP: Final = re.compile(r"\.(?P<name>[^.\[\]]+)|\['(?P<quoted>[^']*)'\]|\[(?P<place>\d{1,9})\]")
_VALUES: Final = ("stringValue", "numberValue", "boolValue")


class GrowingCall:
    def __init__(self, name: str) -> None:
        self.name = name
        self.id: str | None = None
        self.signature = ""
        self._given: Json = None
        self._values: dict[_Path, Json] = {}
        self._growing: _Path | None = None

    def feed(self, call: At, signature: str) -> None:
        """Raises `Invalid` for a place that cannot be."""
        self.id = self.id or call.text_or_none("id")
        self.signature = self.signature or signature
        if call.has("args"):
            self._given = call.value["args"]
        for piece in call.objects("partialArgs"):
            self._put(piece)

    def arguments(self) -> Json:
        """Raises `Invalid` when the places do not fit together."""
        return _built(self._values) if self._values else self._given

    def _put(self, piece: At) -> None:
        path = _read_path(piece)
        value = next((piece.value[key] for key in _VALUES if piece.has(key)), None)
        before = self._values.get(path) if path == self._growing else None
        if isinstance(before, str) and isinstance(value, str):
            value = before + value
        self._values[path] = value
        self._growing = path if piece.flag("willContinue") else None


def _read_path(piece: At) -> _Path:
    """`$.items[0]['a b']` is `items`, 0, `a b`."""
    text = piece.text("jsonPath")
    steps: list[str | int] = []
    end = 1
    for found in _STEP.finditer(text, 1):
        if found.start() != end:
            break
        end = found.end()
        place = found["place"]
        steps.append((found["name"] or found["quoted"] or "") if place is None else int(place))
    if not text.startswith("$") or end != len(text) or not 0 < len(steps) <= DEPTH_MAX:
        raise Invalid(f"{piece.where('jsonPath')}: is no place in the arguments")
    return tuple(steps)


def _built(values: Mapping[_Path, Json]) -> Json:
    """The tree of what stands at the ends of these paths."""
    if () in values:
        if len(values) > 1:
            raise Invalid("partialArgs: a value has parts")
        return values[()]
    branches: dict[str | int, dict[_Path, Json]] = {}
    for (first, *rest), value in values.items():
        branches.setdefault(first, {})[tuple(rest)] = value
    names = [name for name in branches if isinstance(name, str)]
    if len(names) == len(branches):
        return {name: _built(branches[name]) for name in names}
    if names or sorted(map(int, branches)) != list(range(len(branches))):
        raise Invalid("partialArgs: a list has gaps")
    return [_built(branches[place]) for place in range(len(branches))]
