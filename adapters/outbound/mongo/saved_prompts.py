from collections.abc import Iterable, Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.mongo.documents import VersionedRows
from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.failures import mongo_errors
from application.ports.saved_prompts import SavedPrompts
from domain.ids import SavedPromptId, TeamId, UserId
from domain.library.saved_prompt import SavedPrompt


@final
class MongoSavedPrompts(SavedPrompts):
    def __init__(self, database: Database) -> None:
        self._rows = VersionedRows(database["saved_prompts"], SavedPrompt, noun="prompt")

    @override
    async def add(self, prompt: SavedPrompt) -> SavedPrompt:
        return await self._rows.add(prompt)

    @override
    async def get(self, id: SavedPromptId, *, owner: UserId) -> SavedPrompt:
        return await self._rows.get(id, owner=owner)

    @override
    async def save(self, prompt: SavedPrompt) -> SavedPrompt:
        return await self._rows.save(prompt)

    @override
    async def of(self, owner: UserId) -> Sequence[SavedPrompt]:
        with mongo_errors():
            found = await self._rows.collection.find({"owner": {"$eq": owner}}).to_list(None)
        return _by_name(self._rows.from_document(each) for each in found)

    @override
    async def shared_with(self, teams: Sequence[TeamId]) -> Sequence[SavedPrompt]:
        prompts: dict[str, SavedPrompt] = {}
        for team in teams:
            with mongo_errors():
                shared = self._rows.collection.find({"draft.teams": {"$eq": team}})
                found = await shared.to_list(None)
            prompts |= {each.id: each for each in map(self._rows.from_document, found)}
        return _by_name(prompts.values())

    @override
    async def delete(self, id: SavedPromptId, *, owner: UserId) -> None:
        with mongo_errors():
            await self._rows.collection.delete_one({"_id": id, "owner": {"$eq": owner}})


def _by_name(prompts: Iterable[SavedPrompt]) -> Sequence[SavedPrompt]:
    return sorted(prompts, key=lambda each: (each.draft.name.casefold(), each.id))
