from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from application.ports.administrators import Administrators
from domain.accounts.administrator import Administrator
from domain.accounts.user import Email
from domain.ids import AdministratorId


@final
class MongoAdministrators(Administrators):
    def __init__(self, database: Database) -> None:
        collection = database["administrators"]
        self._rows = VersionedRows(collection, Administrator, noun="administrator")

    @override
    async def add(self, administrator: Administrator) -> Administrator:
        taken = f"there is an administrator {administrator.email} already"
        return await self._rows.add(administrator, taken=taken)

    @override
    async def get(self, id: AdministratorId) -> Administrator:
        return await self._rows.get(id)

    @override
    async def by_email(self, email: Email) -> Administrator | None:
        return await self._rows.find_one({"email": {"$eq": email}})

    @override
    async def exist(self) -> bool:
        return await self._rows.find_one({}) is not None
