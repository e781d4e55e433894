from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from typing_extensions import override

from application.alerts.read_traffic import ReadJournals
from application.ports.pulses import Pulse, Pulses, RestingPlace
from domain.accounts.user import email
from domain.alerts.condition import (
    BudgetUsed,
    Condition,
    ErrorShare,
    JournalBehind,
    ProviderDown,
    Scope,
    Silence,
    SpendAbove,
)
from domain.alerts.rule import Told
from domain.allowances.terms import Budget, Limits
from domain.catalog.assortment import Assortment, KnownModel
from domain.catalog.models import Model
from domain.errors import Unavailable
from domain.ids import KeyId, TeamId
from domain.transactions.money import NanoUsd
from domain.transactions.transaction import Payer
from tests.alerting import a_rule
from tests.builders import ADA, NOON, a_batch, a_key, a_team, a_transaction, a_user
from tests.unit.application.admin.admin_house import AdminHouse

MINUTE = timedelta(minutes=1)
DAY = Budget(window="day", limit=NanoUsd(10))
MONTH = Budget(window="month", limit=NanoUsd(7), hard=False, zone="Europe/Berlin")


async def fired(house: AdminHouse, *conditions: Condition) -> Sequence[str]:
    """The sentences of what is wrong, where these are the only rules."""
    alarms = house.alarms
    await alarms.rules.begin([])
    for number, condition in enumerate(conditions):
        await alarms.rules.add(a_rule(f"r{number}", condition))
    await alarms.evaluate()
    return sorted(each.text for each in await alarms.alerts.open())


async def test_a_new_installation_has_the_first_rules_and_all_is_well() -> None:
    house = AdminHouse()

    changed = await house.alarms.evaluate()

    assert changed == 0
    assert [rule.id for rule in await house.alarms.rules.all()] == [
        "budget-100",
        "budget-80",
        "provider-down",
    ]


async def test_each_budget_that_is_used_so_far_is_told() -> None:
    house = AdminHouse()
    await house.users.add(a_user().allowed(Limits(), [DAY, MONTH]))
    await house.teams.add(a_team(name="Blue").allowed(Limits(), [MONTH]))
    await house.keys.add(a_key().allowed(Limits(requests_per_minute=1), []))
    model = Model(
        name="large",
        label="Large",
        provider="p",
        kind="openai",
        upstream="u",
        budgets=(DAY,),
    )
    known = KnownModel(model=model, definition={}, is_operators=True, is_offered=True)
    house.assortment = Assortment(providers=(), models=(known,))
    paid = replace(
        a_transaction(), payer=Payer(user=ADA, key=KeyId("k1")), model="large", cost=NanoUsd(9)
    )
    await house.totals.add(a_batch().id, [paid])

    texts = await fired(house, BudgetUsed(percent=90))

    assert texts == [
        "Large has used 90 % of today's budget of $0.00000001",
        "ada@example.com has used 128.5 % of this month's budget (Europe/Berlin) of $0.000000007",
        "ada@example.com has used 90 % of today's budget of $0.00000001",
    ]
    assert {each.user for each in await house.alarms.alerts.open()} == {None, ADA}


async def test_a_budget_of_one_alone_may_be_looked_at() -> None:
    house = AdminHouse()
    for each in ("ada", "eve"):
        spent_up = Budget(window="day", limit=NanoUsd(0))
        await house.users.add(a_user(each).allowed(Limits(), [spent_up]))

    texts = await fired(house, BudgetUsed(percent=100, scope=Scope(kind="user", id="eve")))

    assert texts == ["eve@example.com has used 100 % of today's budget of $0.00"]


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        (Scope(), "All together spent $0.000000009 today, above $0.000000008"),
        (Scope(kind="user"), "ada@example.com spent $0.000000009 today, above $0.000000008"),
        (Scope(kind="team"), "The team “Blue” spent $0.000000009 today, above $0.000000008"),
        (Scope(kind="key"), "The key “laptop” spent $0.000000009 today, above $0.000000008"),
        (Scope(kind="model", id="m"), "m cost $0.000000009 today, above $0.000000008"),
    ],
    ids=["all", "user", "team", "key", "model"],
)
async def test_spending_above_an_amount_is_told(scope: Scope, text: str) -> None:
    house = AdminHouse()
    await house.users.add(a_user())
    await house.teams.add(a_team("t1", name="Blue"))
    await house.keys.add(a_key())
    payer = Payer(user=ADA, team=TeamId("t1"), key=KeyId("k1"))
    early = replace(a_transaction(at=NOON - 3 * timedelta(hours=1)), payer=payer, model="m")
    row = replace(early, cost=NanoUsd(9))
    await house.totals.add(a_batch().id, [row])

    exact = SpendAbove(window="day", limit=NanoUsd(9), scope=scope)
    hour = SpendAbove(window="hour", limit=NanoUsd(8), scope=scope)
    texts = await fired(house, SpendAbove(window="day", limit=NanoUsd(8), scope=scope), exact, hour)

    assert texts == [text]


async def test_who_is_not_there_any_more_is_told_by_the_id() -> None:
    house = AdminHouse()
    payer = Payer(user=ADA, team=TeamId("t1"), key=KeyId("k1"))
    await house.totals.add(a_batch().id, [replace(a_transaction(), payer=payer)])

    texts = await fired(
        house,
        SpendAbove(window="hour", limit=NanoUsd(1), scope=Scope(kind="user")),
        SpendAbove(window="hour", limit=NanoUsd(1), scope=Scope(kind="team")),
        SpendAbove(window="hour", limit=NanoUsd(1), scope=Scope(kind="key")),
    )

    assert texts == [
        "The key “k1” spent $0.000000007 in this hour, above $0.000000001",
        "The team “t1” spent $0.000000007 in this hour, above $0.000000001",
        "ada spent $0.000000007 in this hour, above $0.000000001",
    ]


