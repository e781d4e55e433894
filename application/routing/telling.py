from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Final

from domain.formats.passing import Passed, Piece
from domain.llm.events import Beside, Failed, Sent, Started, StreamEvent
from domain.llm.prompt import Dropped

_SPECIAL: Final = (Beside, Started)


async def told(
    stream: AsyncGenerator[tuple[StreamEvent, ...]],
    *,
    choices: int | None = None,
    dropped: tuple[Dropped, ...] = (),
) -> AsyncGenerator[Piece]:
    """What a model says, piece by piece, in no format's bytes. Closing this closes the stream.

    `choices` is how many answers somebody asked for; others are left out. `dropped` is what could
    not be read of the request: it is told together with what could not be written.
    """
    if dropped:
        yield Passed(None, (Sent(dropped=dropped),))
    async with aclosing(stream) as coming:
        async for events in coming:
            if told := tuple(_told(events, choices, dropped)) if _is_special(events) else events:
                yield Passed(None, told)


def told_at_once(
    events: tuple[StreamEvent, ...],
    *,
    choices: int | None = None,
    dropped: tuple[Dropped, ...] = (),
) -> tuple[Piece, ...]:
    """The same of all that a model says; a failure is by itself here too."""
    if dropped or Beside in map(type, events):
        events = tuple(_told(events, choices, dropped))
    before = (Passed(None, (Sent(dropped=dropped),)),) if dropped else ()
    if len(events) > 1 and isinstance(events[-1], Failed):
        return (*before, Passed(None, events[:-1]), Passed(None, events[-1:]))
    return (*before, Passed(None, events))


def _is_special(events: Sequence[StreamEvent]) -> bool:
    """Nearly nothing that comes is."""
    for event in events:  # noqa: SIM110 - a generator would take longer than all of it
        if isinstance(event, _SPECIAL):
            return True
    return False


def _told(
    events: Sequence[StreamEvent], choices: int | None, dropped: tuple[Dropped, ...]
) -> Iterator[StreamEvent]:
    for event in events:
        if isinstance(event, Beside) and choices is not None and event.choice >= choices:
            continue
        if dropped and isinstance(event, Started):
            yield replace(event, dropped=(*dropped, *event.dropped))
        else:
            yield event


async def tell_each(pieces: AsyncIterator[Piece], tell: Callable[[Piece], None]) -> None:
    async for piece in pieces:
        tell(piece)


async def events_of(pieces: AsyncGenerator[Piece]) -> AsyncGenerator[StreamEvent]:
    async with aclosing(pieces):
        async for piece in pieces:
            for event in piece.events:
                yield event
