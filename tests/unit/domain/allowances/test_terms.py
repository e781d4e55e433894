from datetime import UTC, datetime, timedelta

import pytest

from domain.allowances.claim import Balance, Bucket, Fund, Standing, claim_of
from domain.allowances.terms import Budget, Limits, Terms, Window, check_budgets
from domain.errors import Invalid
from domain.ids import RequestId
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from tests.builders import NOON

DOLLAR = NanoUsd(10**9)


def a_budget(window: Window = "month", *, zone: str = "UTC", hard: bool = True) -> Budget:
    return Budget(window=window, limit=DOLLAR, hard=hard, zone=zone)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour


@pytest.mark.parametrize(
    ("window", "zone", "at", "start", "end"),
    [
        ("day", "UTC", utc(2026, 3, 5, 12), utc(2026, 3, 5), utc(2026, 3, 6)),
        ("week", "UTC", utc(2026, 3, 5, 12), utc(2026, 3, 2), utc(2026, 3, 9)),
        ("week", "UTC", utc(2026, 3, 1, 23), utc(2026, 2, 23), utc(2026, 3, 2)),
        ("month", "UTC", utc(2026, 2, 28, 23), utc(2026, 2, 1), utc(2026, 3, 1)),
        ("month", "UTC", utc(2026, 12, 31, 23), utc(2026, 12, 1), utc(2027, 1, 1)),
        # In Berlin it is already April.
        (
            "month",
            "Europe/Berlin",
            utc(2026, 3, 31, 22),
            utc(2026, 3, 31, 22),
            utc(2026, 4, 30, 22),
        ),
        # A day of 23 hours, and one of 25.
        ("day", "Europe/Berlin", utc(2026, 3, 29, 12), utc(2026, 3, 28, 23), utc(2026, 3, 29, 22)),
        (
            "day",
            "Europe/Berlin",
            utc(2026, 10, 25, 1),
            utc(2026, 10, 24, 22),
            utc(2026, 10, 25, 23),
        ),
        (
            "day",
            "Asia/Kolkata",
            utc(2026, 3, 5, 18),
            utc(2026, 3, 4, 18, 30),
            utc(2026, 3, 5, 18, 30),
        ),
    ],
)
def test_a_period_follows_the_calendar_of_its_zone(
    window: Window, zone: str, at: datetime, start: datetime, end: datetime
) -> None:
    period = a_budget(window, zone=zone).period(at)

    assert (period.start, period.end) == (start, end)
    assert a_budget(window, zone=zone).period(start) == period
    assert a_budget(window, zone=zone).period(end - timedelta(seconds=1)) == period
    assert a_budget(window, zone=zone).period(end).name != period.name


def test_a_budget_for_all_time_has_one_period() -> None:
    period = a_budget("total").period(NOON)

    assert (period.start, period.end, period.name) == (None, None, "total")


@pytest.mark.parametrize("zone", ["", "Mars/Phobos", "../../etc/passwd", "UTC\x00"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(Invalid, match="there is no time zone"):
        a_budget(zone=zone)


@pytest.mark.parametrize("limit", [-1, 9_000_001 * 10**9])
def test_a_budget_is_money_that_can_be_counted(limit: int) -> None:
    with pytest.raises(Invalid, match="between 0 and 9,000,000 USD"):
        Budget(window="day", limit=NanoUsd(limit))


@pytest.mark.parametrize("count", [0, -1, 10**12 + 1])
def test_a_limit_is_a_number_of_something(count: int) -> None:
    with pytest.raises(Invalid, match="a limit is between 1 and"):
        Limits(parallel=count)


def test_budgets_are_few_and_can_be_told_apart() -> None:
    check_budgets([a_budget(), a_budget("day"), a_budget(hard=False)])
    with pytest.raises(Invalid, match="two budgets have the same"):
        check_budgets([a_budget(), a_budget()])
    with pytest.raises(Invalid, match="at most 8 budgets"):
        check_budgets([a_budget()] * 9)


def test_a_claim_asks_all_who_have_a_say() -> None:
    terms = [
        Terms(
            subject="key:k1",
            limits=Limits(requests_per_minute=5, tokens_per_minute=100),
            budgets=(a_budget(), a_budget("total", hard=False)),
        ),
        Terms(subject="user:ada", limits=Limits(parallel=2)),
        Terms(subject="model:m"),
    ]

    claim = claim_of(
        RequestId("r1"),
        terms,
        usage=Usage(input_uncached=300, output=50),
        cost=NanoUsd(7),
        at=NOON,
    )

    assert [(each.subject, each.kind, each.limit, each.amount) for each in claim.buckets] == [
        ("key:k1", "requests", 5, 1),
        ("key:k1", "tokens", 100, 100),  # more than a minute has: all of it
        ("user:ada", "parallel", 2, 1),
    ]
    assert [(each.name, each.amount) for each in claim.funds] == [
        ("key:k1/hard/UTC/month-20260101", 7),
        ("key:k1/soft/UTC/total", 7),
    ]
    assert not claim.is_empty


def test_a_balance_knows_how_full_it_is() -> None:
    def fullness(spent: int, held: int, *, limit: int) -> float:
        budget = Budget(window="total", limit=NanoUsd(limit))
        fund = Fund(
            subject="key:k1",
            budget=budget,
            period="total",
            starts_at=None,
            ends_at=None,
            amount=NanoUsd(0),
        )
        return Balance(fund=fund, spent=NanoUsd(spent), held=NanoUsd(held)).fullness

    assert fullness(20, 30, limit=200) == 0.25
    assert fullness(300, 0, limit=200) == 1.5
    assert fullness(0, 0, limit=0) == 1


def test_a_standing_knows_how_full_it_is() -> None:
    bucket = Bucket(subject="key:k1", kind="requests", limit=8, amount=0)

    standing = Standing(bucket=bucket, remaining=6, reset_s=0)

    assert (standing.used, standing.fullness) == (2, 0.25)
