"""Looking at the books of an installation, and putting its sums right."""

from datetime import date

from adapters.outbound.system.clock import utc_now
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
            return await _verify(container)(since=since)
    except DomainError as error:
        raise Problem(str(error)) from error


async def rebuild(settings: Settings, since: date | None) -> int:
    """Return how many sums were put right. Raises `Problem` when they cannot be."""
    try:
        async with opened(container_for(settings)) as container:
            verify_ledger = _verify(container)
            return await RebuildLedger(verify=verify_ledger, totals=verify_ledger.totals)(
                since=since
            )
    except DomainError as error:
        raise Problem(str(error)) from error


def _verify(container: Container) -> VerifyLedger:
    return VerifyLedger(
        transactions=container.transactions(), totals=container.usage_totals(), clock=utc_now
    )
