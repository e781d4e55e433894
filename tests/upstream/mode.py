"""How the fake upstream behaves: well, or in one of the ways in which providers fail."""

from dataclasses import dataclass, fields
from typing import Any, Literal, Self, get_args

Kind = Literal[
    "ok",
    "status",
    "hang_before_headers",
    "hang_after_headers",
    "stall_after",
    "rst_after",
    "error_in_200_stream",
    "bad_json",
    "bad_utf8",
    "half_frame",
    "no_done",
    "giant_chunk",
    "endless_line",
    "gzip_bomb",
    "drip",
    "redirect",
    "wrong_ct",
    "html",
    "empty",
    "json_for_stream",
]
UsageKind = Literal["true", "none", "zero", "absurd", "negative"]
Unit = Literal["word", "byte"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """`after` counts frames, `after_words` words instead; `to` is where a redirect points.

    `text` replaces the answer. A token is a `unit`: a word, or so many bytes as it is for a client
    that has to count by itself.
    """

    kind: Kind = "ok"
    status: int = 500
    retry_after: str | None = None
    message: str = "scripted failure"
    code: str | None = None
    after: int = 2
    after_words: int | None = None
    interval_s: float = 0
    usage: UsageKind = "true"
    text: str | None = None
    unit: Unit = "word"
    to: str = ""

    @classmethod
    def read(cls, given: dict[str, Any]) -> Self:
        """Raises `ValueError`, naming what is not known."""
        unknown = given.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"a mode has no {', '.join(sorted(unknown))}")
        mode = cls(**given)
        if mode.kind not in get_args(Kind) or mode.usage not in get_args(UsageKind):
            raise ValueError(f"there is no mode {mode.kind!r} with usage {mode.usage!r}")
        return mode
