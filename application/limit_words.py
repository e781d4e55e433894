"""How our limits stand, in the words that clients read from headers."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from domain.allowances.claim import Kind, Standing, Taken
from domain.formats.passing import Passed, Piece
from domain.llm.events import Limits, Started, StreamEvent

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


def with_limits(event: StreamEvent, taken: Taken) -> StreamEvent:
    """A caller who has limits of ours is told those, not the provider's, which all share."""
    ours = limits_of(taken.standings) if isinstance(event, Started) else ()
    return replace(event, limits=ours) if isinstance(event, Started) and ours else event


def piece_with_limits(piece: Piece, taken: Taken) -> Piece:
    if not taken.standings or not isinstance(piece, Passed):
        return piece
    for event in piece.events:
        if isinstance(event, Started):
            break
    else:
        return piece
    return replace(piece, events=tuple(with_limits(event, taken) for event in piece.events))
