from collections.abc import Callable
from datetime import datetime

import pytest

from adapters.outbound.system.clock import monotonic_s, utc_now
from adapters.outbound.system.ids import Moments, new_id, new_secret
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


def test_moments_go_on_where_the_clock_stands_still_or_goes_back() -> None:
    moments = Moments(iter([5_000, 5_999, 3_000, 9_000]).__next__)

    assert [moments.next() for _ in range(4)] == [5, 6, 7, 9]
