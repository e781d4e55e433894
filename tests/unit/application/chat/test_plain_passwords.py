import pytest

from tests.contracts.system import PasswordsContract
from tests.unit.application.chat.scripted_model import PlainPasswords


class TestPlainPasswords(PasswordsContract):
    """The stand-in of the unit tests keeps the contract, but for its speed."""

    @pytest.fixture
    def passwords(self) -> PlainPasswords:
        return PlainPasswords()
