import pytest

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.provider_keys import MongoProviderKeys
from tests.contracts.provider_keys import ProviderKeysContract


class TestMongoProviderKeys(ProviderKeysContract):
    @pytest.fixture
    def provider_keys(self, database: Database) -> MongoProviderKeys:
        return MongoProviderKeys(database)
