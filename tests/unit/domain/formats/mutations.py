"""Golden bodies, broken in small ways, as no client and no vendor would send them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hypothesis import strategies as st

from domain.json import Json, JsonObject
from tests.unit.domain.formats.golden import bodies

_DEEP: Final[Json] = [[[[[[[[[[[[{}]]]]]]]]]]]]
_VALUES: Final[Sequence[Json]] = (
    None,
    True,
    -1,
    0,
    10**30,
    1.5,
    "",
    " ",
    "\ud83d",
    "x" * 200,
    "relay:none:",
    "data:image/png;base64,%%",
    "{",
    [],
    {},
    ["a"],
    {"type": "text"},
    {"type": "nonsense", "text": "a"},
    _DEEP,
)


def mutated(kind: str, source: str) -> st.SearchStrategy[Json]:
    """One of the golden inputs of a kind, with up to three of its places changed."""
    return st.sampled_from(list(bodies(kind, source))).flatmap(_broken)


@st.composite
def _broken(draw: st.DrawFn, body: Json) -> Json:
    for _ in range(draw(st.integers(0, 3))):
        places = list(_places(body))
        body = _changed(draw, body, draw(st.sampled_from(places))) if places else body
    return body


_Place = tuple[str | int, ...]


def _places(value: Json, here: _Place = ()) -> Iterator[_Place]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield (*here, key)
            yield from _places(inner, (*here, key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, inner in enumerate(value):
            yield (*here, number)
            yield from _places(inner, (*here, number))


def _changed(draw: st.DrawFn, value: Json, place: _Place) -> Json:
    first, *rest = place
    if isinstance(value, Mapping):
        return dict(_mapping(draw, value, str(first), tuple(rest)))
    assert isinstance(value, Sequence)
    assert isinstance(first, int)
    items = [*value]
    if rest:
        items[first] = _changed(draw, items[first], tuple(rest))
        return items
    match draw(st.sampled_from(("drop", "twice", "first", "other"))):
        case "drop":
            del items[first]
        case "twice":
            items.insert(first, items[first])
        case "first":
            items.insert(0, items.pop(first))
        case _:
            items[first] = draw(st.sampled_from(_VALUES))
    return items


def _mapping(
    draw: st.DrawFn, value: JsonObject, key: str, rest: _Place
) -> Iterator[tuple[str, Json]]:
    how = draw(st.sampled_from(("drop", "other", "other", "more"))) if not rest else ""
    for name, inner in value.items():
        if name != key:
            yield name, inner
        elif rest:
            yield name, _changed(draw, inner, rest)
        elif how == "more":
            yield name, inner
            yield "nonsense", draw(st.sampled_from(_VALUES))
        elif how == "other":
            yield name, draw(st.sampled_from(_VALUES))
