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
    spent = days(100, count=2, until=date(2026, 11, 19))

    assert forecast(spent, at=NOON_20TH).at_end == 200 + 1_050


def test_on_the_first_day_of_all_today_goes_on() -> None:
    found = forecast({date(2026, 11, 20): 120}, at=NOON_20TH)

    assert (found.spent, found.at_end) == (120, 120 + 120 * 21)
    assert forecast({}, at=NOON_20TH).at_end == 0


def test_at_the_beginning_of_a_month_the_one_before_is_looked_at() -> None:
    begun = datetime(2026, 12, 2, tzinfo=UTC)
    spent = days(10, count=9, until=date(2026, 12, 1))

    found = forecast(spent, at=begun)

    assert first_day_needed(begun) == date(2026, 11, 25)
    assert first_day_needed(NOON_20TH) == date(2026, 11, 1)
    assert (found.spent, found.at_end) == (10, 10 + 10 * 30)
