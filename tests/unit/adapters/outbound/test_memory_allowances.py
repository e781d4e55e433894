import pytest

from adapters.outbound.memory.allowances import MemoryAllowances
from tests.clock import FakeClock
from tests.contracts.allowances import AllowancesContract, StandingsContract


class TestMemoryAllowances(AllowancesContract):
    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock()

    @pytest.fixture
    def allowances(self, clock: FakeClock) -> MemoryAllowances:
        return MemoryAllowances(clock=clock)


class TestMemoryStandings(StandingsContract):
    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock()

    @pytest.fixture
    def allowances(self, clock: FakeClock) -> MemoryAllowances:
        return MemoryAllowances(clock=clock)

    @pytest.fixture
    def standings(self, allowances: MemoryAllowances) -> MemoryAllowances:
        return allowances
