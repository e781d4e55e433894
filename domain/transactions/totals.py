"""Sums of transactions: what dashboards show. Always to be rebuilt from the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Self

from domain.ids import KeyId, TeamId, UserId
from domain.transactions.batch import BatchId, WriterId
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.transaction import Payer, Transaction


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

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Self) -> Self:
        names = [each.name for each in fields(self)]
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a call is summed up; `hour` is the beginning of one, in UTC."""

    hour: datetime
    model: str
    provider: str
    user: UserId | None
    team: TeamId | None
    key: KeyId | None

    @classmethod
    def of(cls, transaction: Transaction) -> Self:
        return cls(
            hour=hour_of(transaction.at),
            model=transaction.model,
            provider=transaction.provider,
            user=transaction.payer.user,
            team=transaction.payer.team,
            key=transaction.payer.key,
        )

    @property
    def payer(self) -> Payer:
        return Payer(user=self.user, team=self.team, key=self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTotals:
    """`seen` is the last batch of each writer that is in the sum: all before it are too."""

    place: Place
    totals: Totals
    seen: Mapping[WriterId, int]

    def has(self, batch: BatchId) -> bool:
        return self.seen.get(batch.writer, 0) >= batch.number


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """One day (UTC) of one model at one provider."""

    day: date
    model: str
    provider: str
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class HourTotals:
    """One hour (UTC) of one model on one account, at all its providers."""

    hour: datetime
    model: str
    payer: Payer
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerTotals:
    """One day (UTC) on one account, with all models."""

    day: date
    payer: Payer
    totals: Totals


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def by_place(rows: Iterable[Transaction]) -> Mapping[Place, Totals]:
    sums: dict[Place, Totals] = {}
    for row in rows:
        place = Place.of(row)
        sums[place] = sums.get(place, Totals()) + Totals.of(row)
    return sums
