"""Kept answers. Their JSON is kept as text: BSON has no integers as long as a tool's may be."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.kept_answers import KeptAnswers
from domain.answers.kept_answer import KeptAnswer, NoSuchAnswer
from domain.ids import AnswerId
from domain.json import Json, JsonObject, read, write

_ANSWERS_MAX: Final = 1_000
"""How many answers one request may take items from."""


@final
class MongoKeptAnswers(KeptAnswers):
    def __init__(self, database: Database) -> None:
        self._collection = database["kept_answers"]

    @override
    async def add(self, answer: KeptAnswer) -> None:
        with mongo_errors(taken=f"answer {answer.id!r} is there already"):
            await self._collection.insert_one(_to_document(answer))

    @override
    async def get(self, id: AnswerId, *, owner: str) -> KeptAnswer:
        with mongo_errors():
            found = await self._collection.find_one({"_id": id, "owner": owner})
        if found is None:
            raise NoSuchAnswer(f"there is no answer {id!r}")
        return _from_document(found)

    @override
    async def items(self, ids: Sequence[str], *, owner: str) -> Mapping[str, JsonObject]:
        wanted = {"owner": owner, "items": {"$in": list(ids)}}
        with mongo_errors():
            newest = self._collection.find(wanted).sort([("at", -1)]).limit(_ANSWERS_MAX)
            documents = await newest.to_list(None)
        found: dict[str, JsonObject] = {}
        for document in reversed(documents):
            named = _from_document(document).items_by_id
            found |= {each: named[each] for each in ids if each in named}
        return found

    @override
    async def change(self, answer: KeptAnswer) -> None:
        named = {"_id": answer.id, "owner": answer.owner}
        with mongo_errors():
            outcome = await self._collection.replace_one(named, _to_document(answer))
        if outcome.matched_count == 0:
            raise NoSuchAnswer(f"there is no answer {answer.id!r}")

    @override
    async def forget(self, id: AnswerId, *, owner: str) -> None:
        with mongo_errors():
            outcome = await self._collection.delete_one({"_id": id, "owner": owner})
        if outcome.deleted_count == 0:
            raise NoSuchAnswer(f"there is no answer {id!r}")

    @override
    async def forget_before(self, moment: datetime, *, owner: str) -> None:
        with mongo_errors():
            await self._collection.delete_many({"owner": owner, "at": {"$lt": moment}})


def _to_document(answer: KeptAnswer) -> Document:
    return {
        "_id": answer.id,
        "owner": answer.owner,
        "at": answer.at,
        "previous": answer.previous,
        "items": list(answer.items_by_id),
        "input": write(answer.input),
        "output": write(answer.output),
        "response": write(answer.response),
    }


def _from_document(document: Document) -> KeptAnswer:
    return KeptAnswer(
        id=document["_id"],
        owner=document["owner"],
        at=document["at"],
        previous=document["previous"],
        input=_objects(read(document["input"])),
        output=_objects(read(document["output"])),
        response=_object(read(document["response"])),
    )


def _objects(value: Json) -> tuple[JsonObject, ...]:
    assert isinstance(value, Sequence)
    return tuple(_object(each) for each in value)


def _object(value: Json) -> JsonObject:
    assert isinstance(value, Mapping)
    return value
