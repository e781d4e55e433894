from collections.abc import Mapping
from dataclasses import dataclass

from application.admin.permissions import authorise
from application.ports.table_views import TableViews
from domain.accounts.administrator import Administrator
from domain.accounts.table_view import Table, TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTableViews:
    """How the caller likes to look at tables, on every device; whoever may look may like."""

    views: TableViews

    async def read(self, *, by: Administrator) -> Mapping[Table, TableView]:
        authorise(by, "look")
        return await self.views.of(by.id)

    async def save(self, table: Table, view: TableView, *, by: Administrator) -> TableView:
        authorise(by, "look")
        await self.views.save(by.id, table, view)
        return view
