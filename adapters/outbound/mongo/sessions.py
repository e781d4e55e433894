from collections.abc import Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database, Filter
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.sessions import Sessions
from domain.accounts.session import Session
from domain.ids import SessionId


@final
class MongoSessions(Sessions):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["sessions"], Session, noun="session")

    @override
    async def add(self, session: Session) -> Session:
        return await self._rows.add(session)

    @override
    async def get(self, id: SessionId) -> Session:
        return await self._rows.get(id)

    @override
    async def save(self, session: Session) -> Session:
        return await self._rows.save(session)

    @override
    async def of_account(self, account: str) -> Sequence[Session]:
        with mongo_errors():
            found = await self._rows.collection.find(_open_ones(account)).to_list(None)
        return tuple(self._rows.from_document(each) for each in found)

    @override
    async def revoke_all(self, account: str, *, at: datetime) -> Sequence[SessionId]:
        open_ones = _open_ones(account)
        with mongo_errors():
            found = await self._rows.collection.find(open_ones, {"_id": 1}).to_list(None)
            # The version moves along, so that a refresh under way cannot undo the end.
            await self._rows.collection.update_many(
                open_ones, {"$set": {"revoked_at": at}, "$inc": {"version": 1}}
            )
        return tuple(SessionId(each["_id"]) for each in found)


def _open_ones(account: str) -> Filter:
    return {"account": {"$eq": account}, "revoked_at": None}
