from collections.abc import Mapping
from typing import final

from typing_extensions import override

from application.ports.table_views import TableViews
from domain.accounts.table_view import Table, TableView
from domain.ids import AdministratorId


@final
class MemoryTableViews(TableViews):
    def __init__(self) -> None:
        self._views: dict[AdministratorId, dict[Table, TableView]] = {}

    @override
    async def of(self, administrator: AdministratorId) -> Mapping[Table, TableView]:
        return dict(self._views.get(administrator, {}))

    @override
    async def save(self, administrator: AdministratorId, table: Table, view: TableView) -> None:
        self._views.setdefault(administrator, {})[table] = view

    @override
    async def forget(self, administrator: AdministratorId) -> None:
        self._views.pop(administrator, None)
