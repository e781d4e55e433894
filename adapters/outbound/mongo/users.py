from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.paging import newest_first
from adapters.outbound.mongo.text_search import holding
from application.ports.users import Users
from domain.accounts.user import Email, User
from domain.ids import UserId
from domain.paging import Page


@final
class MongoUsers(Users):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["users"], User, noun="user")

    @override
    async def add(self, user: User) -> User:
        return await self._rows.add(user, taken=_taken(user))

    @override
    async def get(self, id: UserId) -> User:
        return await self._rows.get(id)

    @override
    async def by_email(self, email: Email) -> User | None:
        return await self._rows.find_one({"email": {"$eq": email}})

    @override
    async def save(self, user: User) -> User:
        return await self._rows.save(user, taken=_taken(user))

    @override
    async def search(self, text: str, *, cursor: str | None, limit: int) -> Page[User]:
        return await newest_first(
            self._rows.collection,
            _holding(text),
            by="created_at",
            cursor=cursor,
            limit=limit,
            read_row=self._rows.from_document,
        )


def _taken(user: User) -> str:
    return f"there is an account for {user.email} already"


def _holding(text: str) -> Document:
    if not text.strip():
        return {}
    pattern = holding(text)
    return {"$and": [{"$or": [{"email": pattern}, {"name": pattern}]}]}
