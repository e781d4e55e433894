from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol

from domain.accounts.table_view import Table, TableView
from domain.ids import AdministratorId


class TableViews(Protocol):
    """How each administrator likes to look at tables."""

    @abstractmethod
    async def of(self, administrator: AdministratorId) -> Mapping[Table, TableView]:
        """Those that were saved."""

    @abstractmethod
    async def save(self, administrator: AdministratorId, table: Table, view: TableView) -> None: ...

    @abstractmethod
    async def forget(self, administrator: AdministratorId) -> None:
        """Everything that they saved."""
