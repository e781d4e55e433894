from collections.abc import Sequence
from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.documents import Row, VersionedRows
from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.limited_subjects import LimitedSubjects
from domain.accounts.api_key import ApiKey
from domain.accounts.user import User

_LIMITED: Final[Document] = {
    "$or": [
        {"budgets.limit": {"$gte": 0}},
        {"limits.requests_per_minute": {"$gt": 0}},
        {"limits.tokens_per_minute": {"$gt": 0}},
        {"limits.parallel": {"$gt": 0}},
    ]
}


@final
class MongoLimitedSubjects(LimitedSubjects):
    def __init__(self, database: Database) -> None:
        self._users = VersionedRows(database["users"], User, noun="user")
        self._keys = VersionedRows(database["api_keys"], ApiKey, noun="key")

    @override
    async def users(self, most: int) -> Sequence[User]:
        return await _newest(self._users, _LIMITED, most)

    @override
    async def keys(self, most: int) -> Sequence[ApiKey]:
        return await _newest(self._keys, {**_LIMITED, "revoked_at": None}, most)


async def _newest(rows: VersionedRows[Row], wanted: Document, most: int) -> Sequence[Row]:
    with mongo_errors():
        found = rows.collection.find(wanted).sort([("created_at", -1), ("_id", -1)]).limit(most)
        return [rows.from_document(each) for each in await found.to_list(most)]
