from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.usage_totals import UsageTotals
from domain.transactions.totals import DayTotals, HourTotals, Totals
from domain.transactions.transaction import Transaction

_SUMS: Final = tuple(asdict(Totals()))
_DAYS_MAX: Final = 400


@final
class MongoUsageTotals(UsageTotals):
    """One document an hour, model, provider, user, team and key; adding is one atomic `$inc`.

    Sums over documents are made here: no aggregation pipeline runs on the server.
    """

    def __init__(self, database: Database) -> None:
        self._collection = database["usage_totals"]

    @override
    async def add(self, transaction: Transaction) -> None:
        place = _place(transaction)
        share = asdict(Totals.of(transaction))
        with mongo_errors():
            await self._collection.update_one(
                {"_id": "|".join(str(value or "") for value in place.values())},
                {"$inc": share, "$setOnInsert": place},
                upsert=True,
            )

    @override
    async def by_day(self, first: date, last: date) -> Sequence[DayTotals]:
        sums: dict[tuple[date, str, str], Totals] = {}
        for day in _days(first, last):
            for row in await self._rows(day):
                place = (day, row["model"], row["provider"])
                sums[place] = sums.get(place, Totals()) + _totals(row)
        return tuple(
            DayTotals(day=day, model=model, provider=provider, totals=sums[day, model, provider])
            for day, model, provider in sorted(sums)
        )

    @override
    async def by_hour(self, since: datetime) -> Sequence[HourTotals]:
        sums: dict[datetime, Totals] = {}
        start = since.astimezone(UTC)
        with mongo_errors():
            rows = self._collection.find({"day": {"$gte": start.date().isoformat()}})
            found = await rows.to_list(None)
        for row in found:
            hour: datetime = row["hour"]
            if hour >= start:
                sums[hour] = sums.get(hour, Totals()) + _totals(row)
        return tuple(HourTotals(hour=hour, totals=sums[hour]) for hour in sorted(sums))

    @override
    async def active_users(self, day: date) -> int:
        users = {row["user"] for row in await self._rows(day)}
        return len(users - {None})

    async def _rows(self, day: date) -> list[Document]:
        with mongo_errors():
            return await self._collection.find({"day": day.isoformat()}).to_list(None)


def _place(transaction: Transaction) -> Document:
    at = transaction.at.astimezone(UTC)
    return {
        "day": at.date().isoformat(),
        "hour": at.replace(minute=0, second=0, microsecond=0),
        "model": transaction.model,
        "provider": transaction.provider,
        "user": transaction.payer.user,
        "team": transaction.payer.team,
        "key": transaction.payer.key,
    }


def _totals(row: Document) -> Totals:
    return Totals(**{name: row[name] for name in _SUMS})


def _days(first: date, last: date) -> list[date]:
    count = min((last - first).days + 1, _DAYS_MAX)
    return [first + timedelta(days=number) for number in range(count)]
