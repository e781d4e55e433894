import pytest

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.tickets import MongoTickets
from tests.contracts.tickets import TicketsContract


class TestMongoTickets(TicketsContract):
    @pytest.fixture
    def tickets(self, database: Database) -> MongoTickets:
        return MongoTickets(database)
