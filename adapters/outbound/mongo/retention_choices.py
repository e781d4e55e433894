from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.retention_choices import RetentionChoices
from domain.conversations.retention import RetentionChoice
from domain.ids import UserId


@final
class MongoRetentionChoices(RetentionChoices):
    """One document a person, under their id."""

    def __init__(self, database: Database) -> None:
        self._choices = database["retention_choices"]

    @override
    async def of(self, owner: UserId) -> int | None:
        with mongo_errors():
            found = await self._choices.find_one({"_id": owner})
        return None if found is None else int(found["days"])

    @override
    async def choose(self, owner: UserId, days: int | None) -> None:
        with mongo_errors():
            if days is None:
                await self._choices.delete_one({"_id": owner})
            else:
                said = {"owner": owner, "days": days}
                await self._choices.update_one({"_id": owner}, {"$set": said}, upsert=True)

    @override
    async def all(self) -> Sequence[RetentionChoice]:
        with mongo_errors():
            found = await self._choices.find({}).to_list(None)
        return [
            RetentionChoice(owner=UserId(str(each["owner"])), days=int(each["days"]))
            for each in found
        ]
