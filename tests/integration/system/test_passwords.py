"""Real hashes are slow on purpose, so they are not among the unit tests."""

import asyncio

import pytest

from adapters.outbound.system.passwords import Argon2Passwords
from domain.errors import RateLimited
from tests.contracts.system import PasswordsContract


class TestArgon2Passwords(PasswordsContract):
    @pytest.fixture
    def passwords(self) -> Argon2Passwords:
        return Argon2Passwords()


async def test_a_hash_is_argon2id_with_the_parameters_asked_for() -> None:
    kept = await Argon2Passwords().hash("correct horse")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_the_same_password_has_another_hash_each_time() -> None:
    passwords = Argon2Passwords()

    assert await passwords.hash("correct horse") != await passwords.hash("correct horse")


async def test_whoever_comes_when_too_many_wait_is_told_to_come_back() -> None:
    passwords = Argon2Passwords(waiting_max=1)

    outcomes = await asyncio.gather(
        *(passwords.hash("correct horse") for _ in range(5)), return_exceptions=True
    )

    turned_away = [each for each in outcomes if isinstance(each, RateLimited)]
    assert len(turned_away) == 2
    assert {each.retry_after_s for each in turned_away} == {2}
    assert await passwords.matches("correct horse", str(outcomes[0]))
