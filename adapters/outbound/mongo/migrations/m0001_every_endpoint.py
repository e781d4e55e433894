"""Keys that might use every endpoint there was may use those that have come since.

Whoever left an endpoint out of a key's scope meant it; whoever did not meant all.
"""

from typing import Final

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors

_ONCE_ALL: Final = (
    ["chat_completions", "messages", "responses", "models"],
    ["chat_completions", "messages", "responses", "generate_content", "models"],
)
_ALL: Final = (
    *("chat_completions", "messages", "responses", "generate_content", "models"),
    *("embeddings", "completions", "images", "audio", "moderations"),
)


async def apply(database: Database) -> None:
    with mongo_errors():
        for once_all in _ONCE_ALL:
            await database["api_keys"].update_many(
                {"scope.endpoints": once_all}, {"$set": {"scope.endpoints": list(_ALL)}}
            )
