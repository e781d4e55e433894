import pytest

from adapters.outbound.memory.registration_choices import MemoryRegistrationChoices
from tests.contracts.registration_choices import RegistrationChoicesContract


class TestMemoryRegistrationChoices(RegistrationChoicesContract):
    @pytest.fixture
    def choices(self) -> MemoryRegistrationChoices:
        return MemoryRegistrationChoices()
