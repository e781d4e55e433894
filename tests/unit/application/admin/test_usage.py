from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.users import MemoryUsers
from application.admin.describe_calls import DescribeCalls
from domain.accounts.user import User
from domain.errors import Invalid
from domain.ids import KeyId, UserId
from domain.transactions.money import NanoUsd
from domain.transactions.totals import Totals
from domain.transactions.transaction import Payer
from tests.builders import ADA, EVE, NOON, a_batch, a_key, a_transaction, a_user
from tests.unit.application.admin.admin_house import ADMIN, AdminHouse

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ONE = Totals(requests=1, input_tokens=5, cached_tokens=2, output_tokens=5, cost=NanoUsd(7))


async def a_house(*at: datetime) -> AdminHouse:
    house = AdminHouse()
    calls = [a_transaction(f"r{n}", at=moment) for n, moment in enumerate(at)]
    await house.totals.add(a_batch(number=1).id, calls)
    return house


async def test_usage_is_added_up_by_day_and_in_all() -> None:
    house = await a_house(NOON - DAY, NOON, NOON, NOON + DAY)

    usage = await house.use.usage_by_day(NOON.date() - DAY, NOON.date(), by=ADMIN)

    assert [(row.day, row.model, row.provider, row.totals) for row in usage.rows] == [
        (NOON.date() - DAY, "m", "p", ONE),
        (NOON.date(), "m", "p", ONE + ONE),
    ]
    assert usage.totals == ONE + ONE + ONE


async def test_days_without_calls_have_no_rows_and_no_totals() -> None:
    usage = await AdminHouse().use.usage_by_day(NOON.date(), NOON.date(), by=ADMIN)

    assert (list(usage.rows), usage.totals) == ([], Totals())


async def test_a_range_runs_forward_and_is_a_year_at_most() -> None:
    use, first = AdminHouse().use, date(2026, 1, 1)

    with pytest.raises(Invalid, match="2025-12-31 is before 2026-01-01"):
        await use.usage_by_day(first, first - DAY, by=ADMIN)
    with pytest.raises(Invalid, match="at most 366 days at once"):
        await use.usage_by_day(first, first + 366 * DAY, by=ADMIN)

    await use.usage_by_day(first, first + 365 * DAY, by=ADMIN)


async def test_the_overview_shows_today_and_each_of_the_last_24_hours() -> None:
    house = await a_house(NOON - 24 * HOUR, NOON - 23 * HOUR, NOON - HOUR, NOON)
    failed_call = a_transaction("e", user=EVE, outcome="error", cost=None)
    await house.totals.add(a_batch(number=2).id, [failed_call])
    house.clock.advance(timedelta(minutes=59, seconds=59))

    summary = await house.use.overview(by=ADMIN)

    failed = replace(ONE, errors=1, cost=NanoUsd(0))
    assert summary.today == ONE + ONE + failed
    assert summary.active_users == 2
    assert [row.hour for row in summary.hours] == [NOON - n * HOUR for n in range(23, -1, -1)]
    assert summary.hours[0].totals == ONE
    assert summary.hours[-2].totals == ONE
    assert summary.hours[-1].totals == ONE + failed
    assert [row.totals for row in summary.hours[1:-2]] == [Totals()] * 21


class CountingUsers(MemoryUsers):  # type: ignore[misc]  # counts what it is asked
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[UserId] = []

    @override
    async def get(self, id: UserId) -> User:
        self.asked.append(id)
        return await super().get(id)


async def test_each_name_is_looked_up_once_however_many_calls_there_are() -> None:
    house, users = AdminHouse(), CountingUsers()
    ada = await users.add(a_user())
    key = await house.keys.add(a_key())
    payer = Payer(user=ADA, key=KeyId("k1"))
    calls = [replace(a_transaction(f"r{n}"), payer=payer) for n in range(9)]

    described = await DescribeCalls(users=users, keys=house.keys)(calls)

    assert [each.transaction for each in described] == calls
    assert {(each.user, each.key) for each in described} == {(ada, key)}
    assert users.asked == [ADA]


async def test_the_latest_calls_come_newest_first_with_names_where_there_are_any() -> None:
    house = AdminHouse()
    ada = await house.users.add(a_user())
    third = replace(a_transaction("r3", at=NOON + DAY), payer=Payer(key=KeyId("gone")))
    await house.transactions.record(
        a_batch(a_transaction("r1"), a_transaction("r2", at=NOON + HOUR, user=EVE), third)
    )

    calls = await house.use.latest_calls(limit=9, by=ADMIN)
    last = await house.use.latest_calls(limit=1, by=ADMIN)

    assert [(each.transaction.id, each.user, each.key) for each in calls] == [
        ("r3", None, None),
        ("r2", None, None),
        ("r1", ada, None),
    ]
    assert list(last) == list(calls[:1])
