from typing import Final, final

from typing_extensions import override

from adapters.outbound.mongo.documents import Row, VersionedRows
from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.paging import newest_first
from application.ports.limited_subjects import LimitedSubjects
from domain.accounts.api_key import ApiKey
from domain.accounts.user import User
from domain.paging import Page

_LIMITED: Final[Document] = {
    "$or": [
        {"budgets.limit": {"$gte": 0}},
        {"limits.requests_per_minute": {"$gt": 0}},
        {"limits.tokens_per_minute": {"$gt": 0}},
        {"limits.parallel": {"$gt": 0}},
    ]
}
_LIMITED_USERS: Final[Document] = {"$and": [_LIMITED]}
_GOOD_KEYS: Final[Document] = {"$and": [_LIMITED, {"revoked_at": None}]}


@final
class MongoLimitedSubjects(LimitedSubjects):
    def __init__(self, database: Database) -> None:
        self._users = VersionedRows(database["users"], User, noun="user")
        self._keys = VersionedRows(database["api_keys"], ApiKey, noun="key")

    @override
    async def users(self, *, cursor: str | None, limit: int) -> Page[User]:
        return await _page(self._users, _LIMITED_USERS, cursor, limit)

    @override
    async def keys(self, *, cursor: str | None, limit: int) -> Page[ApiKey]:
        return await _page(self._keys, _GOOD_KEYS, cursor, limit)


async def _page(
    rows: VersionedRows[Row], wanted: Document, cursor: str | None, limit: int
) -> Page[Row]:
    return await newest_first(
        rows.collection,
        wanted,
        by="created_at",
        cursor=cursor,
        limit=limit,
        read_row=rows.from_document,
    )
