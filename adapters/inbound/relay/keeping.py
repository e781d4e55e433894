"""An answer that is kept on its way, before its client is told that it is whole."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from domain.formats.passing import Passed, Piece
from domain.llm.events import Finished
from domain.llm.reply import Reply, ReplyFold

Keep = Callable[[Reply, bytes | None], Awaitable[None]]
"""Takes the answer, and the bytes that tell its end where they go through as they are."""


@asynccontextmanager
async def keeping(
    call: AbstractAsyncContextManager[AsyncIterator[Piece]], keep: Keep
) -> AsyncGenerator[AsyncIterator[Piece]]:
    async with call as pieces:
        yield _kept(pieces, keep)


async def _kept(pieces: AsyncIterator[Piece], keep: Keep) -> AsyncGenerator[Piece]:
    fold = ReplyFold()
    async for piece in pieces:
        for event in piece.events:
            fold.feed(event)
            if isinstance(event, Finished):
                await keep(fold.reply(), piece.raw if isinstance(piece, Passed) else None)
        yield piece
