from dataclasses import replace
from typing import final

from typing_extensions import override

from application.ports.offers import Offers
from domain.catalog.offer import Offer
from domain.errors import Conflict


@final
class MemoryOffers(Offers):
    def __init__(self) -> None:
        self._offer = Offer()

    @override
    async def current(self) -> Offer:
        return self._offer

    @override
    async def save(self, offer: Offer) -> Offer:
        if offer.version != self._offer.version:
            raise Conflict("the models were changed meanwhile")
        self._offer = replace(offer, version=offer.version + 1)
        return self._offer
