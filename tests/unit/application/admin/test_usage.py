from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from typing_extensions import override

from adapters.outbound.memory.users import MemoryUsers
from application.admin.describe_calls import DescribeCalls
from application.admin.figures import Span
from application.admin.overview import Period
from domain.accounts.user import User
from domain.errors import Invalid, NotFound
from domain.ids import KeyId, RequestId, TeamId, UserId
from domain.transactions.call_filter import CallFilter
from domain.transactions.latencies import Latencies
from domain.transactions.money import NanoUsd
from domain.transactions.totals import Totals
from domain.transactions.transaction import Payer, Transaction
from tests.builders import ADA, EVE, NOON, a_batch, a_key, a_team, a_transaction, a_user
from tests.unit.application.admin.admin_house import ADMIN, AdminHouse

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ONE = Totals(
    requests=1,
    input_tokens=5,
    cached_tokens=2,
    output_tokens=5,
    cost=NanoUsd(7),
    latencies=Latencies.of([2]),
)


async def a_house(*at: datetime) -> AdminHouse:
    house = AdminHouse()
    calls = [a_transaction(f"r{n}", at=moment) for n, moment in enumerate(at)]
    await house.totals.add(a_batch(number=1).id, calls)
    return house


async def add(house: AdminHouse, call: Transaction) -> None:
    """As the only call of a writer of its own."""
    await house.totals.add(a_batch(writer=call.id).id, [call])


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


async def test_the_last_day_is_shown_by_hour_beside_the_day_before() -> None:
    house = await a_house(NOON - 47 * HOUR, NOON - 24 * HOUR, NOON - 23 * HOUR, NOON - HOUR, NOON)
    await add(house, a_transaction("old", at=NOON - 48 * HOUR))
    await add(house, a_transaction("e", user=EVE, outcome="error", cost=None, model="n"))
    house.clock.advance(timedelta(minutes=59, seconds=59))

    summary = await house.use.overview("24h", by=ADMIN)

    failed = replace(ONE, errors=1, cost=NanoUsd(0), latencies=Latencies())
    window = summary.window
    assert (window.since, window.step, window.steps) == (NOON - 23 * HOUR, HOUR, 24)
    assert summary.now == Period(totals=ONE + ONE + ONE + failed, active_users=2)
    assert summary.before == Period(totals=ONE + ONE, active_users=1)
    assert [(slot.at, slot.model, slot.totals) for slot in summary.slots] == [
        (NOON - 23 * HOUR, "m", ONE),
        (NOON - HOUR, "m", ONE),
        (NOON, "m", ONE),
        (NOON, "n", failed),
    ]


async def test_people_are_counted_once_in_a_slot_and_once_in_all() -> None:
    house = await a_house(NOON, NOON, NOON - HOUR)
    await add(house, a_transaction("e", user=EVE))
    await add(house, a_transaction("team", user=None))

    summary = await house.use.overview("24h", by=ADMIN)

    assert list(summary.active_users.items()) == [(NOON - HOUR, 1), (NOON, 2)]
    assert summary.now.active_users == 2


@pytest.mark.parametrize(("span", "days"), [("7d", 7), ("30d", 30)])
async def test_longer_spans_are_shown_by_day(span: Span, days: int) -> None:
    first = NOON - DAY * (days - 1)
    house = await a_house(first - DAY * days, first - DAY, first, NOON)
    await add(house, a_transaction("old", at=first - DAY * (days + 1)))

    summary = await house.use.overview(span, by=ADMIN)

    midnight = timedelta(hours=12)
    window = summary.window
    assert (window.since, window.step, window.steps) == (first - midnight, DAY, days)
    assert summary.now == Period(totals=ONE + ONE, active_users=1)
    assert summary.before == Period(totals=ONE + ONE, active_users=1)
    assert [slot.at for slot in summary.slots] == [first - midnight, NOON - midnight]


async def test_a_models_providers_are_added_up() -> None:
    house = await a_house(NOON)
    await add(house, replace(a_transaction("q"), provider="q"))

    (slot,) = (await house.use.overview("24h", by=ADMIN)).slots

    assert (slot.model, slot.totals) == ("m", ONE + ONE)


@pytest.mark.parametrize("span", ["24h", "7d"])
async def test_accounts_that_spend_most_come_first_with_their_names(span: Span) -> None:
    house = await a_house(NOON)
    await house.users.add(a_user())
    await house.teams.add(a_team())
    t1, gone = Payer(team=TeamId("t1")), Payer(team=TeamId("gone"))
    for number, payer in enumerate((t1, replace(t1, key=KeyId("k1")), gone, Payer())):
        await add(house, replace(a_transaction(f"p{number}", cost=NanoUsd(5)), payer=payer))
    for number in range(9):
        payer = Payer(user=UserId(f"u{number}"))
        await add(house, replace(a_transaction(f"u{number}", cost=None), payer=payer))
    await add(house, replace(a_transaction("z", cost=None), payer=Payer(user=UserId("u8"))))

    shares = (await house.use.overview(span, by=ADMIN)).accounts

    assert [(share.name, share.totals.cost) for share in shares[:3]] == [
        ("Team", 10),
        ("ada@example.com", 7),
        ("gone", 5),
    ]
    assert [share.name for share in shares[3:]] == ["u8", "u0", "u1"]
    assert shares[0].account == t1


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

    calls = await house.use.list_calls(CallFilter(), cursor=None, limit=9, by=ADMIN)
    last = await house.use.list_calls(CallFilter(), cursor=None, limit=1, by=ADMIN)
    rest = await house.use.list_calls(CallFilter(), cursor=last.next_cursor, limit=9, by=ADMIN)

    assert [(each.transaction.id, each.user, each.key) for each in calls.items] == [
        ("r3", None, None),
        ("r2", None, None),
        ("r1", ada, None),
    ]
    assert (*last.items, *rest.items) == calls.items


async def test_one_call_is_read_with_its_names() -> None:
    house = AdminHouse()
    ada = await house.users.add(a_user())
    await house.transactions.record(a_batch(a_transaction("r1")))

    call = await house.use.read_call(RequestId("r1"), by=ADMIN)

    assert (call.transaction, call.user) == (a_transaction("r1"), ada)
    with pytest.raises(NotFound, match="r2"):
        await house.use.read_call(RequestId("r2"), by=ADMIN)
