"""What every store of second factors must do."""

from dataclasses import replace

import pytest

from application.ports.second_factors import SecondFactors
from domain.accounts.second_factor import SecondFactor
from domain.errors import Conflict
from tests.builders import NOON
from tests.contracts.races import winners


def a_factor(account: str = "ada") -> SecondFactor:
    return SecondFactor(id=account, sealed_secret="sealed", created_at=NOON)


class SecondFactorsContract:
    async def test_one_comes_back_as_saved(self, factors: SecondFactors) -> None:
        added = await factors.add(a_factor())

        saved = await factors.save(added.confirm(["one", "two"], at=NOON).tried(at=NOON))

        assert saved.version == 2
        assert await factors.of("ada") == saved
        assert await factors.of("eve") is None

    async def test_an_account_has_one(self, factors: SecondFactors) -> None:
        await factors.add(a_factor())

        with pytest.raises(Conflict):
            await factors.add(a_factor())

    async def test_of_many_saves_at_once_one_wins(self, factors: SecondFactors) -> None:
        factor = await factors.add(a_factor())

        assert await winners(lambda n: factors.save(replace(factor, last_step=n))) == 1

    async def test_a_removed_one_is_gone(self, factors: SecondFactors) -> None:
        await factors.add(a_factor())

        await factors.remove("ada")
        await factors.remove("ada")

        assert await factors.of("ada") is None
