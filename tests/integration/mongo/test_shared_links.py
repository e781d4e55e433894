import pytest

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.shared_links import MongoSharedLinks
from tests.contracts.shared_links import SharedLinksContract


class TestMongoSharedLinks(SharedLinksContract):
    @pytest.fixture
    def links(self, database: Database) -> MongoSharedLinks:
        return MongoSharedLinks(database)
