from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.ports.access import Access
from application.ports.allowances import Allowances
from application.ports.clock import Clock
from application.ports.language_models import ModelCatalog
from domain.allowances.claim import Taken, claim_of
from domain.allowances.terms import Terms
from domain.errors import DomainError, NotFound
from domain.llm.usage import Usage
from domain.transactions.money import ZERO
from domain.transactions.transaction import Transaction

_KNOWN_AS_SETTLED: Final = timedelta(minutes=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleForTheDead:
    """Charge budgets with what the calls of a process that died have cost, and free its holds.

    A call that it has settled itself is not charged again. Where nobody knows whom to charge, or
    the store is away, the books have the call all the same.
    """

    access: Access
    allowances: Allowances
    catalog: ModelCatalog
    clock: Clock

    async def __call__(self, rows: Sequence[Transaction]) -> None:
        now = self.clock()
        for row in rows:
            # A call that was closed may have been settled; who knows it for an hour is the store.
            if row.outcome == "recovered" or now - row.at < _KNOWN_AS_SETTLED:
                with suppress(DomainError):
                    await self._settle(row)

    async def _settle(self, row: Transaction) -> None:
        terms = [*(await self.access.of(row.payer)).terms]
        with suppress(NotFound):
            model = (await self.catalog.current()).find(row.model)
            terms.append(Terms(subject=f"model:{model.name}", budgets=model.budgets))
        claim = claim_of(row.id, terms, usage=Usage(), cost=ZERO, at=row.at)
        await self.allowances.settle(Taken(claim=claim), tokens=0, cost=row.cost or ZERO)
