import asyncio
from collections.abc import AsyncIterator
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.audit_log import AuditLog
from domain.audit.act_filter import ActFilter
from domain.audit.entry import Act, Entry
from domain.errors import Conflict, Invalid
from domain.paging import LIMIT_MAX, Page

_ACT: Final = TypeAdapter(Act)
_PAGE: Final = 500
_DIGITS_MAX: Final = 15


@final
class MongoAuditLog(AuditLog):
    """One document an entry, by its number: whoever is second to take a number takes the next.

    Within a process they queue up, so that only other instances can be quicker.
    """

    def __init__(self, database: Database, *, page: int = _PAGE) -> None:
        self._collection = database["audit_log"]
        self._page = page
        self._turn = asyncio.Lock()

    @override
    async def append(self, act: Act) -> Entry:
        async with self._turn:
            while True:
                entry = Entry.after(await self.head(), act)
                try:
                    with mongo_errors():
                        await self._collection.insert_one(_to_document(entry))
                except Conflict:
                    continue
                return entry

    @override
    async def head(self) -> Entry | None:
        with mongo_errors():
            found = await self._collection.find({}).sort([("_id", -1)]).limit(1).to_list(1)
        return _from_document(found[0]) if found else None

    @override
    async def find(self, wanted: ActFilter, *, cursor: str | None, limit: int) -> Page[Entry]:
        size = min(max(limit, 1), LIMIT_MAX)
        fitting = _fitting(wanted)
        if cursor is not None:
            fitting["_id"] = {"$lt": _number(cursor)}
        with mongo_errors():
            rows = self._collection.find(fitting).sort([("_id", -1)]).limit(size + 1)
            found = await rows.to_list(size + 1)
        shown = found[:size]
        next_cursor = str(shown[-1]["_id"]) if len(found) > size else None
        return Page(items=tuple(_from_document(each) for each in shown), next_cursor=next_cursor)

    @override
    async def entries(self) -> AsyncIterator[Entry]:
        last = 0
        while True:
            with mongo_errors():
                rows = self._collection.find({"_id": {"$gt": last}}).sort([("_id", 1)])
                found = await rows.limit(self._page).to_list(self._page)
            if not found:
                return
            last = found[-1]["_id"]
            for each in found:
                yield _from_document(each)


def _number(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdecimal()) or len(cursor) > _DIGITS_MAX:
        raise Invalid("this cursor came from no page")
    return int(cursor)


def _fitting(wanted: ActFilter) -> Document:
    asked = {
        "actor.id": wanted.actor,
        "subject.id": wanted.subject,
        "action": wanted.action,
        "outcome": wanted.outcome,
        "service": wanted.service,
    }
    between = {"$gte": wanted.since, "$lt": wanted.until}
    time = {name: moment for name, moment in between.items() if moment is not None}
    fitting: Document = {name: {"$eq": each} for name, each in asked.items() if each is not None}
    return {**fitting, "at": time} if time else fitting


def _to_document(entry: Entry) -> Document:
    """Details are a list of pairs: a name of theirs may be none that MongoDB takes."""
    document: Document = _ACT.dump_python(entry.act)
    document["details"] = [[name, value] for name, value in entry.act.details.items()]
    return {
        "_id": entry.number,
        **document,
        "previous": entry.previous,
        "digest": entry.digest,
    }


def _from_document(document: Document) -> Entry:
    fields = {name: value for name, value in document.items() if name not in _BESIDE}
    fields["details"] = dict(document["details"])
    return Entry(
        number=document["_id"],
        act=_ACT.validate_python(fields),
        previous=document["previous"],
        digest=document["digest"],
    )


_BESIDE: Final = frozenset({"_id", "previous", "digest"})
