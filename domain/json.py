"""JSON as a type, and the one way in which the domain writes and reads it."""

import json
from collections.abc import Mapping, Sequence
from typing import Final, NoReturn, TypeAlias

from domain.errors import Invalid

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]


def listed(value: Json) -> Sequence[Json]:
    """What is in a list; nothing in what is none."""
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _refuse(constant: str) -> NoReturn:
    raise Invalid(f"{constant} is not JSON")


def read(text: str | bytes) -> Json:
    """Parse, refusing what JSON does not have (NaN, Infinity) and what would hurt us.

    Raises `Invalid`, also for nesting or digits beyond the interpreter's limits and for
    numbers that overflow to infinity (conversion reference 0.9).
    """
    try:
        if isinstance(text, bytes):
            text = text.decode(json.detect_encoding(text), "surrogatepass")
        if text.startswith(_BOM):
            raise Invalid("not valid JSON: it begins with a byte order mark")
        found: Json = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"not valid JSON: {error}") from None
    return found


def read_at(text: str, position: int) -> tuple[Json, int]:
    """The value that begins at `position`, and where it ends. Raises `Invalid` as `read` does."""
    try:
        found: Json
        found, end = _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"not valid JSON: {error}") from None
    return found, end


def write(value: Json) -> str:
    """Compact, key order kept, no escapes but those that SSE readers need (0.8)."""
    return _kept_on_a_line(_ENCODER.encode(value))


def _kept_on_a_line(text: str) -> str:
    if text.isascii():
        return text
    for raw, escaped in _LINE_BREAKS:
        if raw in text:
            text = text.replace(raw, escaped)
    return text


_BOM: Final = "\ufeff"
_LINE_BREAKS = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\u0085", "\\u0085"))


def _finite(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        raise Invalid(f"{digits} is too large for a number")
    return value


_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_DECODER: Final = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
