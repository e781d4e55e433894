"""Answers whose reasoning a client sees otherwise than we would tell it (conversion A7.2, E1)."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Literal

from adapters.inbound.relay.dialect import Asked
from domain.accounts.access import Grants
from domain.formats.passing import Passed, Piece
from domain.formats.showing import Manner, Showing, without_shown

ToAnthropicClients = Literal["signed", "text_once", "off"]
"""Reasoning of other vendors for Anthropic's clients: always, where it was asked for, or never."""


def manner_of(
    asked: Asked, grants: Grants, to_anthropic_clients: ToAnthropicClients
) -> Manner | None:
    """`None`: as it is usual."""
    match asked.dialect.reasoning:
        case "chat":
            return None if grants.reasoning == "reasoning_content" else grants.reasoning
        case "anthropic":
            if to_anthropic_clients == "signed":
                return None
            wanted = asked.prompt.reasoning if asked.prompt else None
            thinks = wanted is not None and wanted.effort != "none"
            return None if to_anthropic_clients == "text_once" and thinks else "own_seals"
        case "as_it_is":
            return None


def as_shown(asked: Asked, manner: Manner) -> Asked:
    """What a client was shown between tags it sends back; and no bytes go through as they are.

    Anthropic's own bytes do: there is nothing of others in them.
    """
    if manner == "own_seals":
        return asked
    prompt = None if asked.prompt is None else without_shown(asked.prompt.read())
    return replace(asked, prompt=prompt, own=None)


@asynccontextmanager
async def showing(
    call: AbstractAsyncContextManager[AsyncIterator[Piece]], manner: Manner
) -> AsyncGenerator[AsyncIterator[Piece]]:
    async with call as pieces:
        yield _shown(pieces, manner)


async def _shown(pieces: AsyncIterator[Piece], manner: Manner) -> AsyncGenerator[Piece]:
    """Bytes that go through as they are stay so, with all that follows them."""
    shown, through = Showing(manner), False
    async for piece in pieces:
        through = through or bool(piece.raw)
        if isinstance(piece, Passed) and piece.raw is None and not through:
            events = tuple(each for event in piece.events for each in shown.feed(event))
            yield replace(piece, events=events)
        else:
            yield piece
