import pytest

from adapters.outbound.mongo.alert_rules import MongoAlertRules
from adapters.outbound.mongo.alerts import MongoAlerts
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.webhooks import MongoWebhooks
from tests.contracts.alerts import AlertRulesContract, AlertsContract, WebhooksContract


class TestMongoAlertRules(AlertRulesContract):
    @pytest.fixture
    def rules(self, database: Database) -> MongoAlertRules:
        return MongoAlertRules(database)


class TestMongoAlerts(AlertsContract):
    @pytest.fixture
    def alerts(self, database: Database) -> MongoAlerts:
        return MongoAlerts(database)


class TestMongoWebhooks(WebhooksContract):
    @pytest.fixture
    def webhooks(self, database: Database) -> MongoWebhooks:
        return MongoWebhooks(database)
