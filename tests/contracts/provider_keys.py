"""What every store of people's keys at providers must do. Subclass and give it the fixture."""

from dataclasses import replace
from datetime import timedelta

from application.ports.provider_keys import ProviderKeys
from domain.catalog.own_key import ProviderKey, Where
from domain.ids import UserId
from tests.builders import ADA, EVE, NOON


def a_provider_key(provider: str = "openai", *, owner: UserId = ADA) -> ProviderKey:
    return ProviderKey.of(
        "sk-secret-7f3e",
        sealed="c2VhbGVk",
        owner=owner,
        provider=provider,
        where=Where(kind="openai", base_url=None),
        at=NOON,
    )


class ProviderKeysContract:
    async def test_they_come_back_as_stored_by_name(self, provider_keys: ProviderKeys) -> None:
        second = a_provider_key("anthropic")
        await provider_keys.put(a_provider_key())
        await provider_keys.put(second)
        await provider_keys.put(a_provider_key(owner=EVE))

        assert list(await provider_keys.of(ADA)) == [second, a_provider_key()]
        assert list(await provider_keys.of(UserId("nobody"))) == []

    async def test_one_takes_the_place_of_the_one_before(self, provider_keys: ProviderKeys) -> None:
        later = replace(a_provider_key(), sealed="bGF0ZXI=", created_at=NOON + timedelta(days=1))
        await provider_keys.put(a_provider_key())
        await provider_keys.put(later)

        assert list(await provider_keys.of(ADA)) == [later]

    async def test_one_is_taken_away_and_nobody_else_s(self, provider_keys: ProviderKeys) -> None:
        for owner in (ADA, EVE):
            await provider_keys.put(a_provider_key(owner=owner))

        await provider_keys.remove("openai", owner=ADA)
        await provider_keys.remove("openai", owner=ADA)

        assert list(await provider_keys.of(ADA)) == []
        assert list(await provider_keys.of(EVE)) == [a_provider_key(owner=EVE)]
