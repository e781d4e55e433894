"""All documents of a database as BSON, and back, with few of them in memory at a time.

The embedded server holds in memory what one question finds. So what grows without end is asked for
in parts: by day, by chat, by file. Within a collection everything that was there before the dump
began is in it; what comes meanwhile may be.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from typing import IO, Any, Final

import bson
from bson.codec_options import CodecOptions
from bson.errors import BSONError

from adapters.outbound.mongo.driver import Collection, Connection, Database, Document, Filter
from adapters.outbound.mongo.failures import mongo_errors
from domain.errors import Invalid

RESTORING: Final = "restoring"
"""A collection that is there while a restore is under way, and after one that was cut off."""

LEFT_OUT: Final = frozenset({"sessions", "tickets", RESTORING})
"""Ways in that may have been closed since: who comes back after a restore signs in anew."""

_PARTS: Final[Mapping[str, str]] = {
    "transactions": "day",
    "usage_totals": "day",
    "messages": "conversation",
    "generations": "owner",
    "kept_answers": "owner",
    "file_contents.chunks": "files_id",
    "passage_vectors": "file",
    "search_entries": "conversation",
    "search_buckets": "owner",
    "search_pages": "owner",
}
_LAST: Final = ("usage_totals", "open_batches", "transactions", "audit_log")
_PAGE: Final = 200
_PAGE_OF_CHUNKS: Final = 16
_LOAD_BYTES: Final = 4 * 1024 * 1024
_AWARE: Final[CodecOptions[Document]] = CodecOptions(tz_aware=True)


async def collections(database: Database) -> list[str]:
    """The sums before the rows that they are of: what is short of rows is put right by them."""
    with mongo_errors():
        found = await database.command("listCollections")
    names = {str(each["name"]) for each in found["cursor"]["firstBatch"]}
    kept = {name for name in names if not name.startswith("system.")} - LEFT_OUT
    return [*sorted(kept - set(_LAST)), *(name for name in _LAST if name in kept)]


async def is_empty(database: Database) -> bool:
    """Whether nobody has put anything there but the program itself."""
    with mongo_errors():
        for name in [*await collections(database), RESTORING]:
            if name != "schema" and await database[name].find_one({}) is not None:
                return False
    return True


async def dump(database: Database, name: str, into: IO[bytes]) -> int:
    """Write all documents of a collection; return their number. Raises `Unavailable`."""
    documents = 0
    async for page in _pages(database[name], name):
        into.write(b"".join(bson.encode(each) for each in page))
        documents += len(page)
    return documents


async def load(database: Database, name: str, packed: IO[bytes]) -> int:
    """Raises `Invalid` for what is no BSON, `Conflict` for a document that is there."""
    documents = 0
    for batch in batches(packed):
        documents += len(batch)
        with mongo_errors():
            await database[name].insert_many(batch, ordered=True)
    return documents


async def count(database: Database, name: str) -> int:
    """By reading all ids: what is there, not what somebody remembers of it."""
    documents = 0
    with mongo_errors():
        ids = database[name].find({}, {"_id": 1})
        while page := await ids.to_list(_PAGE * 5):
            documents += len(page)
    return documents


async def clear(connection: Connection, name: str) -> None:
    """Drop the database, and note that a restore has begun."""
    with mongo_errors():
        await connection.client.drop_database(name)
        await connection.database(name)[RESTORING].insert_one({"_id": RESTORING})


async def restored(database: Database) -> None:
    with mongo_errors():
        await database[RESTORING].delete_one({"_id": RESTORING})


def batches(packed: IO[bytes]) -> Iterator[list[Document]]:
    """Documents, a few hundred or some megabytes at a time. Raises `Invalid`."""
    batch: list[Document] = []
    size = 0
    for document, length in _documents(packed):
        batch.append(document)
        size += length
        if len(batch) == _PAGE or size >= _LOAD_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _documents(packed: IO[bytes]) -> Iterator[tuple[Document, int]]:
    start = packed.tell()
    try:
        for document in bson.decode_file_iter(packed, codec_options=_AWARE):
            end = packed.tell()
            yield document, end - start
            start = end
    except (BSONError, EOFError, OSError) as error:
        raise Invalid("a file of the backup is not what was written") from error


async def _pages(collection: Collection, name: str) -> AsyncGenerator[Sequence[Document]]:
    by = _PARTS.get(name)
    size = _PAGE_OF_CHUNKS if name.endswith(".chunks") else _PAGE
    for part in [None] if by is None else await _values(collection, by):
        wanted: Filter = {} if by is None else {by: part}
        with mongo_errors():
            found = collection.find(wanted)
            while page := await found.to_list(size):
                yield page


async def _values(collection: Collection, field: str) -> Sequence[Any]:
    """What documents have there; `None` stands for those that have nothing."""
    values: dict[Any, None] = {}
    with mongo_errors():
        found = collection.find({}, {"_id": 0, field: 1})
        while page := await found.to_list(_PAGE * 5):
            values.update(dict.fromkeys(each.get(field) for each in page))
    return list(values)
