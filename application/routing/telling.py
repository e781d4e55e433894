from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from domain.formats.passing import Passed, Piece
from domain.llm.events import Beside, Sent, Started, StreamEvent
from domain.llm.prompt import Dropped


async def told(
    stream: AsyncGenerator[StreamEvent],
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
    async with aclosing(stream) as events:
        async for event in events:
            if isinstance(event, Beside) and choices is not None and event.choice >= choices:
                continue
            if dropped and isinstance(event, Started):
                event = replace(event, dropped=(*dropped, *event.dropped))  # noqa: PLW2901
            yield Passed(None, (event,))
