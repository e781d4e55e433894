from datetime import timedelta

import pytest

from domain.conversations.retention import Retention
from domain.errors import Invalid
from tests.builders import NOON

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("operator", "own", "holds"),
    [(None, None, None), (90, None, 90), (None, 30, 30), (90, 30, 30), (30, 90, 30)],
)
def test_the_shorter_of_both_holds(
    operator: int | None, own: int | None, holds: int | None
) -> None:
    assert Retention(days=operator).chosen(own).days == holds


def test_what_holds_says_since_when_nothing_may_have_changed() -> None:
    assert Retention(days=2).ended_before(NOON) == NOON - 2 * DAY
    assert Retention().ended_before(NOON) is None


@pytest.mark.parametrize("days", [0, -1, 4_000])
def test_no_choice_is_of_no_days_or_of_a_life_s(days: int) -> None:
    with pytest.raises(Invalid, match="1 to 3650 days"):
        Retention().allow(days)
    with pytest.raises(Invalid, match="1 to 3650 days"):
        Retention(days=days)


def test_nobody_keeps_chats_for_longer_than_the_operator() -> None:
    rule = Retention(days=30)

    rule.allow(30)
    rule.allow(None)
    with pytest.raises(Invalid, match="at most 30 days"):
        rule.allow(31)


def test_a_temporary_chat_has_some_time() -> None:
    with pytest.raises(Invalid, match="some time"):
        Retention(temporary=timedelta(0))
