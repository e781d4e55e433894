"""Sums of transactions: what dashboards show. Always to be rebuilt from the ledger."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Self

from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    requests: int = 0
    errors: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: NanoUsd = ZERO

    @classmethod
    def of(cls, transaction: Transaction) -> Self:
        """One call's share. An unknown cost adds nothing; the call itself is counted."""
        usage = transaction.usage
        return cls(
            requests=1,
            errors=int(transaction.outcome == "error"),
            input_tokens=usage.input_total,
            cached_tokens=usage.cache_read,
            output_tokens=usage.output,
            cost=transaction.cost or ZERO,
        )

    def __add__(self, other: Self) -> Self:
        names = [each.name for each in fields(self)]
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """One day (UTC) of one model at one provider."""

    day: date
    model: str
    provider: str
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class HourTotals:
    """One hour (UTC) of everything."""

    hour: datetime
    totals: Totals
