from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.administrators import Administrators
from domain.accounts.administrator import Administrator, AdministratorState, Role
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

    @override
    async def all(self) -> Sequence[Administrator]:
        return sorted(self._rows.all(), key=lambda each: (each.created_at, each.id))

    @override
    async def appoint(
        self, id: AdministratorId, *, role: Role, state: AdministratorState
    ) -> Administrator:
        found = self._rows.get(id)
        wanted = found.appoint(role=role, state=state)
        if not wanted.is_acting_root:
            found.require_successor(self._beside(id))
        return self._rows.put(wanted)

    @override
    async def remove(self, id: AdministratorId) -> Administrator:
        found = self._rows.get(id)
        found.require_successor(self._beside(id))
        self._rows.remove(id)
        return found

    @override
    async def set_password(self, id: AdministratorId, password_hash: str) -> Administrator:
        return self._rows.put(self._rows.get(id).with_password(password_hash))

    def _beside(self, id: AdministratorId) -> list[Administrator]:
        return [each for each in self._rows.all() if each.id != id]
