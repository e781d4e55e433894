"""What a month will have cost at its end, if it goes on as in the days just past."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from domain.transactions.money import NanoUsd

DAYS_LOOKED_AT: Final = 7
DAYS_TRUSTED: Final = 3
"""So many whole days are taken as they were."""
_DAY_S: Final = 24 * 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`spent` is of this month (UTC) until now, `at_end` that and what is still to come."""

    spent: NanoUsd
    at_end: NanoUsd
    ends: date


def first_day_needed(at: datetime) -> date:
    today = at.astimezone(UTC).date()
    return min(today.replace(day=1), today - timedelta(days=DAYS_LOOKED_AT))


def forecast(spent_by_day: Mapping[date, int], *, at: datetime) -> Forecast:
    """The rest of the month at the mean of the last whole days; of fewer where there were fewer.

    Days before the first spending are no days without any. What is seen of less than three whole
    days says little, and one try may be most of it: it is damped. Then it counts, today's until
    now included, as if three days had brought it. So a dollar in the first hour is a third of one
    a day, not 24; a steady beginning is told too low until its fourth day, and never too high.
    """
    now = at.astimezone(UTC)
    today = now.date()
    last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    spent = sum(cost for day, cost in spent_by_day.items() if today.replace(day=1) <= day <= today)
    passed_s = now.hour * 3_600 + now.minute * 60 + now.second
    left_s = _DAY_S - passed_s + (last - today).days * _DAY_S
    begun = min((day for day, cost in spent_by_day.items() if cost), default=today)
    days = min(DAYS_LOOKED_AT, (today - begun).days)
    if days >= DAYS_TRUSTED:
        since = today - timedelta(days=days)
        recent = sum(cost for day, cost in spent_by_day.items() if since <= day < today)
        over_s = days * _DAY_S
    else:
        recent = sum(cost for day, cost in spent_by_day.items() if begun <= day <= today)
        over_s = DAYS_TRUSTED * _DAY_S
    return Forecast(
        spent=NanoUsd(spent), at_end=NanoUsd(spent + recent * left_s // over_s), ends=last
    )
