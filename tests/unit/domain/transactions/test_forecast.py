from datetime import UTC, date, datetime, timedelta

from domain.transactions.forecast import first_day_needed, forecast

NOON_20TH = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def days(cost: int, *, count: int, until: date) -> dict[date, int]:
    return {until - DAY * n: cost for n in range(count)}


def test_the_rest_of_the_month_goes_on_as_the_last_seven_days() -> None:
    spent = {date(2026, 11, 1): 1_000, **days(70, count=7, until=date(2026, 11, 19))}

    found = forecast({**spent, date(2026, 11, 20): 10}, at=NOON_20TH)

    assert found.spent == 1_000 + 7 * 70 + 10
    assert found.at_end == found.spent + 70 * 105 // 10  # ten days and a half are left
    assert found.ends == date(2026, 11, 30)


def test_days_before_anything_was_spent_are_not_counted() -> None:
    spent = days(100, count=3, until=date(2026, 11, 19))

    assert forecast(spent, at=NOON_20TH).at_end == 300 + 1_050


def test_what_was_seen_of_less_than_three_days_is_damped() -> None:
    first_hour = forecast({date(2026, 11, 20): 120}, at=NOON_20TH.replace(hour=1))
    second_day = forecast({date(2026, 11, 19): 30, date(2026, 11, 20): 60}, at=NOON_20TH)
    two_days = forecast(days(100, count=2, until=date(2026, 11, 19)), at=NOON_20TH)

    assert first_hour.at_end == 120 + 120 * (23 + 240) // (3 * 24)
    assert second_day.at_end == 90 + 30 * 105 // 10
    assert two_days.at_end == 200 + 200 * 105 // 30
    assert forecast({}, at=NOON_20TH).at_end == 0


def test_the_first_days_never_promise_more_than_they_would_go_on_with() -> None:
    steady = days(90, count=9, until=date(2026, 11, 28))
    seen = {day: cost for day, cost in steady.items() if day >= date(2026, 11, 20)}
    noons = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in range(20, 24)]

    told = [forecast({d: c for d, c in seen.items() if d < at.date()}, at=at) for at in noons]

    assert [each.at_end for each in told] == [0, 90 + 285, 180 + 510, 270 + 675]


def test_at_the_beginning_of_a_month_the_one_before_is_looked_at() -> None:
    begun = datetime(2026, 12, 2, tzinfo=UTC)
    spent = days(10, count=9, until=date(2026, 12, 1))

    found = forecast(spent, at=begun)

    assert first_day_needed(begun) == date(2026, 11, 25)
    assert first_day_needed(NOON_20TH) == date(2026, 11, 1)
    assert (found.spent, found.at_end) == (10, 10 + 10 * 30)
