"""Rows as documents: an aggregate's fields under their own names, its `id` as `_id`."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from adapters.outbound.mongo.driver import Collection, Document, Filter
from adapters.outbound.mongo.failures import mongo_errors
from domain.errors import Conflict, NotFound


class VersionedRow(Protocol):
    """A frozen dataclass that counts its saves."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> int: ...


Row = TypeVar("Row", bound=VersionedRow)


class VersionedRows(Generic[Row]):
    """Insert, read and replace under the rule that a save must know the stored version."""

    def __init__(self, collection: Collection, kind: type[Row], *, noun: str) -> None:
        self.collection = collection
        self._adapter: TypeAdapter[Row] = TypeAdapter(kind)
        self._noun = noun

    async def add(self, row: Row, *, taken: str | None = None) -> Row:
        first = replace(row, version=1)
        with mongo_errors(taken=taken or f"{self._noun} {row.id!r} is there already"):
            await self.collection.insert_one(self.to_document(first))
        return first

    async def get(self, id: str, **also: str) -> Row:
        with mongo_errors():
            found = await self.collection.find_one({"_id": id, **also})
        if found is None:
            raise NotFound(f"no {self._noun} {id!r}")
        return self.from_document(found)

    async def find_one(self, filter: Filter) -> Row | None:
        with mongo_errors():
            found = await self.collection.find_one(filter)
        return None if found is None else self.from_document(found)

    async def save(self, row: Row, *, taken: str | None = None) -> Row:
        saved = replace(row, version=row.version + 1)
        changed = f"{self._noun} {row.id!r} has changed"
        with mongo_errors(taken=taken or changed):
            outcome = await self.collection.replace_one(
                {"_id": row.id, "version": row.version}, self.to_document(saved)
            )
        if outcome.matched_count == 0:
            raise Conflict(changed)
        return saved

    def to_document(self, row: Row) -> Document:
        document: Document = self._adapter.dump_python(row)
        document["_id"] = document.pop("id")
        for name, value in document.items():
            if isinstance(value, timedelta):  # BSON has no durations
                document[name] = value.total_seconds()
        return document

    def from_document(self, document: Document) -> Row:
        return self._adapter.validate_python({"id": document.pop("_id"), **document})
