"""The bytes of files in the layout of GridFS: bucket `file_contents`, so that its tools read them.

The drivers' own GridFS writes a file in one go and cannot go on in another process, as an upload
that is resumed must. So the chunks are written here; and the bucket's `files` entry comes before
the first of them, not after the last: no chunk is ever without one, which makes orphans easy to
find. What is complete is known elsewhere, by the state of the file.
"""

from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime
from typing import Final, final

from pymongo.errors import BulkWriteError
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import duplicates, mongo_errors
from application.ports.file_contents import Content, FileContents
from domain.errors import NotFound
from domain.files.file import CHUNK_BYTES
from domain.ids import FileId

_AT_ONCE: Final = 4
"""Chunks of one answer: a megabyte."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@final
class MongoFileContents(FileContents):
    def __init__(self, database: Database) -> None:
        self._entries = database["file_contents.files"]
        self._chunks = database["file_contents.chunks"]

    @override
    async def append(self, content: Content, data: bytes, *, offset: int) -> None:
        name, first = _name(content), offset // CHUNK_BYTES
        with mongo_errors():
            if offset == 0:
                await self._entries.update_one(
                    {"_id": name}, {"$set": _entry(content)}, upsert=True
                )
            try:
                await self._chunks.insert_many(_chunks(name, data, first), ordered=False)
            except BulkWriteError as error:
                duplicates(error)
            await self._entries.update_one({"_id": name}, {"$set": {"length": offset + len(data)}})

    @override
    async def read(self, content: Content) -> AsyncGenerator[bytes]:
        name, first = _name(content), 0
        while True:
            wanted = [_chunk_id(name, first + each) for each in range(_AT_ONCE)]
            with mongo_errors():
                found = await self._chunks.find({"_id": {"$in": wanted}}).to_list(None)
            if not found and first == 0:
                raise NotFound(f"nothing is kept of file {content.file!r}")
            for chunk in sorted(found, key=_number):
                yield bytes(chunk["data"])
            if len(found) < _AT_ONCE:
                return
            first += _AT_ONCE

    @override
    async def delete(self, file: FileId) -> None:
        with mongo_errors():
            entries = await self._entries.find({"file": {"$eq": file}}, {"_id": 1}).to_list(None)
            for entry in entries:
                await self._chunks.delete_many({"files_id": entry["_id"]})
                await self._entries.delete_one({"_id": entry["_id"]})

    @override
    async def owners(self, *, after: FileId | None, limit: int) -> Sequence[FileId]:
        wanted = {} if after is None else {"_id": {"$gt": _name(Content(file=after)) + "\uffff"}}
        with mongo_errors():
            entries = self._entries.find(wanted, {"file": 1}).sort([("_id", 1)]).limit(limit)
            found = await entries.to_list(limit)
        return tuple(dict.fromkeys(FileId(each["file"]) for each in found))


def _name(content: Content) -> str:
    """Names of one file sort together, its own first."""
    suffix = "" if content.rendition == "original" else f".{content.rendition}"
    return f"{content.file}{suffix}"


def _entry(content: Content) -> Document:
    return {
        "file": content.file,
        "filename": _name(content),
        "chunkSize": CHUNK_BYTES,
        "length": 0,
        "uploadDate": _EPOCH,  # the file itself knows; GridFS only wants the field
    }


def _chunks(name: str, data: bytes, first: int) -> list[Document]:
    return [
        {
            "_id": _chunk_id(name, number),
            "files_id": name,
            "n": number,
            "data": data[start : start + CHUNK_BYTES],
        }
        for number, start in enumerate(range(0, len(data), CHUNK_BYTES), start=first)
    ]


def _chunk_id(name: str, number: int) -> str:
    return f"{name}/{number}"


def _number(chunk: Document) -> int:
    number: int = chunk["n"]
    return number
