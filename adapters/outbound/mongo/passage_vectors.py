import struct
from collections.abc import Mapping
from typing import final

from pymongo.errors import BulkWriteError
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import duplicates, mongo_errors
from application.ports.passage_vectors import PassageVectors, Vector
from domain.ids import FileId


@final
class MongoPassageVectors(PassageVectors):
    """One document a passage; its vector as four bytes a number."""

    def __init__(self, database: Database) -> None:
        self._collection = database["passage_vectors"]

    @override
    async def keep(self, file: FileId, vectors: Mapping[int, Vector]) -> None:
        documents = [_to_document(file, number, each) for number, each in vectors.items()]
        if not documents:
            return
        with mongo_errors():
            try:
                await self._collection.insert_many(documents, ordered=False)
            except BulkWriteError as error:
                duplicates(error)

    @override
    async def of(self, file: FileId) -> Mapping[int, Vector]:
        with mongo_errors():
            found = await self._collection.find({"file": {"$eq": file}}).to_list(None)
        return {each["number"]: _vector(bytes(each["vector"])) for each in found}

    @override
    async def delete(self, file: FileId) -> None:
        with mongo_errors():
            await self._collection.delete_many({"file": {"$eq": file}})


def _to_document(file: FileId, number: int, vector: Vector) -> Document:
    packed = struct.pack(f"<{len(vector)}f", *vector)
    return {"_id": f"{file}/{number}", "file": file, "number": number, "vector": packed}


def _vector(packed: bytes) -> Vector:
    return struct.unpack(f"<{len(packed) // 4}f", packed)
