import pytest

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.migrations.runner import migrate
from adapters.outbound.mongo.preparation import check, prepare
from domain.errors import Conflict


async def test_preparing_twice_changes_nothing(database: Database) -> None:
    await prepare(database)

    await check(database)


async def test_migrations_run_once_and_in_order(database: Database) -> None:
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

    await migrate(database, [step])

    with pytest.raises(Conflict, match="the data is at version 1, this program knows 0"):
        await migrate(database, [])
