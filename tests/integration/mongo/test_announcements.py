import pytest

from adapters.outbound.mongo.announcements import MongoAnnouncements
from adapters.outbound.mongo.dismissals import MongoDismissals
from adapters.outbound.mongo.driver import Database
from tests.contracts.announcements import AnnouncementsContract, DismissalsContract


class TestMongoAnnouncements(AnnouncementsContract):
    @pytest.fixture
    def announcements(self, database: Database) -> MongoAnnouncements:
        return MongoAnnouncements(database)


class TestMongoDismissals(DismissalsContract):
    @pytest.fixture
    def dismissals(self, database: Database) -> MongoDismissals:
        return MongoDismissals(database)
