"""Looking at the books of an installation, and putting its sums right."""

from datetime import date

from adapters.outbound.system.clock import utc_now
from application.books import Books
from application.ledger.rebuild_ledger import RebuildLedger
from application.ledger.verify_ledger import VerifyLedger
from domain.errors import DomainError
from domain.transactions.audit import Audit
from entrypoints.container import Container
from entrypoints.life import container_for, opened
from entrypoints.problems import Problem
from entrypoints.settings import Settings


async def verify(settings: Settings, since: date | None) -> Audit:
    """Raises `Problem` when the store is away."""
    try:
        async with opened(container_for(settings)) as container:
            return await verify_in(container)(since=since)
    except DomainError as error:
        raise Problem(str(error)) from error


async def rebuild(settings: Settings, since: date | None) -> int:
    """Return how many sums were put right. Raises `Problem` when they cannot be."""
    try:
        async with opened(container_for(settings)) as container:
            return await rebuild_in(container)(since=since)
    except DomainError as error:
        raise Problem(str(error)) from error


def verify_in(container: Container) -> VerifyLedger:
    return VerifyLedger(
        transactions=container.transactions(), totals=container.usage_totals(), clock=utc_now
    )


def rebuild_in(container: Container) -> RebuildLedger:
    return RebuildLedger(verify=verify_in(container), totals=container.usage_totals())


async def complete_in(container: Container) -> None:
    """Where no process lives: sum up the batches that somebody left half done."""
    transactions = container.transactions()
    books = Books(transactions=transactions, totals=container.usage_totals(), feed=container.feed())
    for writer in {batch.id.writer for batch in await transactions.open_batches()}:
        await books.complete(writer)
