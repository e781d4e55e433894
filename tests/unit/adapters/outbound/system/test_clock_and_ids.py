from collections.abc import Callable
from datetime import datetime

import pytest

from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.system.ids import new_id, new_secret
from tests.clock import FakeClock
from tests.contracts.system import (
    ClockContract,
    NewIdContract,
    NewSecretContract,
    StopwatchContract,
)


class TestSystemClock(ClockContract):
    @pytest.fixture
    def clock(self) -> Callable[[], datetime]:
        return utc_now


class TestFakeClock(ClockContract):
    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock()


class TestSystemStopwatch(StopwatchContract):
    @pytest.fixture
    def stopwatch(self) -> Callable[[], float]:
        return monotonic_s


class TestSystemIds(NewIdContract):
    @pytest.fixture
    def new_id(self) -> Callable[[], str]:
        return new_id


class TestSystemSecrets(NewSecretContract):
    @pytest.fixture
    def new_secret(self) -> Callable[[], str]:
        return new_secret
