import pytest

from adapters.outbound.memory.provider_keys import MemoryProviderKeys
from tests.contracts.provider_keys import ProviderKeysContract


class TestMemoryProviderKeys(ProviderKeysContract):
    @pytest.fixture
    def provider_keys(self) -> MemoryProviderKeys:
        return MemoryProviderKeys()
