import pytest

from adapters.outbound.memory.alert_rules import MemoryAlertRules
from adapters.outbound.memory.alerts import MemoryAlerts
from adapters.outbound.memory.minute_counts import MemoryMinuteCounts
from adapters.outbound.memory.pulses import MemoryPulses
from adapters.outbound.memory.webhooks import MemoryWebhooks
from tests.clock import FakeClock
from tests.contracts.alerts import (
    AlertRulesContract,
    AlertsContract,
    MinuteCountsContract,
    PulsesContract,
    WebhooksContract,
)


class TestMemoryAlertRules(AlertRulesContract):
    @pytest.fixture
    def rules(self) -> MemoryAlertRules:
        return MemoryAlertRules()


class TestMemoryAlerts(AlertsContract):
    @pytest.fixture
    def alerts(self) -> MemoryAlerts:
        return MemoryAlerts()


class TestMemoryWebhooks(WebhooksContract):
    @pytest.fixture
    def webhooks(self) -> MemoryWebhooks:
        return MemoryWebhooks()


class TestMemoryMinuteCounts(MinuteCountsContract):
    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock()

    @pytest.fixture
    def counts(self, clock: FakeClock) -> MemoryMinuteCounts:
        return MemoryMinuteCounts(clock=clock)


class TestMemoryPulses(PulsesContract):
    @pytest.fixture
    def pulses(self) -> MemoryPulses:
        return MemoryPulses()
