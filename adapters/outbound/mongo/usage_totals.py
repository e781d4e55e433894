from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Final, final

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import duplicates, mongo_errors
from application.ports.usage_totals import UsageTotals
from domain.errors import Conflict
from domain.ids import KeyId, UserId
from domain.transactions.batch import BatchId
from domain.transactions.latencies import Latencies
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

_SUMS: Final = tuple(name for name in asdict(Totals()) if name != "latencies")


@final
class MongoUsageTotals(UsageTotals):
    """One document a place; adding is one atomic `$inc`, guarded by the writer's last batch.

    Sums over documents are made here: no aggregation pipeline runs on the server.
    """

    def __init__(self, database: Database) -> None:
        self._collection = database["usage_totals"]

    @override
    async def add(self, batch: BatchId, rows: Sequence[Transaction]) -> None:
        """An upsert whose guard says no collides with the document that is there.

        So does one that another writer was quicker with: both are asked again, as updates.
        """
        shares = list(by_place(rows).items())
        if not shares:
            return
        with mongo_errors():
            try:
                writes = [_addition(batch, *share, upsert=True) for share in shares]
                await self._collection.bulk_write(writes, ordered=False)
            except BulkWriteError as error:
                again = [
                    _addition(batch, *shares[number], upsert=False) for number in duplicates(error)
                ]
                await self._collection.bulk_write(again, ordered=False)

    @override
    async def by_day(self, first: date, last: date) -> Sequence[DayTotals]:
        sums: dict[tuple[date, str, str], Totals] = {}
        for row in await self._between(first, last):
            place = (date.fromisoformat(row["day"]), row["model"], row["provider"])
            sums[place] = sums.get(place, Totals()) + _totals(row)
        return tuple(
            DayTotals(day=day, model=model, provider=provider, totals=sums[day, model, provider])
            for day, model, provider in sorted(sums)
        )

    @override
    async def by_hour(self, since: datetime) -> Sequence[HourTotals]:
        sums: dict[tuple[datetime, str, Payer], Totals] = {}
        start = since.astimezone(UTC)
        with mongo_errors():
            rows = self._collection.find({"day": {"$gte": start.date().isoformat()}})
            found = await rows.to_list(None)
        for row in found:
            if row["hour"] >= start:
                place = (row["hour"], row["model"], _payer(row))
                sums[place] = sums.get(place, Totals()) + _totals(row)
        totals = [
            HourTotals(hour=hour, model=model, payer=payer, totals=totals)
            for (hour, model, payer), totals in sums.items()
        ]
        return tuple(sorted(totals, key=lambda row: row.hour))

    @override
    async def by_payer(self, first: date, last: date) -> Sequence[PayerTotals]:
        sums: dict[tuple[date, Payer], Totals] = {}
        for row in await self._between(first, last):
            place = (date.fromisoformat(row["day"]), _payer(row))
            sums[place] = sums.get(place, Totals()) + _totals(row)
        rows = [
            PayerTotals(day=day, payer=payer, totals=totals)
            for (day, payer), totals in sums.items()
        ]
        return tuple(sorted(rows, key=lambda row: row.day))

    @override
    async def shares(self, first: date, last: date) -> Sequence[Share]:
        rows = await self._between(first, last)
        return shares_of((_place_of(row), _totals(row)) for row in rows)

    @override
    async def of_user(self, user: UserId, first: date, last: date) -> Sequence[UserTotals]:
        days = {"$gte": first.isoformat(), "$lte": last.isoformat()}
        with mongo_errors():
            found = await self._collection.find({"user": {"$eq": user}, "day": days}).to_list(None)
        sums: dict[tuple[date, str, KeyId | None], Totals] = {}
        for each in found:
            row = (date.fromisoformat(each["day"]), each["model"], each["key"])
            sums[row] = sums.get(row, Totals()) + _totals(each)
        rows = [
            UserTotals(day=day, model=model, key=key, totals=totals)
            for (day, model, key), totals in sums.items()
        ]
        return tuple(sorted(rows, key=lambda row: (row.day, row.model, row.key or "")))

    @override
    async def sums_of(self, day: date) -> Sequence[PlaceTotals]:
        return [_place_totals(row) for row in await self._between(day, day)]

    @override
    async def restate(self, new: PlaceTotals, *, old: PlaceTotals | None) -> bool:
        document = {
            **_place(new.place),
            **_sums(new.totals),
            "latencies": {str(step): each for step, each in new.totals.latencies.counts.items()},
            "seen": dict(new.seen),
        }
        try:
            with mongo_errors():
                if old is None:
                    await self._collection.insert_one({"_id": _name(new.place), **document})
                    return True
                outcome = await self._collection.replace_one(_unchanged(old), document)
                return outcome.matched_count == 1
        except Conflict:
            return False

    @override
    async def remove(self, old: PlaceTotals) -> bool:
        with mongo_errors():
            return (await self._collection.delete_one(_unchanged(old))).deleted_count == 1

    async def _between(self, first: date, last: date) -> list[Document]:
        """Day by day: a month of a large system in one question takes longer than an answer may."""
        found: list[Document] = []
        for back in range((last - first).days + 1):
            day = (first + timedelta(days=back)).isoformat()
            with mongo_errors():
                found += await self._collection.find({"day": {"$eq": day}}).to_list(None)
        return found


def _addition(batch: BatchId, place: Place, share: Totals, *, upsert: bool) -> UpdateOne:
    seen = f"seen.{batch.writer}"
    change: Document = {"$inc": _additions(share), "$set": {seen: batch.number}}
    if upsert:
        change["$setOnInsert"] = _place(place)
    not_yet = {"_id": _name(place), seen: {"$not": {"$gte": batch.number}}}
    return UpdateOne(not_yet, change, upsert=upsert)


def _place(place: Place) -> Document:
    return {"day": place.hour.date().isoformat(), **asdict(place)}


def _name(place: Place) -> str:
    """A client that is not told is left out: so were all clients of before."""
    said = [str(value or "") for value in _place(place).values()]
    return "|".join(said if place.client else said[:-1])


def _unchanged(old: PlaceTotals) -> Document:
    """Each addition changes what is seen."""
    return {"_id": _name(old.place), "seen": dict(old.seen) if old.seen else {"$in": [None, {}]}}


def _place_totals(row: Document) -> PlaceTotals:
    return PlaceTotals(
        place=_place_of(row),
        totals=_totals(row),
        seen=row.get("seen") or {},
    )


def _place_of(row: Document) -> Place:
    return Place(
        **{name: row[name] for name in Place.__dataclass_fields__ if name != "client"},
        client=row.get("client", ""),
    )


def _totals(row: Document) -> Totals:
    """Sums of before have neither savings nor latencies."""
    latencies: dict[str, int] = row.get("latencies") or {}
    return Totals(
        **{name: row.get(name, 0) for name in _SUMS},
        latencies=Latencies(counts={int(step): each for step, each in latencies.items()}),
    )


def _sums(totals: Totals) -> Document:
    return {name: getattr(totals, name) for name in _SUMS}


def _additions(share: Totals) -> Document:
    steps = {f"latencies.{step}": each for step, each in share.latencies.counts.items()}
    return {**_sums(share), **steps}


def _payer(row: Document) -> Payer:
    return Payer(user=row["user"], team=row["team"], key=row["key"])
