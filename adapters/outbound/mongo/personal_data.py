"""Erasing by a rule, not by a list: a document is theirs who are named in one of these fields.

So whatever is stored later goes too, as long as it says whose it is. What hangs on such a
document says so by the document's id.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.personal_data import PersonalData
from domain.ids import UserId

_OWNERS: Final = ("owner", "user", "account", "metadata.owner")
_PARENTS: Final = ("conversation", "files_id")
_BOOKS: Final = frozenset({"transactions", "usage_totals", "open_batches"})
_SAMPLE: Final = 20
_AT_ONCE: Final = 500


@final
class MongoPersonalData(PersonalData):
    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def erase(self, user: UserId) -> Collection[str]:
        named = {"$in": [str(user), f"user:{user}"]}  # answers of the relay say `user:<id>`
        theirs: list[object] = []
        with mongo_errors():
            fields = await self._fields()
            for name, has in fields.items():
                for field in has & set(_OWNERS):
                    rows = self._database[name].find({field: named}, {"_id": 1})
                    theirs += [each["_id"] for each in await rows.to_list(None)]
            # What hangs on them goes first: else nothing would lead to it after a crash.
            for name, has in fields.items():
                for field in has & set(_PARENTS):
                    await self._remove(name, field, theirs)
            for name, has in fields.items():
                for field in has & set(_OWNERS):
                    await self._database[name].delete_many({field: named})
            await self._database["users"].delete_many({"_id": {"$eq": user}})
        return {str(each) for each in theirs}

    async def _fields(self) -> Mapping[str, AbstractSet[str]]:
        """What documents of each collection have: looking for what none has would read them all."""
        found = await self._database.command("listCollections")
        names = [str(each["name"]) for each in found["cursor"]["firstBatch"]]
        return {
            name: fields_of(await self._database[name].find({}).limit(_SAMPLE).to_list(_SAMPLE))
            for name in names
            if name not in _BOOKS and not name.startswith("system.")
        }

    async def _remove(self, name: str, field: str, parents: Sequence[object]) -> None:
        for first in range(0, len(parents), _AT_ONCE):
            some = list(parents[first : first + _AT_ONCE])
            await self._database[name].delete_many({field: {"$in": some}})


def fields_of(documents: Iterable[Document]) -> AbstractSet[str]:
    """The names at the top, and those of `metadata`, which GridFS keeps for its users."""
    found: set[str] = set()
    for each in documents:
        found |= set(each)
        within: Document | str | None = each.get("metadata")
        if isinstance(within, dict):
            found |= {f"metadata.{name}" for name in within}
    return found
