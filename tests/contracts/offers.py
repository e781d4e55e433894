"""What every store of the offer must do."""

import asyncio
from dataclasses import replace

import pytest

from application.ports.offers import Offers
from domain.catalog.offer import Offer, OfferedProvider
from domain.errors import Conflict

OFFER = Offer(
    providers={
        "groq": OfferedProvider(
            settings={"kind": "openai_compatible", "base_url": "https://x.example/v1"},
            sealed_key="sealed",
        ),
        "bare": OfferedProvider(settings={"kind": "openai_compatible"}),
    },
    models=({"name": "m.$x", "provider": "groq", "context_tokens": 2**70, "$set": {"a.b": None}},),
    removed=("old",),
    own_keys=("groq", "gone"),
)


class OffersContract:
    async def test_before_the_first_change_it_holds_nothing(self, offers: Offers) -> None:
        assert await offers.current() == Offer()

    async def test_what_was_saved_is_there_with_its_version(self, offers: Offers) -> None:
        saved = await offers.save(OFFER)

        assert saved == replace(OFFER, version=1)
        assert await offers.current() == saved
        again = await offers.save(replace(saved, removed=()))
        assert await offers.current() == again == replace(OFFER, version=2, removed=())

    @pytest.mark.parametrize("version", [0, 2])
    async def test_what_was_changed_meanwhile_is_not_lost(
        self, offers: Offers, version: int
    ) -> None:
        saved = await offers.save(OFFER)

        with pytest.raises(Conflict, match="meanwhile"):
            await offers.save(Offer(version=version))

        assert await offers.current() == saved

    async def test_of_many_at_once_one_counts(self, offers: Offers) -> None:
        for _ in range(2):
            version = (await offers.current()).version
            done = await asyncio.gather(
                *(offers.save(Offer(version=version, removed=(f"m{n}",))) for n in range(8)),
                return_exceptions=True,
            )

            (saved,) = [each for each in done if isinstance(each, Offer)]
            assert await offers.current() == saved
            assert all(isinstance(each, Offer | Conflict) for each in done)
