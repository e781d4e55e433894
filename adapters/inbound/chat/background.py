"""What goes on beside the requests: sweeping, and an orderly end for running answers."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog

from adapters.inbound.chat.use_cases import ChatUseCases
from adapters.inbound.http.shutdown import Shutdown
from application.chat.close_abandoned import CloseAbandoned
from application.chat.tidy_search import TidySearch
from domain.errors import DomainError

SWEEP_EVERY_S = 3.0
TIDY_EVERY_S = 5.0

_log = structlog.get_logger("chat")


@asynccontextmanager
async def background(
    use: ChatUseCases, shutdown: Shutdown, *, sweep_every_s: float = SWEEP_EVERY_S
) -> AsyncGenerator[None]:
    """On leaving, running answers have been given their time and are stored."""
    sweeping = asyncio.create_task(_sweep(use.close_abandoned, sweep_every_s))
    tidying = asyncio.create_task(_sweep(use.tidy_search, TIDY_EVERY_S))
    draining = asyncio.create_task(_drain(use, shutdown))
    try:
        yield
    finally:
        shutdown.begin(patience_s=0)
        await draining
        sweeping.cancel()
        tidying.cancel()
        await asyncio.wait({sweeping, tidying})


async def _drain(use: ChatUseCases, shutdown: Shutdown) -> None:
    await shutdown.wished()
    await use.jobs.drain(shutdown.due)


async def _sweep(sweep: CloseAbandoned | TidySearch, every_s: float) -> None:
    while True:
        try:
            await sweep()
        except DomainError as error:
            _log.warning("sweep failed", code=error.code)
        except Exception:  # noqa: BLE001 - one bad answer must not keep all others open for ever
            _log.exception("sweep failed")
        await asyncio.sleep(every_s)
