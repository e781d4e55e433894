"""What a service does before it serves, and how it asks whether MongoDB is there."""

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.dump import RESTORING
from adapters.outbound.mongo.failures import mongo_errors
from adapters.outbound.mongo.indexes import ensure_indexes
from adapters.outbound.mongo.migrations.runner import migrate
from domain.errors import Conflict


async def prepare(database: Database) -> None:
    """Indexes first: migrations may need them. Safe from several instances at once.

    Raises `Conflict` where only half of the data is there.
    """
    with mongo_errors():
        if await database[RESTORING].find_one({}) is not None:
            raise Conflict("a restore was cut off, and half of the data is there: restore again")
    await ensure_indexes(database)
    await migrate(database)


async def check(database: Database) -> None:
    """Raise `Unavailable` unless the server answers."""
    with mongo_errors():
        await database.command("ping")
