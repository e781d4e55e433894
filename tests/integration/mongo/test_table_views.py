import pytest

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.table_views import MongoTableViews
from tests.contracts.table_views import TableViewsContract


class TestMongoTableViews(TableViewsContract):
    @pytest.fixture
    def views(self, database: Database) -> MongoTableViews:
        return MongoTableViews(database)
