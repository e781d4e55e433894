"""Bytes of an answer with our counts in them, where nobody could believe the provider's."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from domain.formats.passing import Passed, Piece
from domain.llm.usage import Usage

Recount: TypeAlias = Callable[[bytes, Usage], bytes]


def recounted(piece: Piece, recount: Recount) -> Piece:
    if isinstance(piece, Passed) and piece.raw and piece.counted is not None:
        return replace(piece, raw=recount(piece.raw, piece.counted))
    return piece
