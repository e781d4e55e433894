"""Random acts on message trees, as in memory, on the embedded MongoDB."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from typing_extensions import override

from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import Connection, connect
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.preparation import prepare
from tests.growing_trees import GrowingTree
from tests.unit.application.chat.chat_house import House

pytestmark = pytest.mark.enable_socket


@asynccontextmanager
async def connected(mongo_url: str) -> AsyncGenerator[Connection]:
    connection = connect(mongo_url, driver="pymongo")
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture
def prepared(mongo_url: str) -> Iterator[str]:
    """One database for all rounds: making it takes longer than a round."""
    name = f"trees_{secrets.token_hex(4)}"

    async def make() -> None:
        async with connected(mongo_url) as connection:
            await prepare(connection.database(name))

    async def drop() -> None:
        async with connected(mongo_url) as connection:
            await connection.client.drop_database(name)

    asyncio.run(make())
    yield name
    asyncio.run(drop())


def acts(mongo_url: str, name: str, *, rounds: int, steps: int) -> None:
    class OnMongo(GrowingTree):
        @override
        def house(self) -> House:
            self.mongo = connect(mongo_url, driver="pymongo")
            self.database = self.mongo.database(name)
            return House(
                conversations=MongoConversations(self.database),
                messages=MongoMessages(self.database),
            )

        @override
        def teardown(self) -> None:
            for each in ("conversations", "messages", "message_trees"):
                self.runner.run(self.database[each].delete_many({}))
            self.runner.run(self.mongo.close())
            super().teardown()

    run_state_machine_as_test(
        OnMongo, settings=settings(max_examples=rounds, stateful_step_count=steps)
    )


def test_a_hundred_acts_leave_no_orphan(mongo_url: str, prepared: str) -> None:
    acts(mongo_url, prepared, rounds=2, steps=50)


@pytest.mark.long
def test_ten_thousand_acts_leave_no_orphan(mongo_url: str, prepared: str) -> None:
    acts(mongo_url, prepared, rounds=100, steps=100)
