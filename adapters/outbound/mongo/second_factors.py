from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.second_factors import SecondFactors
from domain.accounts.second_factor import SecondFactor


@final
class MongoSecondFactors(SecondFactors):
    """One document an account, under the account's own id."""

    def __init__(self, database: Database) -> None:
        collection = database["second_factors"]
        self._rows = VersionedRows(collection, SecondFactor, noun="second factor")

    @override
    async def of(self, account: str) -> SecondFactor | None:
        return await self._rows.find_one({"_id": {"$eq": account}})

    @override
    async def add(self, factor: SecondFactor) -> SecondFactor:
        return await self._rows.add(factor)

    @override
    async def save(self, factor: SecondFactor) -> SecondFactor:
        return await self._rows.save(factor)

    @override
    async def remove(self, account: str) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": {"$eq": account}})
