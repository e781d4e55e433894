from collections.abc import Collection
from typing import final

from typing_extensions import override

from application.ports.announcements import MARKS_MAX, Dismissals
from domain.ids import UserId


@final
class MemoryDismissals(Dismissals):
    def __init__(self) -> None:
        self._marks: dict[UserId, list[str]] = {}

    @override
    async def of(self, user: UserId) -> Collection[str]:
        return tuple(self._marks.get(user, ()))

    @override
    async def add(self, user: UserId, mark: str) -> None:
        others = [each for each in self._marks.get(user, ()) if each != mark]
        self._marks[user] = [*others, mark][-MARKS_MAX:]
