from collections.abc import Mapping
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.table_views import TableViews
from domain.accounts.table_view import Table, TableView
from domain.ids import AdministratorId

_VIEW: Final = TypeAdapter(TableView)
_VIEWS: Final[TypeAdapter[dict[Table, TableView]]] = TypeAdapter(dict[Table, TableView])


@final
class MongoTableViews(TableViews):
    """A document an administrator, a field a table: each is saved by itself."""

    def __init__(self, database: Database) -> None:
        self._collection = database["table_views"]

    @override
    async def of(self, administrator: AdministratorId) -> Mapping[Table, TableView]:
        with mongo_errors():
            found = await self._collection.find_one({"_id": {"$eq": administrator}})
        if found is None:
            return {}
        del found["_id"]
        return _VIEWS.validate_python(found)

    @override
    async def save(self, administrator: AdministratorId, table: Table, view: TableView) -> None:
        with mongo_errors():
            await self._collection.update_one(
                {"_id": administrator}, {"$set": {table: _VIEW.dump_python(view)}}, upsert=True
            )

    @override
    async def forget(self, administrator: AdministratorId) -> None:
        with mongo_errors():
            await self._collection.delete_one({"_id": {"$eq": administrator}})
