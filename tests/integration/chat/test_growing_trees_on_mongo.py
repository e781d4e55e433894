"""Random acts on message trees, as in memory, on the embedded MongoDB."""

import secrets

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from typing_extensions import override

from adapters.outbound.mongo.conversations import MongoConversations
from adapters.outbound.mongo.driver import connect
from adapters.outbound.mongo.messages import MongoMessages
from adapters.outbound.mongo.preparation import prepare
from tests.growing_trees import GrowingTree
from tests.unit.application.chat.chat_house import House

pytestmark = pytest.mark.enable_socket


def acts(mongo_url: str, *, rounds: int, steps: int) -> None:
    class OnMongo(GrowingTree):
        @override
        def house(self) -> House:
            self.mongo = connect(mongo_url, driver="pymongo")
            self.name = f"trees_{secrets.token_hex(4)}"
            database = self.mongo.database(self.name)
            self.runner.run(prepare(database))
            return House(
                conversations=MongoConversations(database), messages=MongoMessages(database)
            )

        @override
        def teardown(self) -> None:
            self.runner.run(self.mongo.client.drop_database(self.name))
            self.runner.run(self.mongo.close())
            super().teardown()

    run_state_machine_as_test(
        OnMongo, settings=settings(max_examples=rounds, stateful_step_count=steps)
    )


def test_a_hundred_acts_leave_no_orphan(mongo_url: str) -> None:
    acts(mongo_url, rounds=2, steps=50)


@pytest.mark.long
def test_ten_thousand_acts_leave_no_orphan(mongo_url: str) -> None:
    acts(mongo_url, rounds=100, steps=100)
