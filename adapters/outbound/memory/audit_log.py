from collections.abc import AsyncIterator
from typing import final

from typing_extensions import override

from application.ports.audit_log import AuditLog
from domain.audit.act_filter import ActFilter
from domain.audit.entry import Act, Entry
from domain.errors import Invalid
from domain.paging import LIMIT_MAX, Page


@final
class MemoryAuditLog(AuditLog):
    def __init__(self) -> None:
        self._entries: list[Entry] = []

    @override
    async def append(self, act: Act) -> Entry:
        entry = Entry.after(await self.head(), act)
        self._entries.append(entry)
        return entry

    @override
    async def head(self) -> Entry | None:
        return self._entries[-1] if self._entries else None

    @override
    async def find(self, wanted: ActFilter, *, cursor: str | None, limit: int) -> Page[Entry]:
        numbers = {str(each.number) for each in self._entries}
        if cursor is not None and cursor not in numbers:
            raise Invalid("this cursor came from no page")
        size = min(max(limit, 1), LIMIT_MAX)
        before = len(self._entries) + 1 if cursor is None else int(cursor)
        found = [
            each
            for each in reversed(self._entries)
            if each.number < before and wanted.fits(each.act)
        ]
        shown = tuple(found[:size])
        more = len(found) > size
        return Page(items=shown, next_cursor=str(shown[-1].number) if more else None)

    @override
    async def entries(self) -> AsyncIterator[Entry]:
        for each in tuple(self._entries):
            yield each
