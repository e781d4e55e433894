from collections.abc import Callable, Sequence

import pytest

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
from domain.alerts.rule import AlertRule, Told, first_rules
from domain.alerts.words import budget, duration, percent, usd
from domain.allowances.terms import Budget
from domain.errors import Invalid
from domain.transactions.money import NanoUsd
from tests.builders import NOON

KEY = Scope(kind="key")
MODEL = Scope(kind="model")


IMPOSSIBLE: Sequence[tuple[Callable[[], object], str]] = [
    (lambda: BudgetUsed(percent=0), "percent"),
    (lambda: BudgetUsed(percent=1_001), "percent"),
    (lambda: BudgetUsed(percent=80, scope=Scope(kind="provider")), "scope"),
    (lambda: SpendAbove(window="day", limit=NanoUsd(0)), "limit"),
    (lambda: SpendAbove(window="day", limit=NanoUsd(9_000_001 * 10**9)), "limit"),
    (lambda: ErrorShare(percent=101, minutes=1, least_calls=1), "percent"),
    (lambda: ErrorShare(percent=1, minutes=0, least_calls=1), "minutes"),
    (lambda: ErrorShare(percent=1, minutes=1, least_calls=0), "least_calls"),
    (lambda: ErrorShare(percent=1, minutes=1, least_calls=1, scope=KEY), "scope"),
    (lambda: ProviderDown(scope=MODEL), "scope"),
    (lambda: Silence(minutes=1_441), "minutes"),
    (lambda: Silence(minutes=5, scope=MODEL), "say of which"),
    (lambda: JournalBehind(seconds=0), "seconds"),
    (lambda: Scope(kind="all", id="x"), "nobody alone"),
    (lambda: Scope(kind="key", id="x" * 201), "200 characters"),
    (lambda: Told(again_hours=-1), "again_hours"),
    (lambda: Told(mail=(email("a@x.org"),) * 21), "at most 20"),
    (lambda: AlertRule.made("r", " ", ProviderDown(), at=NOON), "name"),
    (lambda: AlertRule.made("r", "x" * 101, ProviderDown(), at=NOON), "name"),
]


@pytest.mark.parametrize("number", range(len(IMPOSSIBLE)))
def test_what_cannot_be_is_refused(number: int) -> None:
    make, what = IMPOSSIBLE[number]

    with pytest.raises(Invalid, match=what):
        make()


@pytest.mark.parametrize(
    ("condition", "user"),
    [
        (BudgetUsed(percent=80, scope=Scope(kind="user", id="ada")), "ada"),
        (BudgetUsed(percent=80, scope=Scope(kind="user")), None),
        (BudgetUsed(percent=80, scope=Scope(kind="team", id="ada")), None),
        (JournalBehind(seconds=1), None),
    ],
)
def test_a_rule_about_one_person_is_known_as_theirs(condition: Condition, user: str | None) -> None:
    made = AlertRule.made("r", "  A   rule ", condition, at=NOON)
    back = AlertRule.made("r", "x", ProviderDown(), at=NOON)

    assert (made.user, made.name) == (user, "A rule")
    assert back.changed("A  rule", condition, Told(), is_on=False).user == user


def test_a_new_installation_hears_of_providers_and_budgets() -> None:
    kinds = [rule.condition for rule in first_rules(at=NOON)]

    assert kinds == [ProviderDown(), BudgetUsed(percent=80), BudgetUsed(percent=100)]


def test_a_scope_holds_for_all_for_a_kind_or_for_one() -> None:
    one = Scope(kind="user", id="ada")

    assert Scope().holds("team", "t1")
    assert Scope(kind="user").holds("user", "eve")
    assert not Scope(kind="user").holds("team", "t1")
    assert (one.holds("user", "ada"), one.holds("user", "eve")) == (True, False)
    assert (one.subject, Scope().subject) == ("user:ada", "all:")


def test_numbers_are_said_as_people_say_them() -> None:
    berlin = Budget(window="month", limit=NanoUsd(10**10), zone="Europe/Berlin")

    assert [usd(each) for each in (0, 12, 10**7, 1_234_567_890_123)] == [
        "$0.00",
        "$0.000000012",
        "$0.01",
        "$1,234.57",
    ]
    assert [percent(each) for each in (800, 812, 1_000)] == ["80 %", "81.2 %", "100 %"]
    assert [duration(each) for each in (0, 1, 59, 60, 3_599, 7_200)] == [
        "0 seconds",
        "1 second",
        "59 seconds",
        "1 minute",
        "59 minutes",
        "2 hours",
    ]
    assert budget(berlin) == "this month's budget (Europe/Berlin) of $10.00"
    assert budget(Budget(window="total", limit=NanoUsd(0))) == "the budget in all of $0.00"
