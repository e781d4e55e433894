from collections.abc import Collection
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.announcements import MARKS_MAX, Dismissals
from domain.ids import UserId


@final
class MongoDismissals(Dismissals):
    """A document a person, which has their id for its own: it goes with the account."""

    def __init__(self, database: Database) -> None:
        self._collection = database["dismissals"]

    @override
    async def of(self, user: UserId) -> Collection[str]:
        with mongo_errors():
            found = await self._collection.find_one({"_id": {"$eq": user}})
        return () if found is None else tuple(str(each) for each in found["marks"])

    @override
    async def add(self, user: UserId, mark: str) -> None:
        # Two tabs at once may lose one of two marks: then that one is dismissed again.
        marks = [each for each in await self.of(user) if each != mark]
        with mongo_errors():
            await self._collection.update_one(
                {"_id": user}, {"$set": {"marks": [*marks, mark][-MARKS_MAX:]}}, upsert=True
            )
