import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.routing.breaker import REST_MAX_S, REST_S, Breaker


def after(outcomes: str, *, now_s: float = 0.0) -> Breaker:
    """`x` is a failure, `.` an answer."""
    breaker = Breaker()
    for outcome in outcomes:
        breaker = breaker.failed(now_s) if outcome == "x" else breaker.succeeded()
    return breaker


@pytest.mark.parametrize(
    ("outcomes", "is_open"),
    [
        ("", False),
        ("xxxx", False),
        ("xxxx.x", False),
        ("xxxxx", True),
        ("x." * 9, False),
        ("x." * 10, True),
        ("x" + ".x" * 9, True),
        ("x.." * 20, False),
    ],
)
def test_it_opens_after_five_in_a_row_or_ten_of_twenty(outcomes: str, is_open: bool) -> None:
    assert after(outcomes).is_open is is_open


def test_open_it_lets_one_probe_through_each_time_it_has_rested() -> None:
    breaker = after("xxxxx")

    assert not breaker.allows(REST_S - 0.1)
    assert breaker.allows(REST_S)
    probed = breaker.asked(REST_S)
    assert not probed.allows(REST_S + 0.1)
    assert probed.allows(2 * REST_S), "a probe that never ends holds nobody up"


def test_a_probe_that_is_answered_closes_it() -> None:
    breaker = after("xxxxx").asked(REST_S).began()

    assert breaker == Breaker()


def test_a_probe_that_fails_makes_it_rest_longer_but_not_for_ever() -> None:
    breaker, now_s, rests = after("xxxxx"), REST_S, list[float]()

    for _ in range(6):
        breaker = breaker.asked(now_s).failed(now_s, probe=True)
        rests.append(breaker.until_s - now_s)
        now_s = breaker.until_s

    assert rests == [2 * REST_S, *[REST_MAX_S] * 5]


def test_failures_that_were_under_way_when_it_opened_say_nothing_new() -> None:
    breaker = after("xxxxx")

    assert breaker.failed(1.0) == breaker


def test_closed_and_in_good_health_it_changes_nothing() -> None:
    breaker = Breaker()

    assert breaker.asked(1.0) is breaker
    assert breaker.began() is breaker
    assert breaker.succeeded() is breaker


@given(outcomes=st.text("x.", max_size=60), later_s=st.floats(0, 1_000))
def test_whatever_happened_somebody_is_let_through_half_a_minute_later(
    outcomes: str, later_s: float
) -> None:
    breaker = after(outcomes)

    assert breaker.allows(REST_MAX_S + later_s)
    assert breaker.asked(later_s).allows(later_s + REST_MAX_S)
