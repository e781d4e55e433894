import asyncio
from dataclasses import dataclass, field

import pytest

from adapters.outbound.memory.changes import MemoryChanges
from adapters.outbound.memory.offers import MemoryOffers
from application.admin.change_offer import OFFER_CHANGED
from application.follow_offer import FollowOffer
from application.ports.changes import Change
from domain.catalog.offer import Offer
from domain.errors import Invalid

NEVER_S = 3_600.0


@dataclass
class Instance:
    """Serves what it can: nothing that removes `impossible`."""

    served: list[Offer] = field(default_factory=list[Offer])
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def serve(self, offer: Offer) -> None:
        if "impossible" in offer.removed:
            raise Invalid("impossible")
        self.served.append(offer)
        self.news.set()

    async def next(self) -> Offer:
        await asyncio.wait_for(self.news.wait(), 2)
        self.news.clear()
        return self.served[-1]


async def test_what_was_changed_before_is_served_from_the_start() -> None:
    offers, instance = MemoryOffers(), Instance()
    offer = await offers.save(Offer(removed=("m",)))

    async with FollowOffer(
        offers=offers, changes=MemoryChanges(), serve=instance.serve, look_every_s=NEVER_S
    ).running():
        assert instance.served == [offer]


async def test_while_nobody_changed_anything_nothing_else_is_served() -> None:
    instance = Instance()

    async with FollowOffer(
        offers=MemoryOffers(), changes=MemoryChanges(), serve=instance.serve, look_every_s=NEVER_S
    ).running():
        assert instance.served == []


async def test_every_instance_that_is_told_serves_a_change_at_once() -> None:
    offers, changes, instances = MemoryOffers(), MemoryChanges(), (Instance(), Instance())
    first, second = (
        FollowOffer(offers=offers, changes=changes, serve=each.serve, look_every_s=NEVER_S)
        for each in instances
    )
    async with first.running(), second.running():
        await asyncio.sleep(0)
        offer = await offers.save(Offer(removed=("m",)))

        await changes.tell(Change(subject="key:k1"))
        await changes.tell(OFFER_CHANGED)

        assert [await each.next() for each in instances] == [offer, offer]


async def test_one_that_is_not_told_looks_for_itself() -> None:
    offers, instance = MemoryOffers(), Instance()
    following = FollowOffer(
        offers=offers, changes=MemoryChanges(), serve=instance.serve, look_every_s=0.001
    )
    async with following.running():
        offer = await offers.save(Offer(removed=("m",)))

        assert await instance.next() == offer


async def test_one_that_makes_no_sense_is_not_served_and_the_next_is() -> None:
    offers, instance = MemoryOffers(), Instance()
    following = FollowOffer(offers=offers, changes=MemoryChanges(), serve=instance.serve)
    await offers.save(Offer(removed=("impossible",)))

    await following.look()
    assert instance.served == []
    offer = await offers.save(Offer(version=1))
    await following.look()
    await following.look()

    assert instance.served == [offer]


@pytest.mark.parametrize("version", [1, 2])
async def test_a_version_is_served_once(version: int) -> None:
    offers, instance = MemoryOffers(), Instance()
    following = FollowOffer(offers=offers, changes=MemoryChanges(), serve=instance.serve)

    for number in range(version):
        await offers.save(Offer(version=number))
        await following.look()
        await following.look()

    assert [each.version for each in instance.served] == [*range(1, version + 1)]