async def test_too_many_errors_are_told_where_there_were_enough_calls() -> None:
    house = AdminHouse()
    good = replace(a_transaction(), provider="p", model="m")
    bad = replace(good, outcome="error")
    few = replace(bad, provider="q", model="n")
    await house.minutes.add([good, good, bad, few])

    texts = await fired(
        house,
        ErrorShare(percent=33, minutes=5, least_calls=3),
        ErrorShare(percent=34, minutes=5, least_calls=3),
        ErrorShare(percent=50, minutes=1, least_calls=4, scope=Scope()),
        ErrorShare(percent=100, minutes=5, least_calls=1, scope=Scope(kind="model", id="n")),
    )

    assert texts == [
        "1 of 1 calls of n failed (100 %) in the last 5 minutes",
        "1 of 3 calls of p failed (33.3 %) in the last 5 minutes",
        "2 of 4 calls failed (50 %) in the last 1 minute",
    ]


async def test_silence_is_told_of_all_or_of_one() -> None:
    house = AdminHouse()
    await house.minutes.add([replace(a_transaction(), provider="p", model="m")])
    house.clock.advance(4 * MINUTE)

    texts = await fired(
        house,
        Silence(minutes=4),
        Silence(minutes=5),
        Silence(minutes=5, scope=Scope(kind="model", id="other")),
        Silence(minutes=5, scope=Scope(kind="provider", id="p")),
    )

    assert texts == [
        "Nobody has called for 4 minutes",
        "Nobody has called other for 5 minutes",
    ]


async def test_a_provider_that_some_process_keeps_away_from_and_a_late_journal_are_told() -> None:
    house = AdminHouse()
    places = tuple(RestingPlace(provider="openai", upstream=each) for each in ("b", "a"))
    await house.pulses.beat(Pulse(process="p1", at=NOON, resting=places, behind_s=61))
    await house.pulses.beat(Pulse(process="p2", at=NOON, resting=places[:1], behind_s=9))

    texts = await fired(
        house,
        ProviderDown(),
        ProviderDown(scope=Scope(kind="provider", id="google")),
        JournalBehind(seconds=60),
        JournalBehind(seconds=62),
    )

    assert texts == [
        "Calls have waited 1 minute to get into the books",
        "openai fails again and again at a, b: no calls go there but a try now and then",
    ]


async def test_what_goes_on_stays_one_alert_and_what_is_well_again_is_over() -> None:
    house = AdminHouse()
    alarms = house.alarms
    await alarms.rules.begin([a_rule(told=Told(mail=(email("ops@x.org"),)))])
    await house.pulses.beat(Pulse(process="p1", at=NOON, behind_s=99))

    changes = [await alarms.evaluate(), await alarms.evaluate()]
    house.clock.advance(MINUTE)
    changes.append(await alarms.evaluate())
    house.clock.advance(MINUTE)
    changes += [await alarms.evaluate(), await alarms.evaluate()]

    (alert,) = (await alarms.alerts.page(None, cursor=None, limit=9)).items
    assert changes == [1, 0, 1, 1, 0]
    assert alert.resolved_at == NOON + 2 * MINUTE
    assert [each.event for each in alert.deliveries] == ["alert.fired", "alert.resolved"]


@pytest.mark.parametrize("is_removed", [True, False], ids=["removed", "off"])
async def test_a_rule_that_is_gone_or_off_has_no_open_alerts(*, is_removed: bool) -> None:
    house = AdminHouse()
    alarms = house.alarms
    rule = a_rule()
    await house.pulses.beat(Pulse(process="p1", at=NOON, behind_s=99))
    await fired(house, rule.condition)
    stored = (await alarms.rules.all())[0]

    if is_removed:
        await alarms.rules.remove(stored.id)
    else:
        await alarms.rules.save(replace(stored, is_on=False))
    changed = await alarms.evaluate()

    assert (changed, list(await alarms.alerts.open())) == (1, [])


async def test_not_to_know_is_not_to_be_well() -> None:
    class Away(Pulses):
        @override
        async def beat(self, pulse: Pulse) -> None:
            raise Unavailable("the store is away")

        @override
        async def all(self, *, at: datetime) -> Sequence[Pulse]:
            raise Unavailable("the store is away")

    async def no_models() -> Sequence[Model]:
        raise Unavailable("the store is away")

    house = AdminHouse()
    alarms = house.alarms
    await house.users.add(a_user().allowed(Limits(), [Budget(window="day", limit=NanoUsd(0))]))
    await house.pulses.beat(Pulse(process="p1", at=NOON, behind_s=99))
    before = await fired(house, JournalBehind(seconds=60), BudgetUsed(percent=90))

    blind = replace(
        alarms.readings,
        journals=ReadJournals(pulses=Away(), clock=house.clock),
        budgets=replace(alarms.readings.budgets, models=no_models),
    )
    house.clock.advance(5 * MINUTE)
    changed = await replace(alarms.evaluate, readings=blind)()

    assert (changed, len(before)) == (0, 2)
    assert sorted(each.text for each in await alarms.alerts.open()) == before
