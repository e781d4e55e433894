from collections.abc import Sequence
from typing import final

from typing_extensions import override

from application.ports.retention_choices import RetentionChoices
from domain.conversations.retention import RetentionChoice
from domain.ids import UserId


@final
class MemoryRetentionChoices(RetentionChoices):
    def __init__(self) -> None:
        self._days: dict[UserId, int] = {}

    @override
    async def of(self, owner: UserId) -> int | None:
        return self._days.get(owner)

    @override
    async def choose(self, owner: UserId, days: int | None) -> None:
        if days is None:
            self._days.pop(owner, None)
        else:
            self._days[owner] = days

    @override
    async def all(self) -> Sequence[RetentionChoice]:
        return [RetentionChoice(owner=owner, days=days) for owner, days in self._days.items()]
