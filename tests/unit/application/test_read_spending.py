from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.outbound.memory.call_feed import MemoryCallFeed
from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.usage_totals import MemoryUsageTotals
from application.books import Books
from application.ledger.read_spending import ReadSpending
from domain.allowances.claim import Fund
from domain.allowances.terms import Budget, Window
from domain.ids import KeyId, TeamId
from domain.transactions.money import NanoUsd
from domain.transactions.transaction import Payer, Transaction
from tests.builders import EVE, NOON, a_batch, a_transaction

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def spending(*rows: Transaction) -> ReadSpending:
    found = ReadSpending(
        transactions=MemoryTransactions(), totals=MemoryUsageTotals(), clock=lambda: NOON
    )
    books = Books(transactions=found.transactions, totals=found.totals, feed=MemoryCallFeed())
    await books.write(a_batch(*rows))
    return found


def a_fund(subject: str, window: Window, *, zone: str = "UTC", at: datetime = NOON) -> Fund:
    budget = Budget(window=window, limit=NanoUsd(10**9), zone=zone)
    period = budget.period(at)
    return Fund(
        subject=subject,
        budget=budget,
        period=period.name,
        starts_at=period.start,
        ends_at=period.end,
        amount=NanoUsd(0),
    )


@pytest.mark.parametrize(
    ("subject", "spent"),
    [("user:ada", 7), ("key:k1", 9), ("team:t1", 9), ("model:m", 18), ("user:x", 0)],
)
async def test_each_subject_has_its_own_rows(subject: str, spent: int) -> None:
    by_key = Payer(team=TeamId("t1"), key=KeyId("k1"))
    found = await spending(
        a_transaction("r1"),
        replace(a_transaction("r2", cost=NanoUsd(9)), payer=by_key),
        a_transaction("r3", user=EVE, model="other"),
        a_transaction("r4", user=EVE, cost=NanoUsd(2)),
        a_transaction("r5", cost=None),
    )

    assert await found.of(a_fund(subject, "day")) == spent


@pytest.mark.parametrize(("window", "spent"), [("day", 1), ("week", 3), ("month", 1), ("total", 7)])
async def test_a_window_has_what_came_since_it_began(window: Window, spent: int) -> None:
    # The first of January is a Thursday.
    found = await spending(
        a_transaction("today", cost=NanoUsd(1)),
        a_transaction("this week", at=NOON - 48 * HOUR, cost=NanoUsd(2)),
        a_transaction("long ago", at=NOON - 2000 * HOUR, cost=NanoUsd(4)),
    )

    assert await found.of(a_fund("user:ada", window)) == spent


async def test_a_day_that_begins_within_an_hour_is_read_to_the_row() -> None:
    # In Kolkata the day began at 18:30 of the day before.
    start = datetime.fromisoformat("2025-12-31T18:30:00+00:00")
    found = await spending(
        a_transaction("before", at=start - MINUTE, cost=NanoUsd(1)),
        a_transaction("first", at=start, cost=NanoUsd(2)),
        a_transaction("same hour", at=start + 29 * MINUTE, cost=NanoUsd(4)),
        a_transaction("next hour", at=start + 31 * MINUTE, cost=NanoUsd(8)),
        a_transaction("noon", cost=NanoUsd(16)),
    )

    assert await found.of(a_fund("user:ada", "day", zone="Asia/Kolkata")) == 30


async def test_many_funds_are_summed_up_together() -> None:
    found = await spending(
        a_transaction("r1"),
        a_transaction("r2", user=EVE, at=NOON - 48 * HOUR, cost=NanoUsd(2)),
    )
    funds = [
        a_fund("user:ada", "day"),
        a_fund("user:eve", "week"),
        a_fund("model:m", "total"),
        a_fund("user:eve", "day"),
    ]

    spent = await found.of_all(funds)

    assert [spent[fund.name] for fund in funds] == [7, 2, 9, 0]


async def test_nothing_was_spent_of_an_empty_ledger() -> None:
    assert await (await spending()).of(a_fund("user:ada", "total")) == 0
