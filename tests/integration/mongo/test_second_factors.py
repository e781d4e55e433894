import pytest

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.second_factors import MongoSecondFactors
from tests.contracts.second_factors import SecondFactorsContract


class TestMongoSecondFactors(SecondFactorsContract):
    @pytest.fixture
    def factors(self, database: Database) -> MongoSecondFactors:
        return MongoSecondFactors(database)
