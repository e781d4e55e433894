"""What every store of identities must do. Subclass and give it the fixture it names."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.identities import Identities
from domain.accounts.identity import Identity
from domain.errors import Conflict
from domain.ids import UserId
from tests.builders import ADA, EVE, NOON
from tests.contracts.races import MANY


def an_identity(id: str = "i1", *, user: UserId = ADA) -> Identity:
    return Identity(id=id, user=user, provider="first", email="ada@example.com", linked_at=NOON)


class IdentitiesContract:
    async def test_one_is_found_as_it_was_added(self, identities: Identities) -> None:
        await identities.add(an_identity())

        assert await identities.find("i1") == an_identity()
        assert await identities.find("i2") is None

    async def test_it_leads_to_one_account_however_many_add_it_at_once(
        self, identities: Identities
    ) -> None:
        adding = [identities.add(an_identity(user=UserId(f"u{n}"))) for n in range(MANY)]

        outcomes = await asyncio.gather(*adding, return_exceptions=True)

        assert sum(each is None for each in outcomes) == 1
        assert sum(isinstance(each, Conflict) for each in outcomes) == MANY - 1

    async def test_those_of_an_account_come_oldest_first(self, identities: Identities) -> None:
        older = replace(an_identity("i2"), linked_at=NOON - timedelta(days=1))
        await identities.add(an_identity())
        await identities.add(older)
        await identities.add(an_identity("i3", user=EVE))

        assert list(await identities.of(ADA)) == [older, an_identity()]

    async def test_nobody_else_takes_it_away(self, identities: Identities) -> None:
        await identities.add(an_identity())

        await identities.remove("i1", user=EVE)
        kept = await identities.find("i1")
        await identities.remove("i1", user=ADA)
        await identities.remove("i1", user=ADA)

        assert kept == an_identity()
        assert await identities.find("i1") is None
        await identities.add(an_identity(user=EVE))
        with pytest.raises(Conflict, match="already"):
            await identities.add(an_identity())
