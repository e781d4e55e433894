"""Renders the chart's templates without Helm: the few words of Go's templates that they use.

What it does not know it refuses. It shows that the templates make YAML that Kubernetes takes; that
Helm's own engine makes the same of them is not shown here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

CHART: Final = Path(__file__).parents[3] / "deploy" / "kubernetes" / "parley"
_ACTION: Final = re.compile(r"(\s*)\{\{(-?)\s*(.*?)\s*(-?)\}\}(\s*)", re.DOTALL)
_WORD: Final = re.compile(r'"[^"]*"|\S+')

Scope = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text as it stands, or an action."""

    text: str
    is_action: bool


def values() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((CHART / "values.yaml").read_text(), yaml.CSafeLoader)
    return found


def manifests(given: Mapping[str, Any], *, release: str = "parley") -> list[dict[str, Any]]:
    """All documents of all templates, in the order of their files' names."""
    scope = {"$": {"Values": given, "Release": {"Name": release}}}
    return [
        document
        for path in sorted((CHART / "templates").glob("*.yaml"))
        for document in yaml.load_all(render(path.read_text(), scope), yaml.CSafeLoader)
        if document is not None
    ]


def render(template: str, scope: Scope) -> str:
    pieces = list(_pieces(template))
    text, rest = _block(pieces, 0, scope, shown=True)
    if rest != len(pieces):
        raise ValueError("an end without a beginning")
    return text


def _pieces(template: str) -> Iterator[_Piece]:
    at = 0
    for found in _ACTION.finditer(template):
        before, trims_before, action, trims_after, after = found.groups()
        yield _Piece(template[at : found.start()] + ("" if trims_before else before), False)
        yield _Piece(action, True)
        at = found.end() if trims_after else found.end() - len(after)
    yield _Piece(template[at:], False)


def _block(pieces: list[_Piece], at: int, scope: Scope, *, shown: bool) -> tuple[str, int]:
    """Up to the `end` or `else` that belongs to it: the text, and where that stands."""
    text = ""
    while at < len(pieces):
        piece = pieces[at]
        if not piece.is_action:
            text += piece.text if shown else ""
        elif piece.text in {"end", "else"}:
            return text, at
        elif piece.text.startswith(("if ", "range ")):
            inner, at = _control(pieces, at, scope, shown=shown)
            text += inner
        elif shown:
            text += _told(_value(piece.text, scope))
        at += 1
    return text, at


def _control(pieces: list[_Piece], at: int, scope: Scope, *, shown: bool) -> tuple[str, int]:
    kind, _, rest = pieces[at].text.partition(" ")
    if kind == "if":
        chosen = shown and bool(_value(rest, scope))
        text, end = _block(pieces, at + 1, scope, shown=chosen)
        if pieces[end].text == "else":
            other, end = _block(pieces, end + 1, scope, shown=shown and not chosen)
            text += other
        return text, end
    names, _, over = rest.partition(" := ")
    key, value = names.split(", ")
    rows = _rows(_value(over, scope)) if shown else []
    _, end = _block(pieces, at + 1, scope, shown=False)
    within = (
        _block(pieces, at + 1, {**scope, key: name, value: each}, shown=True)[0]
        for name, each in rows
    )
    return "".join(within), end


def _rows(over: Any) -> list[tuple[Any, Any]]:
    """Those of a list by their places, of a mapping by their names."""
    if hasattr(over, "items"):
        return sorted(over.items())
    return [(place, over[place]) for place in range(len(over))]


def _value(expression: str, scope: Scope) -> Any:
    first, *pipes = expression.split(" | ")
    found = _call(_WORD.findall(first), scope)
    for each in pipes:
        match each:
            case "quote":
                found = json.dumps(_told(found), ensure_ascii=False)
            case "upper":
                found = str(found).upper()
            case _:
                raise ValueError(f"the tests know no {each!r}")
    return found


def _call(words: list[str], scope: Scope) -> Any:
    match words:
        case [one]:
            return _look_up(one, scope)
        case ["eq", one, other]:
            return _look_up(one, scope) == _look_up(other, scope)
        case ["ne", one, other]:
            return _look_up(one, scope) != _look_up(other, scope)
        case ["add", one, other]:
            return _look_up(one, scope) + _look_up(other, scope)
        case _:
            raise ValueError(f"the tests know no {' '.join(words)!r}")


def _look_up(word: str, scope: Scope) -> Any:
    if word.startswith('"'):
        return word.strip('"')
    if word.isdecimal():
        return int(word)
    name, *path = word.split(".")
    found = scope[name]
    for step in path:
        found = found[step]
    return found


def _told(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
