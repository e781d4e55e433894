"""How our limits stand, in the words that clients read from headers."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from domain.allowances.claim import Kind, Standing
from domain.formats.passing import Passed, Piece
from domain.llm.events import Limits, Started

_TOLD: tuple[Kind, ...] = ("requests", "tokens")


def limits_of(standings: Sequence[Standing]) -> Limits:
    """Of each kind the one that ends first: the others leave more."""
    words: list[tuple[str, str]] = []
    for kind in _TOLD:
        ours = [each for each in standings if each.bucket.kind == kind]
        if ours:
            tightest = min(ours, key=lambda each: (each.remaining, each.bucket.limit))
            words += [
                (f"x-ratelimit-limit-{kind}", str(tightest.bucket.limit)),
                (f"x-ratelimit-remaining-{kind}", str(tightest.remaining)),
                (f"x-ratelimit-reset-{kind}", f"{ceil(tightest.reset_s)}s"),
            ]
    return tuple(words)


def piece_with_limits(piece: Piece, ours: Limits) -> Piece:
    """A caller who has limits of ours is told those, not the provider's, which all share."""
    if not ours or not isinstance(piece, Passed):
        return piece
    for place, event in enumerate(piece.events):
        if isinstance(event, Started):
            events = [*piece.events]
            events[place] = replace(event, limits=ours)
            return replace(piece, events=tuple(events))
    return piece
