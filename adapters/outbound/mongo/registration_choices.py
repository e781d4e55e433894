from dataclasses import replace
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.registration_choices import RegistrationChoices
from domain.accounts.registration import RegistrationChoice
from domain.errors import Conflict

_ONE: Final = "registration"
_MEANWHILE: Final = "who may register was changed meanwhile"
_CHOICE: Final = TypeAdapter(RegistrationChoice)


@final
class MongoRegistrationChoices(RegistrationChoices):
    """One document, which is not there while the settings hold."""

    def __init__(self, database: Database) -> None:
        self._collection = database["configuration"]

    @override
    async def current(self) -> RegistrationChoice | None:
        with mongo_errors():
            found = await self._collection.find_one({"_id": _ONE})
        if found is None:
            return None
        del found["_id"]
        return _CHOICE.validate_python(found)

    @override
    async def save(self, choice: RegistrationChoice) -> RegistrationChoice:
        saved = replace(choice, version=choice.version + 1)
        document: Document = _CHOICE.dump_python(saved)
        with mongo_errors(taken=_MEANWHILE):
            if not choice.version:
                await self._collection.insert_one({"_id": _ONE, **document})
                return saved
            done = await self._collection.update_one(
                {"_id": _ONE, "version": choice.version}, {"$set": document}
            )
        if not done.matched_count:
            raise Conflict(_MEANWHILE)
        return saved

    @override
    async def forget(self) -> None:
        with mongo_errors():
            await self._collection.delete_one({"_id": {"$eq": _ONE}})
