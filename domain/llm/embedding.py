"""Texts as vectors: what is asked, and what comes, in no vendor's words."""

import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isfinite
from typing import Final, Self, TypeAlias

from domain.errors import Invalid
from domain.json import JsonObject
from domain.llm.events import Failed, StreamEvent

EmbeddingInput: TypeAlias = str | tuple[int, ...]
"""A text, or the same as tokens of the model's own vocabulary."""

_FLOAT32_MAX: Final = 3.4e38
_FLOAT32_BYTES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingRequest:
    """`dimensions` is how long each vector shall be; its model's own length when absent.

    `packed`: whoever asks takes float32, so that a vendor may send bytes instead of digits.
    `extra` are members that only servers of OpenAI's format understand, as they came. `purpose` is
    Google's word for what the vectors are for, and `titles` are those of the texts, one for each
    or none at all: only Google takes them.
    """

    inputs: tuple[EmbeddingInput, ...]
    dimensions: int | None = None
    user: str | None = None
    packed: bool = False
    extra: JsonObject = field(default_factory=dict[str, str])
    purpose: str | None = None
    titles: tuple[str | None, ...] = ()

    def __post_init__(self) -> None:
        if not self.inputs:
            raise Invalid("input: is empty")


@dataclass(frozen=True, slots=True)
class Vector:
    """A text's place. Thousands come at once, so they are held as machine doubles, in 8 bytes each.

    Made by `of` or `from_float32`.
    """

    doubles: bytes

    @classmethod
    def of(cls, values: Iterable[float]) -> Self:
        """Raises `Invalid` for numbers that a float32 cannot hold."""
        held = array("d", values)
        # min and max do not see every NaN; a sum does.
        if held and not (isfinite(sum(held)) and max(map(abs, held)) <= _FLOAT32_MAX):
            raise Invalid("a vector's numbers must be finite")
        return cls(held.tobytes())

    @classmethod
    def from_float32(cls, data: bytes) -> Self:
        """From little-endian float32. Raises `Invalid` for what is none."""
        if len(data) % _FLOAT32_BYTES:
            raise Invalid("a vector of float32 takes four bytes a number")
        held = array("f", data)
        if sys.byteorder == "big":
            held.byteswap()
        return cls.of(held)

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(array("d", self.doubles))

    @property
    def float32(self) -> bytes:
        """Little-endian."""
        held = array("f", array("d", self.doubles))
        if sys.byteorder == "big":
            held.byteswap()
        return held.tobytes()

    def __len__(self) -> int:
        return len(self.doubles) // 8


@dataclass(frozen=True, slots=True)
class Embedded:
    """A part of an answer: the vectors of the next inputs, and what is to be known with them."""

    vectors: tuple[Vector, ...] = ()
    events: tuple[StreamEvent, ...] = ()

    @property
    def failed(self) -> bool:
        return any(isinstance(event, Failed) for event in self.events)
