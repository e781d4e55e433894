from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.migrations import m0001_every_endpoint
from domain.errors import Conflict

Migration = Callable[[Database], Awaitable[None]]

MIGRATIONS: Final[tuple[Migration, ...]] = (m0001_every_endpoint.apply,)
"""Number n brings documents from version n to n + 1; version 0 is the first."""

_ID: Final = "documents"


async def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Bring the documents up to date and return their version.

    Raises `Conflict` when they are newer than this program knows.
    """
    version = await version_of(database)
    if version > len(migrations):
        raise Conflict(
            f"the data is at version {version}, this program knows {len(migrations)}: update it"
        )
    for number in range(version, len(migrations)):
        await migrations[number](database)
        await _set_version(database, number + 1)
    return len(migrations)


async def version_of(database: Database) -> int:
    """That of the documents now. Raises `Unavailable`."""
    with mongo_errors():
        found = await database["schema"].find_one({"_id": _ID})
    return 0 if found is None else int(found["version"])


async def _set_version(database: Database, version: int) -> None:
    with mongo_errors():
        await database["schema"].update_one(
            {"_id": _ID}, {"$set": {"version": version}}, upsert=True
        )
