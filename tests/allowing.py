"""Limits and budgets on memory, for tests that are mostly about something else."""

from dataclasses import dataclass, field
from typing import final

from typing_extensions import override

from adapters.outbound.memory.allowances import MemoryAllowances
from application.allowing import Allowing
from application.ports.allowances import Allowances
from application.ports.clock import Clock
from application.ports.spending import Spending
from domain.allowances.claim import Fund
from domain.transactions.money import ZERO, NanoUsd
from tests.clock import FakeClock


@final
@dataclass
class Spent(Spending):
    """So much was spent of every fund, as far as anybody asks."""

    amount: NanoUsd = ZERO
    asked: list[Fund] = field(default_factory=list[Fund])

    @override
    async def of(self, fund: Fund) -> NanoUsd:
        self.asked.append(fund)
        return self.amount


def allowing(
    clock: Clock | None = None,
    *,
    allowances: Allowances | None = None,
    spending: Spending | None = None,
) -> Allowing:
    return Allowing(
        allowances=allowances or MemoryAllowances(clock=clock or FakeClock()),
        spending=spending or Spent(),
        keep_every_s=0.001,
    )
