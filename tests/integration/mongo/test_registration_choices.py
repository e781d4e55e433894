import pytest

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.registration_choices import MongoRegistrationChoices
from tests.contracts.registration_choices import RegistrationChoicesContract


class TestMongoRegistrationChoices(RegistrationChoicesContract):
    @pytest.fixture
    def choices(self, database: Database) -> MongoRegistrationChoices:
        return MongoRegistrationChoices(database)
