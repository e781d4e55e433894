from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from application.ports.access import Access
from application.ports.allowances import Allowances
from application.ports.clock import Clock
from application.ports.language_models import ModelCatalog
from domain.allowances.claim import Taken, claim_of
from domain.allowances.terms import Terms
from domain.errors import DomainError, NotFound, Unavailable
from domain.llm.usage import Usage
from domain.transactions.money import ZERO
from domain.transactions.transaction import Transaction

_WAITING_MAX: Final = 100_000
_KNOWN_AS_SETTLED: Final = timedelta(minutes=50)


@dataclass(slots=True, kw_only=True)
class SettleForTheDead:
    """Charge budgets with what the calls of a process that died have cost, and free its holds.

    A call that it has settled itself is not charged again. Where nobody knows whom to charge the
    books have the call all the same. While a store is away the calls wait here: each time that
    this is asked, with other calls or with none, it tries again.
    """

    access: Access
    allowances: Allowances
    catalog: ModelCatalog
    clock: Clock
    waiting: deque[Transaction] = field(default_factory=lambda: deque(maxlen=_WAITING_MAX))

    async def __call__(self, rows: Sequence[Transaction]) -> None:
        now = self.clock()
        # A call that was closed may have been settled; who knows it for an hour is the store.
        self.waiting.extend(
            row for row in rows if row.outcome == "recovered" or now - row.at < _KNOWN_AS_SETTLED
        )
        while self.waiting:
            try:
                await self._settle(self.waiting[0])
            except Unavailable:
                return
            except DomainError:  # whoever is to be charged is not there any more
                pass
            self.waiting.popleft()

    async def _settle(self, row: Transaction) -> None:
        terms = [*(await self.access.of(row.payer)).terms]
        with suppress(NotFound):
            model = (await self.catalog.current()).find(row.model)
            terms.append(Terms(subject=f"model:{model.name}", budgets=model.budgets))
        claim = claim_of(row.id, terms, usage=Usage(), cost=ZERO, at=row.at)
        await self.allowances.settle(Taken(claim=claim), tokens=0, cost=row.cost or ZERO)
