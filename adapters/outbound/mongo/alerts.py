from collections.abc import Sequence
from datetime import datetime
from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database, Document, Filter
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.paging import newest_first
from application.ports.alerts import Alerts, AlertState
from domain.alerts.alert import Alert
from domain.ids import AlertId
from domain.paging import Page

_OF_STATE: Final[dict[AlertState | None, Document]] = {
    None: {},
    "open": {"resolved_at": None},
    "resolved": {"resolved_at": {"$ne": None}},
}


@final
class MongoAlerts(Alerts):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["alerts"], Alert, noun="alert")

    @override
    async def add(self, alert: Alert) -> Alert:
        return await self._rows.add(alert)

    @override
    async def get(self, id: AlertId) -> Alert:
        return await self._rows.get(id)

    @override
    async def save(self, alert: Alert) -> Alert:
        return await self._rows.save(alert)

    @override
    async def open(self) -> Sequence[Alert]:
        return await self._found(_OF_STATE["open"], by="fired_at", limit=None)

    @override
    async def due(self, at: datetime, *, limit: int) -> Sequence[Alert]:
        return await self._found({"due_at": {"$lte": at}}, by="due_at", limit=limit)

    @override
    async def page(
        self, state: AlertState | None, *, cursor: str | None, limit: int
    ) -> Page[Alert]:
        return await newest_first(
            self._rows.collection,
            _OF_STATE[state],
            by="fired_at",
            cursor=cursor,
            limit=limit,
            read_row=self._rows.from_document,
        )

    @override
    async def remove_over(self, *, before: datetime) -> int:
        past = {"resolved_at": {"$ne": None, "$lt": before}, "due_at": None}
        with mongo_errors():
            return (await self._rows.collection.delete_many(past)).deleted_count

    async def _found(self, wanted: Filter, *, by: str, limit: int | None) -> Sequence[Alert]:
        with mongo_errors():
            found = self._rows.collection.find(wanted).sort([(by, 1), ("_id", 1)])
            found = found if limit is None else found.limit(limit)
            return [self._rows.from_document(each) for each in await found.to_list(limit)]
