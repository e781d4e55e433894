"""Sums of transactions: what dashboards show. Always to be rebuilt from the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from typing import Self

from domain.ids import KeyId, TeamId, UserId
from domain.transactions.batch import BatchId, WriterId
from domain.transactions.latencies import Latencies
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.transaction import Payer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """`saved` is what caching of providers made cheaper; less than nothing where writing cost more.

    `latencies` are of good answers that a provider gave.
    """

    requests: int = 0
    errors: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: NanoUsd = ZERO
    saved: NanoUsd = ZERO
    latencies: Latencies = field(default_factory=Latencies)

    @classmethod
    def of(cls, transaction: Transaction) -> Self:
        """One call's share. An unknown cost adds nothing; the call itself is counted."""
        return cls.of_all((transaction,))

    @classmethod
    def of_all(cls, transactions: Sequence[Transaction]) -> Self:
        taken = [each.taken for each in transactions]
        return cls(
            requests=len(transactions),
            errors=sum(each.outcome == "error" for each in transactions),
            input_tokens=sum(each.input_total for each in taken),
            cached_tokens=sum(each.cache_read for each in taken),
            output_tokens=sum(each.output for each in taken),
            cost=NanoUsd(sum(each.cost or ZERO for each in transactions)),
            saved=NanoUsd(sum(_saved(each) for each in transactions)),
            latencies=Latencies.of(
                each.latency_ms for each in transactions if each.outcome == "ok" and not each.reused
            ),
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
    client: str = ""

    @classmethod
    def of(cls, transaction: Transaction) -> Self:
        return cls(
            hour=hour_of(transaction.at),
            model=transaction.model,
            provider=transaction.provider,
            user=transaction.payer.user,
            team=transaction.payer.team,
            key=transaction.payer.key,
            client=transaction.client,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What went one way: a model at a provider, on one account, by one client tool."""

    model: str
    provider: str
    payer: Payer
    client: str
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTotals:
    """One day (UTC) of one user with one model, through one of their keys or none."""

    day: date
    model: str
    key: KeyId | None
    totals: Totals


def _saved(transaction: Transaction) -> int:
    """Beside the same call without any cache, at the price that was charged."""
    price, usage = transaction.price, transaction.usage
    if transaction.own_key:
        return 0
    if price is None or not (usage.cache_read or usage.cache_write):
        return 0
    uncached = usage.input_uncached + usage.cache_read + usage.cache_write
    plain = replace(
        usage, input_uncached=uncached, cache_read=0, cache_write_5m=0, cache_write_1h=0
    )
    return price.cost(plain) - price.cost(usage)


def shares_of(sums: Iterable[tuple[Place, Totals]]) -> Sequence[Share]:
    """Added up over all hours; in no order."""
    added: dict[tuple[str, str, Payer, str], Totals] = {}
    for place, totals in sums:
        way = (place.model, place.provider, place.payer, place.client)
        added[way] = added.get(way, Totals()) + totals
    return [
        Share(model=model, provider=provider, payer=payer, client=client, totals=totals)
        for (model, provider, payer, client), totals in added.items()
    ]


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def by_place(rows: Iterable[Transaction]) -> Mapping[Place, Totals]:
    """Every row of the same hour, model, provider and payer is of the same place."""
    together: dict[tuple[object, ...], list[Transaction]] = {}
    for row in rows:
        at = row.at
        hour = (at.year, at.month, at.day, at.hour, at.tzinfo)
        way = (*hour, row.model, row.provider, row.payer, row.client)
        together.setdefault(way, []).append(row)
    sums: dict[Place, Totals] = {}
    for several in together.values():
        place = Place.of(several[0])
        sums[place] = sums.get(place, Totals()) + Totals.of_all(several)
    return sums
