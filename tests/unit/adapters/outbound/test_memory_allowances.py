import pytest

from adapters.outbound.memory.allowances import MemoryAllowances
from tests.clock import FakeClock
from tests.contracts.allowances import AllowancesContract


class TestMemoryAllowances(AllowancesContract):
    @pytest.fixture
    def clock(self) -> FakeClock:
        return FakeClock()

    @pytest.fixture
    def allowances(self, clock: FakeClock) -> MemoryAllowances:
        return MemoryAllowances(clock=clock)
