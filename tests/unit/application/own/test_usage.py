from dataclasses import replace
from datetime import timedelta

import pytest

from domain.allowances.terms import Budget, Limits
from domain.errors import Invalid
from domain.ids import KeyId
from domain.transactions.money import NanoUsd
from domain.transactions.transaction import Payer
from tests.builders import ADA, EVE, NOON, a_batch, a_transaction, a_user
from tests.own import OwnDesk

DAY = timedelta(days=1)


async def test_usage_is_ones_own_by_day_and_model() -> None:
    desk = OwnDesk()
    calls = [
        a_transaction("r1"),
        a_transaction("r2", at=NOON - DAY, model="other"),
        a_transaction("r3", at=NOON - DAY * 2),
        a_transaction("r4", user=EVE),
    ]
    await desk.totals.add(a_batch().id, calls)

    usage = await desk.use.read_usage(days=2, by=ADA)

    assert (usage.first, usage.last) == ((NOON - DAY).date(), NOON.date())
    assert [(row.day, row.model) for row in usage.rows] == [
        ((NOON - DAY).date(), "other"),
        (NOON.date(), "m"),
    ]
    assert (usage.totals.requests, usage.totals.cost, usage.totals.tokens) == (2, 14, 20)


@pytest.mark.parametrize("days", [0, -1, 367])
async def test_usage_is_of_a_year_at_most(days: int) -> None:
    with pytest.raises(Invalid, match="1 to 366 days"):
        await OwnDesk().use.read_usage(days=days, by=ADA)


async def test_a_budget_is_what_was_spent_of_it_with_every_key() -> None:
    desk = OwnDesk()
    month = Budget(window="month", limit=NanoUsd(40))
    await desk.users.add(a_user().allowed(Limits(parallel=3), [month]))
    through_a_key = replace(a_transaction("r2"), payer=Payer(user=ADA, key=KeyId("k1")))
    await desk.totals.add(a_batch().id, [a_transaction(), through_a_key])

    measured = await desk.use.read_budgets(by=ADA)

    (balance,) = measured.budgets
    assert (balance.spent, balance.fund.budget, balance.fullness) == (14, month, 0.35)
    assert [standing.bucket.limit for standing in measured.limits] == [3]
