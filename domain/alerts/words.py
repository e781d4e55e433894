"""Numbers in the sentences of alerts."""

from decimal import Decimal
from typing import Final

from domain.allowances.terms import Budget
from domain.transactions.money import PER_USD

_CENT: Final = PER_USD // 100
_WINDOWS: Final = {
    "day": "today's budget",
    "week": "this week's budget",
    "month": "this month's budget",
    "total": "the budget in all",
}


def usd(nanos: int) -> str:
    """Two decimals from a cent on; smaller amounts exactly."""
    if nanos == 0 or nanos >= _CENT:
        return f"${Decimal(nanos) / PER_USD:,.2f}"
    return f"${Decimal(nanos) / PER_USD:f}"


def percent(permille: int) -> str:
    return f"{permille / 10:g} %"


def duration(seconds: int) -> str:
    """Rounded down to the largest unit that fits."""
    for size, word in ((3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = seconds // size
            return f"{count:,} {word}{'' if count == 1 else 's'}"
    return "0 seconds"


def budget(of: Budget) -> str:
    zone = "" if of.window == "total" or of.zone == "UTC" else f" ({of.zone})"
    return f"{_WINDOWS[of.window]}{zone} of {usd(of.limit)}"
