"""A process that makes calls without end and books them, until somebody kills it.

It says on its output which calls it let begin and which it has closed, one a line; so others
know what the ledger owes them.
"""

import argparse
import asyncio
import itertools
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from adapters.outbound.files.journal import FileJournal
from adapters.outbound.files.journals import FileJournals
from adapters.outbound.mongo.driver import connect
from adapters.outbound.mongo.transactions import MongoTransactions
from adapters.outbound.mongo.usage_totals import MongoUsageTotals
from adapters.outbound.redis.call_feed import RedisCallFeed
from adapters.outbound.redis.connection import connect as connect_redis
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id
from application.bookkeeping import Bookkeeper
from application.books import Books
from tests.builders import a_transaction

PAUSE_S = 0.002


def say(what: str, name: str) -> None:
    sys.stdout.write(f"{what} {name}\n")
    sys.stdout.flush()


@asynccontextmanager
async def a_bookkeeper(
    home: Path, *, mongo_url: str, database: str, redis_url: str
) -> AsyncGenerator[Bookkeeper]:
    mongo, redis = connect(mongo_url, driver="pymongo"), connect_redis(redis_url)
    found = mongo.database(database)
    try:
        yield Bookkeeper(
            journal=FileJournal(home, writer=new_id(), segment_bytes=4096, in_memory_max=20),
            journals=FileJournals(home),
            books=Books(
                transactions=MongoTransactions(found, clock=utc_now),
                totals=MongoUsageTotals(found),
                feed=RedisCallFeed(redis),
            ),
            claim_every_s=0.2,
        )
    finally:
        await redis.aclose()
        await mongo.close()


async def call_without_end(bookkeeper: Bookkeeper, name: str) -> None:
    for number in itertools.count():
        call = a_transaction(f"{name}-{number}", at=utc_now(), model=f"m{number % 5}")
        bookkeeper.draft(replace(call, outcome="recovered"))
        say("begun", call.id)
        if number % 10:
            bookkeeper.book(call)
            say("closed", call.id)
        await asyncio.sleep(PAUSE_S)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("name", "home", "mongo", "database", "redis"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args()
    home = Path(given.home)
    async with (
        a_bookkeeper(
            home, mongo_url=given.mongo, database=given.database, redis_url=given.redis
        ) as bookkeeper,
        bookkeeper.running(patience_s=0),
    ):
        await asyncio.gather(bookkeeper.run(), call_without_end(bookkeeper, given.name))


if __name__ == "__main__":
    asyncio.run(main())
