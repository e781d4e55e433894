import pytest

from adapters.outbound.memory.second_factors import MemorySecondFactors
from tests.contracts.second_factors import SecondFactorsContract


class TestMemorySecondFactors(SecondFactorsContract):
    @pytest.fixture
    def factors(self) -> MemorySecondFactors:
        return MemorySecondFactors()
