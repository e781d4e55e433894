from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.allowances import MemoryAllowances
from adapters.outbound.memory.catalog import StaticModelCatalog
from application.ports.allowances import Allowances, OutOfFunds
from application.settle_for_the_dead import SettleForTheDead
from domain.accounts.access import Grants
from domain.allowances.claim import Claim, Taken
from domain.allowances.terms import Terms
from domain.catalog.models import Catalog
from domain.errors import Unavailable
from domain.transactions.money import NanoUsd
from domain.transactions.transaction import Outcome
from tests.access import Granted
from tests.builders import a_transaction
from tests.clock import FakeClock
from tests.contracts.allowances import a_claim, a_fund

LIMIT, COST = 100, 70
FUND = a_fund(amount=LIMIT, limit=LIMIT)
TERMS = Terms(subject=FUND.subject, budgets=(FUND.budget,))


@pytest.mark.parametrize(
    ("outcome", "hours_ago", "charged"),
    [("recovered", 0, True), ("recovered", 5, True), ("ok", 0, True), ("ok", 5, False)],
)
async def test_what_a_dead_process_held_is_free_and_what_its_calls_cost_is_charged(
    outcome: Outcome, hours_ago: int, *, charged: bool
) -> None:
    clock = FakeClock()
    allowances = MemoryAllowances(clock=clock)
    settle = SettleForTheDead(
        access=Granted(Grants(terms=(TERMS,))),
        allowances=allowances,
        catalog=StaticModelCatalog(Catalog()),
        clock=clock,
    )
    await allowances.take(a_claim("dead", fund=FUND), spent={FUND.name: NanoUsd(0)})
    row = replace(
        a_transaction("dead", cost=NanoUsd(COST)),
        at=clock() - timedelta(hours=hours_ago),
        outcome=outcome,
    )

    await settle([row, row])

    rest = a_fund(amount=LIMIT - COST, limit=LIMIT)
    more = a_fund(amount=LIMIT - COST + 1, limit=LIMIT)
    with pytest.raises(OutOfFunds):
        await allowances.take(a_claim("more", fund=more), spent={})
    if charged:
        assert isinstance(await allowances.take(a_claim("rest", fund=rest), spent={}), Taken)
    else:  # its hold is there until its lease ends
        with pytest.raises(OutOfFunds):
            await allowances.take(a_claim("rest", fund=rest), spent={})


@dataclass
class Away(Allowances):
    """A store that is away for so many questions, and remembers what it is told then."""

    away: int
    settled: list[str] = field(default_factory=list[str])

    @override
    async def take(self, claim: Claim, *, spent: Mapping[str, NanoUsd]) -> Taken:
        raise NotImplementedError

    @override
    async def keep(self, taken: Sequence[Taken]) -> None:
        raise NotImplementedError

    @override
    async def settle(self, taken: Taken, *, tokens: int, cost: NanoUsd) -> None:
        self.away -= 1
        if self.away >= 0:
            raise Unavailable("it is away")
        self.settled.append(taken.claim.request)


async def test_what_cannot_be_charged_now_is_charged_when_the_store_is_back() -> None:
    clock, store = FakeClock(), Away(away=2)
    settle = SettleForTheDead(
        access=Granted(Grants(terms=(TERMS,))),
        allowances=store,
        catalog=StaticModelCatalog(Catalog()),
        clock=clock,
    )
    rows = [replace(a_transaction(name), at=clock()) for name in ("r1", "r2", "r3")]

    await settle(rows[:2])
    await settle(rows[2:])
    assert store.settled == []
    await settle(())
    await settle(())

    assert store.settled == ["r1", "r2", "r3"]
