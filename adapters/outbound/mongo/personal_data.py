"""Erasing by a rule, not by a list: a document is theirs who are named in one of these fields.

So is one that has their id for its own. Whatever is stored later goes too, as long as it says
whose it is. What hangs on such a document says so by the document's id.
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
_PARENTS: Final = ("conversation", "file", "files_id")
_BOOKS: Final = frozenset({"transactions", "usage_totals", "open_batches", "audit_log"})
_SAMPLE: Final = 20
_AT_ONCE: Final = 500


@final
class MongoPersonalData(PersonalData):
    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def erase(self, user: UserId) -> Collection[str]:
        named = {"$in": [str(user), f"user:{user}"]}  # answers of the relay say `user:<id>`
        owned: list[object] = []
        with mongo_errors():
            fields = await self._fields()
            for name, has in fields.items():
                for field in has & set(_OWNERS):
                    rows = self._database[name].find({field: named}, {"_id": 1})
                    owned += [each["_id"] for each in await rows.to_list(None)]
            levels = [owned]
            while levels[-1]:
                levels.append(await self._children(levels[-1], fields))
            # What hangs on others goes first: else nothing would lead to it after a crash.
            for parents in reversed(levels):
                await self._remove_children(parents, fields)
            for name, has in fields.items():
                for field in has & set(_OWNERS):
                    await self._database[name].delete_many({field: named})
            for name in sorted(fields, key=lambda name: name == "users"):
                await self._database[name].delete_many({"_id": {"$eq": user}})
        return {str(each) for level in levels for each in level}

    async def _children(
        self, parents: Sequence[object], fields: Mapping[str, AbstractSet[str]]
    ) -> list[object]:
        found: list[object] = []
        known = set(map(str, parents))
        for name, has in fields.items():
            for field in has & set(_PARENTS):
                for some in _in_pieces(parents):
                    rows = self._database[name].find({field: {"$in": some}}, {"_id": 1})
                    found += [each["_id"] for each in await rows.to_list(None)]
        return [each for each in found if str(each) not in known]

    async def _remove_children(
        self, parents: Sequence[object], fields: Mapping[str, AbstractSet[str]]
    ) -> None:
        for name, has in fields.items():
            for field in has & set(_PARENTS):
                for some in _in_pieces(parents):
                    await self._database[name].delete_many({field: {"$in": some}})

    async def _fields(self) -> Mapping[str, AbstractSet[str]]:
        """What documents of each collection have: looking for what none has would read them all."""
        found = await self._database.command("listCollections")
        names = [str(each["name"]) for each in found["cursor"]["firstBatch"]]
        return {
            name: fields_of(await self._database[name].find({}).limit(_SAMPLE).to_list(_SAMPLE))
            for name in names
            if name not in _BOOKS and not name.startswith("system.")
        }


def _in_pieces(parents: Sequence[object]) -> Iterable[list[object]]:
    return (list(parents[n : n + _AT_ONCE]) for n in range(0, len(parents), _AT_ONCE))


def fields_of(documents: Iterable[Document]) -> AbstractSet[str]:
    """The names at the top, and those of `metadata`, which GridFS keeps for its users."""
    found: set[str] = set()
    for each in documents:
        found |= set(each)
        within: Document | str | None = each.get("metadata")
        if isinstance(within, dict):
            found |= {f"metadata.{name}" for name in within}
    return found
