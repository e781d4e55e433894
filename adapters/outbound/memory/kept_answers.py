from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import final

from typing_extensions import override

from application.ports.kept_answers import KeptAnswers
from domain.answers.kept_answer import KeptAnswer, NoSuchAnswer
from domain.errors import Conflict
from domain.ids import AnswerId
from domain.json import JsonObject


@final
class MemoryKeptAnswers(KeptAnswers):
    def __init__(self) -> None:
        self._by_id: dict[AnswerId, KeptAnswer] = {}

    @override
    async def add(self, answer: KeptAnswer) -> None:
        if answer.id in self._by_id:
            raise Conflict(f"answer {answer.id!r} is there already")
        self._by_id[answer.id] = answer

    @override
    async def get(self, id: AnswerId, *, owner: str) -> KeptAnswer:
        found = self._by_id.get(id)
        if found is None or found.owner != owner:
            raise NoSuchAnswer(f"there is no answer {id!r}")
        return found

    @override
    async def items(self, ids: Sequence[str], *, owner: str) -> Mapping[str, JsonObject]:
        found: dict[str, JsonObject] = {}
        for answer in sorted(self._by_id.values(), key=lambda each: each.at):
            if answer.owner == owner:
                named = answer.items_by_id
                found |= {each: named[each] for each in ids if each in named}
        return found

    @override
    async def change(self, answer: KeptAnswer) -> None:
        await self.get(answer.id, owner=answer.owner)
        self._by_id[answer.id] = answer

    @override
    async def forget(self, id: AnswerId, *, owner: str) -> None:
        await self.get(id, owner=owner)
        del self._by_id[id]

    @override
    async def forget_before(self, moment: datetime, *, owner: str) -> None:
        kept = (a for a in self._by_id.values() if a.owner != owner or a.at >= moment)
        self._by_id = {answer.id: answer for answer in kept}
