from dataclasses import replace

import pytest

from adapters.outbound.mongo.api_keys import MongoApiKeys
from adapters.outbound.mongo.driver import Database, connect
from adapters.outbound.mongo.health import MongoHealth
from adapters.outbound.mongo.migrations.runner import migrate
from adapters.outbound.mongo.preparation import check, prepare
from domain.accounts.access import Scope
from domain.errors import Conflict
from domain.ids import KeyId
from tests.builders import a_key


async def test_mongodb_says_how_it_is_or_that_it_is_away(database: Database) -> None:
    embedded = await MongoHealth(database, measure=lambda: 7).look()
    own = await MongoHealth(database, measure=None).look()
    connection = connect("mongodb://127.0.0.1:9/x", driver="pymongo", answer_s=0.2)
    away = await MongoHealth(connection.database("x"), measure=None).look()
    await connection.close()

    assert (embedded.version or "").startswith("MongoDB ")
    assert (embedded.size, embedded.is_embedded, embedded.problem) == (7, True, None)
    assert (own.size is not None, own.is_embedded) == (True, False)
    assert (away.version, away.size) == (None, None)
    assert (away.problem or "").startswith("MongoDB is away")


async def at_the_first_version(database: Database) -> None:
    await database["schema"].delete_many({})


async def test_preparing_twice_changes_nothing(database: Database) -> None:
    await prepare(database)

    await check(database)


async def test_migrations_run_once_and_in_order(database: Database) -> None:
    await at_the_first_version(database)
    ran: list[int] = []

    async def first(_: Database) -> None:
        ran.append(1)

    async def second(_: Database) -> None:
        ran.append(2)

    assert await migrate(database, [first]) == 1
    assert await migrate(database, [first, second]) == 2
    assert await migrate(database, [first, second]) == 2
    assert ran == [1, 2]


async def test_data_of_a_newer_program_is_left_alone(database: Database) -> None:
    async def step(_: Database) -> None:
        return

    await at_the_first_version(database)
    await migrate(database, [step])

    with pytest.raises(Conflict, match="the data is at version 1, this program knows 0"):
        await migrate(database, [])


async def test_keys_for_all_that_there_was_are_for_all_that_there_is(database: Database) -> None:
    once_all = Scope(endpoints=("chat_completions", "messages", "responses", "models"))
    chosen = Scope(endpoints=("chat_completions", "messages"))
    keys = MongoApiKeys(database)
    await keys.add(replace(a_key("old"), scope=once_all))
    await keys.add(replace(a_key("narrow"), scope=chosen))
    await keys.add(a_key("new"))
    await at_the_first_version(database)

    await prepare(database)

    assert (await keys.get(KeyId("old"))).scope == Scope()
    assert (await keys.get(KeyId("narrow"))).scope == chosen
    assert (await keys.get(KeyId("new"))).scope == Scope()
