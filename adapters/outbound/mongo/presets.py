from collections.abc import Sequence
from typing import Final, final

from pydantic import TypeAdapter
from typing_extensions import override

from adapters.outbound.mongo.driver import Database, Document
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.presets import Presets
from domain.ids import PresetId, UserId
from domain.library.preset import Preset

_PRESET: Final = TypeAdapter(Preset)


@final
class MongoPresets(Presets):
    def __init__(self, database: Database) -> None:
        self._presets = database["presets"]

    @override
    async def put(self, preset: Preset) -> None:
        document: Document = _PRESET.dump_python(preset)
        name = document.pop("id")
        with mongo_errors():
            await self._presets.update_one({"_id": name}, {"$set": document}, upsert=True)

    @override
    async def of(self, owner: UserId) -> Sequence[Preset]:
        with mongo_errors():
            found = await self._presets.find({"owner": {"$eq": owner}}).to_list(None)
        presets = [_PRESET.validate_python({"id": each.pop("_id"), **each}) for each in found]
        return sorted(presets, key=lambda each: (each.name.casefold(), each.id))

    @override
    async def delete(self, id: PresetId, *, owner: UserId) -> None:
        with mongo_errors():
            await self._presets.delete_one({"_id": id, "owner": {"$eq": owner}})
