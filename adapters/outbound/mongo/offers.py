"""The offer: one document. What is in it is kept as text, since names may have any characters."""

from dataclasses import replace
from typing import Any, Final, final

from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.offers import Offers
from domain.catalog.offer import Offer, OfferedProvider
from domain.errors import Conflict
from domain.json import read, write

_ONE: Final = "offer"
_MEANWHILE: Final = "the models were changed meanwhile"


@final
class MongoOffers(Offers):
    def __init__(self, database: Database) -> None:
        self._collection = database["configuration"]

    @override
    async def current(self) -> Offer:
        with mongo_errors():
            found = await self._collection.find_one({"_id": _ONE})
        return Offer() if found is None else _from_document(found)

    @override
    async def save(self, offer: Offer) -> Offer:
        saved = replace(offer, version=offer.version + 1)
        document = _to_document(saved)
        with mongo_errors(taken=_MEANWHILE):
            if not offer.version:
                await self._collection.insert_one({"_id": _ONE, **document})
                return saved
            done = await self._collection.update_one(
                {"_id": _ONE, "version": offer.version}, {"$set": document}
            )
        if not done.matched_count:
            raise Conflict(_MEANWHILE)
        return saved


def _to_document(offer: Offer) -> Document:
    providers = {
        name: {"settings": each.settings, "sealed_key": each.sealed_key}
        for name, each in offer.providers.items()
    }
    text = write(
        {
            "providers": providers,
            "models": offer.models,
            "removed": offer.removed,
            "own_keys": offer.own_keys,
        }
    )
    return {"version": offer.version, "text": text}


def _from_document(document: Document) -> Offer:
    said: Any = read(document["text"])
    return Offer(
        version=document["version"],
        providers={
            name: OfferedProvider(settings=each["settings"], sealed_key=each["sealed_key"])
            for name, each in said["providers"].items()
        },
        models=tuple(said["models"]),
        removed=tuple(said["removed"]),
        own_keys=tuple(said.get("own_keys", ())),
    )
