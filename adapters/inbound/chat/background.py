"""What goes on beside the requests: sweeping, and an orderly end for running answers."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from adapters.inbound.chat.use_cases import ChatUseCases
from adapters.inbound.http.shutdown import Shutdown
from application.cancelling import cancel
from domain.errors import DomainError

SWEEP_EVERY_S = 3.0
TIDY_EVERY_S = 5.0
CLEAN_EVERY_S = 900.0
REMOVE_EVERY_S = 60.0

_log = structlog.get_logger("chat")


@asynccontextmanager
async def background(
    use: ChatUseCases, shutdown: Shutdown, *, sweep_every_s: float = SWEEP_EVERY_S
) -> AsyncGenerator[None]:
    """On leaving, running answers have been given their time and are stored."""
    sweeping = asyncio.create_task(_repeat("sweep", use.close_abandoned, sweep_every_s))
    tidying = asyncio.create_task(_repeat("tidying of the search", use.tidy_search, TIDY_EVERY_S))
    cleaning = asyncio.create_task(_repeat("cleaning of files", use.files.clean, CLEAN_EVERY_S))
    removing = asyncio.create_task(
        _repeat("removal of links", use.own.remove_ended_links, REMOVE_EVERY_S)
    )
    draining = asyncio.create_task(_drain(use, shutdown))
    ending = asyncio.create_task(
        _repeat("end of chats that are due", use.retention.delete_due, CLEAN_EVERY_S)
    )
    try:
        yield
    finally:
        shutdown.begin(patience_s=0)
        await draining
        await cancel([sweeping, tidying, cleaning, removing, ending])


async def _drain(use: ChatUseCases, shutdown: Shutdown) -> None:
    await shutdown.wished()
    await use.jobs.drain(shutdown.due)


async def _repeat(what: str, work: Callable[[], Awaitable[object]], every_s: float) -> None:
    while True:
        try:
            await work()
        except DomainError as error:
            _log.warning(f"{what} failed", code=error.code)
        except Exception:  # noqa: BLE001 - one bad row must not keep all others waiting for ever
            _log.exception(f"{what} failed")
        await asyncio.sleep(every_s)
