from collections.abc import Sequence
from datetime import date, datetime
from typing import final

from typing_extensions import override

from application.ports.usage_totals import UsageTotals
from domain.ids import KeyId, UserId
from domain.transactions.batch import BatchId
from domain.transactions.totals import (
    DayTotals,
    HourTotals,
    PayerTotals,
    Place,
    PlaceTotals,
    Share,
    Totals,
    UserTotals,
    by_place,
    shares_of,
)
from domain.transactions.transaction import Payer, Transaction


@final
class MemoryUsageTotals(UsageTotals):
    def __init__(self) -> None:
        self._by_place: dict[Place, PlaceTotals] = {}

    @override
    async def add(self, batch: BatchId, rows: Sequence[Transaction]) -> None:
        for place, share in by_place(rows).items():
            there = self._by_place.get(place) or PlaceTotals(place=place, totals=Totals(), seen={})
            if not there.has(batch):
                self._by_place[place] = PlaceTotals(
                    place=place,
                    totals=there.totals + share,
                    seen={**there.seen, batch.writer: batch.number},
                )

    @override
    async def by_day(self, first: date, last: date) -> Sequence[DayTotals]:
        sums: dict[tuple[date, str, str], Totals] = {}
        for place, there in self._by_place.items():
            row = (place.hour.date(), place.model, place.provider)
            if first <= row[0] <= last:
                sums[row] = sums.get(row, Totals()) + there.totals
        return tuple(
            DayTotals(day=day, model=model, provider=provider, totals=sums[day, model, provider])
            for day, model, provider in sorted(sums)
        )

    @override
    async def by_hour(self, since: datetime) -> Sequence[HourTotals]:
        sums: dict[tuple[datetime, str, Payer], Totals] = {}
        for place, there in self._by_place.items():
            if place.hour >= since:
                row = (place.hour, place.model, place.payer)
                sums[row] = sums.get(row, Totals()) + there.totals
        rows = [
            HourTotals(hour=hour, model=model, payer=payer, totals=totals)
            for (hour, model, payer), totals in sums.items()
        ]
        return tuple(sorted(rows, key=lambda row: row.hour))

    @override
    async def by_payer(self, first: date, last: date) -> Sequence[PayerTotals]:
        sums: dict[tuple[date, Payer], Totals] = {}
        for place, there in self._by_place.items():
            row = (place.hour.date(), place.payer)
            if first <= row[0] <= last:
                sums[row] = sums.get(row, Totals()) + there.totals
        rows = [
            PayerTotals(day=day, payer=payer, totals=totals)
            for (day, payer), totals in sums.items()
        ]
        return tuple(sorted(rows, key=lambda row: row.day))

    @override
    async def shares(self, first: date, last: date) -> Sequence[Share]:
        return shares_of(
            (place, there.totals)
            for place, there in self._by_place.items()
            if first <= place.hour.date() <= last
        )

    @override
    async def of_user(self, user: UserId, first: date, last: date) -> Sequence[UserTotals]:
        sums: dict[tuple[date, str, KeyId | None], Totals] = {}
        for place, there in self._by_place.items():
            row = (place.hour.date(), place.model, place.key)
            if place.user == user and first <= row[0] <= last:
                sums[row] = sums.get(row, Totals()) + there.totals
        rows = [
            UserTotals(day=day, model=model, key=key, totals=totals)
            for (day, model, key), totals in sums.items()
        ]
        return tuple(sorted(rows, key=lambda row: (row.day, row.model, row.key or "")))

    @override
    async def sums_of(self, day: date) -> Sequence[PlaceTotals]:
        return [there for place, there in self._by_place.items() if place.hour.date() == day]

    @override
    async def restate(self, new: PlaceTotals, *, old: PlaceTotals | None) -> bool:
        if self._by_place.get(new.place) != old:
            return False
        self._by_place[new.place] = new
        return True

    @override
    async def remove(self, old: PlaceTotals) -> bool:
        if self._by_place.get(old.place) != old:
            return False
        del self._by_place[old.place]
        return True
