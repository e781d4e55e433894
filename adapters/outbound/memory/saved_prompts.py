from collections.abc import Sequence
from typing import final

from typing_extensions import override

from adapters.outbound.memory.rows import VersionedRows
from application.ports.saved_prompts import SavedPrompts
from domain.errors import NotFound
from domain.ids import SavedPromptId, TeamId, UserId
from domain.library.saved_prompt import SavedPrompt


@final
class MemorySavedPrompts(SavedPrompts):
    def __init__(self) -> None:
        self._rows: VersionedRows[SavedPrompt] = VersionedRows(noun="prompt")

    @override
    async def add(self, prompt: SavedPrompt) -> SavedPrompt:
        return self._rows.add(prompt)

    @override
    async def get(self, id: SavedPromptId, *, owner: UserId) -> SavedPrompt:
        prompt = self._rows.get(id)
        if prompt.owner != owner:
            raise NotFound(f"no prompt {id!r}")
        return prompt

    @override
    async def save(self, prompt: SavedPrompt) -> SavedPrompt:
        return self._rows.save(prompt)

    @override
    async def of(self, owner: UserId) -> Sequence[SavedPrompt]:
        return sorted((each for each in self._rows.all() if each.owner == owner), key=_by_name)

    @override
    async def shared_with(self, teams: Sequence[TeamId]) -> Sequence[SavedPrompt]:
        found = (each for each in self._rows.all() if set(teams) & set(each.draft.teams))
        return sorted(found, key=_by_name)

    @override
    async def delete(self, id: SavedPromptId, *, owner: UserId) -> None:
        if any(each.id == id and each.owner == owner for each in self._rows.all()):
            self._rows.remove(id)


def _by_name(prompt: SavedPrompt) -> tuple[str, str]:
    return prompt.draft.name.casefold(), prompt.id
