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
        found: Json = json.loads(text, parse_constant=_refuse, parse_float=_finite)
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
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    for raw, escaped in _LINE_BREAKS:
        if raw in text:
            text = text.replace(raw, escaped)
    return text


_LINE_BREAKS = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\u0085", "\\u0085"))


def _finite(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        raise Invalid(f"{digits} is too large for a number")
    return value


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
