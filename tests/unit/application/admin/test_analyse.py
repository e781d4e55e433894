"""Who and what used how much, to the last nano-dollar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from application.admin.analyse import Analyse, Dimension
from domain.errors import Invalid
from domain.ids import KeyId, TeamId
from domain.transactions.money import NanoUsd
from domain.transactions.totals import Totals
from domain.transactions.transaction import Payer, Transaction
from tests.builders import ADA, EVE, NOON, a_batch, a_key, a_team, a_transaction, a_user
from tests.unit.application.admin.admin_house import ROOT, AdminHouse

TODAY = NOON.date()
DAY = timedelta(days=1)
MANY = NanoUsd(9_007_199_254_740_993)
CALLS: tuple[Transaction, ...] = (
    a_transaction("r1", cost=MANY),
    replace(a_transaction("r2", model="n", user=EVE), client="Codex", provider="q"),
    replace(
        a_transaction("r3", user=None, cost=NanoUsd(1)),
        payer=Payer(team=TeamId("t1"), key=KeyId("k1")),
    ),
    replace(a_transaction("r4"), payer=Payer(user=ADA, key=KeyId("gone"))),
    a_transaction("r5", at=NOON - DAY, cost=NanoUsd(3)),
    a_transaction("r6", at=NOON - DAY * 2, cost=NanoUsd(1_000)),
)


async def a_house() -> AdminHouse:
    house = AdminHouse()
    await house.users.add(a_user())
    await house.teams.add(a_team())
    await house.keys.add(replace(a_key(), user=None, team=TeamId("t1")))
    await house.totals.add(a_batch().id, CALLS)
    return house


def analyse(house: AdminHouse) -> Analyse:
    return house.use.analyse


@pytest.mark.parametrize(
    ("dimension", "names"),
    [
        ("model", {"m": MANY + 8, "n": 7}),
        ("provider", {"p": MANY + 8, "q": 7}),
        ("user", {"ada@example.com": MANY + 7, "eve": 7, "": 1}),
        ("team", {"": MANY + 14, "Team": 1}),
        ("key", {"": MANY + 7, "laptop": 1, "gone": 7}),
        ("client", {"": MANY + 8, "Codex": 7}),
    ],
)
async def test_parts_of_each_dimension_add_up_to_the_ledger(
    dimension: Dimension, names: dict[str, int]
) -> None:
    found = await analyse(await a_house())(dimension, TODAY, TODAY, by=ROOT)

    assert {each.name: each.now.cost for each in found.parts if each.now != Totals()} == names
    of_today = [each for each in CALLS if each.at.date() == TODAY]
    assert found.now == Totals.of_all(of_today)
    assert found.now.cost == sum(each.cost or 0 for each in of_today)
    assert sum((each.now for each in found.parts), Totals()) == found.now
    assert sum((each.before for each in found.parts), Totals()) == found.before


async def test_the_time_before_is_as_long_and_ends_where_this_begins() -> None:
    house = await a_house()

    one = await analyse(house)("model", TODAY, TODAY, by=ROOT)
    two = await analyse(house)("model", TODAY - DAY, TODAY, by=ROOT)

    assert (one.before_first, one.before_last, one.before.cost) == (TODAY - DAY, TODAY - DAY, 3)
    assert (two.before_first, two.before_last) == (TODAY - DAY * 3, TODAY - DAY * 2)
    assert two.before.cost == 1_000


async def test_the_forecast_is_of_this_month_whatever_was_asked_for() -> None:
    found = await analyse(await a_house())("model", TODAY - DAY * 9, TODAY - DAY * 8, by=ROOT)

    assert found.forecast.spent == MANY + 15
    assert found.forecast.ends == date(2026, 1, 31)
    assert found.parts == []


async def test_days_that_cannot_be_are_refused() -> None:
    house = await a_house()

    for first, last in ((TODAY, TODAY - DAY), (TODAY - DAY * 400, TODAY), (date.min, date.min)):
        with pytest.raises(Invalid):
            await analyse(house)("model", first, last, by=ROOT)
