from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.administrators import Administrators
from domain.accounts.administrator import Administrator
from domain.accounts.user import Email
from domain.errors import Conflict
from domain.ids import AdministratorId


@final
class MemoryAdministrators(Administrators):
    def __init__(self) -> None:
        self._rows: VersionedRows[Administrator] = VersionedRows(noun="administrator")

    @override
    async def add(self, administrator: Administrator) -> Administrator:
        if await self.by_email(administrator.email) is not None:
            raise Conflict(f"there is an administrator {administrator.email} already")
        return self._rows.add(administrator)

    @override
    async def get(self, id: AdministratorId) -> Administrator:
        return self._rows.get(id)

    @override
    async def by_email(self, email: Email) -> Administrator | None:
        return next((each for each in self._rows.all() if each.email == email), None)

    @override
    async def exist(self) -> bool:
        return bool(self._rows.all())
