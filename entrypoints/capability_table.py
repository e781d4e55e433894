"""Make `domain/llm/known_models.py`: `python -m entrypoints.capability_table > FILE`.

From `capability_seed.toml`, and from genai-prices for the sizes that the seed does not name.
No network: both are data in the tree. A test checks that the table is not stale.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final

from genai_prices.data_snapshot import get_snapshot
from pydantic import BaseModel, ConfigDict

from domain.llm.capabilities import Capabilities

_SEED: Final = Path(__file__).with_name("capability_seed.toml")
_VENDORS: Final = ("openai", "deepseek")
"""Whose context sizes the seed leaves to the list."""
_NO_CHAT: Final = re.compile(r"image|tts|realtime|transcribe|translate|embedding|whisper|ft[:-]")

_Row = tuple[str, str, int | None]
_Value = bool | int | str | tuple[str, ...]


class _Name(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    shape: str
    context_tokens: int | None = None


class _Seed(BaseModel):
    """The document as it is: shapes by name, names of models, the newest of each vendor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    date: date
    shapes: Mapping[str, Mapping[str, _Value]]
    names: Mapping[str, _Name]
    newest: Mapping[str, str]

    def shape(self, name: str) -> dict[str, _Value]:
        given = dict(self.shapes[name])
        like = given.pop("like", None)
        return given if like is None else {**self.shape(str(like)), **given}


def table() -> str:
    """The module as text, the same from run to run."""
    seed = _Seed.model_validate(tomllib.loads(_SEED.read_text()))
    rows = sorted(_rows(seed), key=lambda row: (-len(row[0].rstrip("*")), row[0]))
    known = (f"    ({_text(name)}, {shape.upper()}, {_count(size)})," for name, shape, size in rows)
    return "\n".join(
        (
            '"""What known models take: made by `make capabilities`, not by hand.',
            "",
            f"Sources: {seed.source}, {seed.date:%-d %b %Y};",
            f"sizes that these do not name: genai-prices {version('genai-prices')}.",
            '"""',
            "",
            "from typing import Final",
            "",
            "from domain.llm.capabilities import Capabilities",
            "",
            *_shapes(seed),
            "",
            "KNOWN: Final[tuple[tuple[str, Capabilities, int | None], ...]] = (",
            *known,
            ")",
            '"""Names, the longest first; what they take; tokens that fit into their context."""',
            "NEWEST: Final[dict[str, str]] = {",
            *(f"    {_text(kind)}: {_text(name)}," for kind, name in seed.newest.items()),
            "}",
            "",
        )
    )


def _rows(seed: _Seed) -> Iterator[_Row]:
    for name, row in seed.names.items():
        yield name, row.shape, row.context_tokens
    longest_first = sorted(seed.names.items(), key=lambda each: len(each[0]), reverse=True)
    for model, size in _sizes():
        found = (row for name, row in longest_first if model.startswith(name.rstrip("*")))
        family = next(found, None)
        if family is not None and family.context_tokens is None:
            yield model, family.shape, size


def _sizes() -> Iterator[tuple[str, int]]:
    for provider in get_snapshot().providers:
        for model in provider.models if provider.id in _VENDORS else ():
            if model.context_window and not _NO_CHAT.search(model.id):
                yield model.id, model.context_window


def _shapes(seed: _Seed) -> Iterator[str]:
    known = {field.name for field in fields(Capabilities)}
    for name in seed.shapes:
        shape = seed.shape(name)
        if not shape.keys() <= known:
            raise ValueError(f"{name}: {sorted(shape.keys() - known)} are no capabilities")
        if not shape:
            yield f"{name.upper()}: Final = Capabilities()"
            continue
        yield f"{name.upper()}: Final = Capabilities("
        yield from (f"    {key}={_literal(value)}," for key, value in shape.items())
        yield ")"


def _literal(value: _Value) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_text, value))})"
    if isinstance(value, bool):
        return repr(value)
    return _count(value) if isinstance(value, int) else _text(value)


def _text(value: str) -> str:
    return f'"{value}"'


def _count(value: int | None) -> str:
    return "None" if value is None else f"{value:_}"


def main() -> None:
    print(table(), end="")  # noqa: T201 - its purpose


if __name__ == "__main__":
    main()
