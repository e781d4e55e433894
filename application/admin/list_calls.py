from dataclasses import dataclass

from application.admin.describe_calls import DescribeCalls, DescribedCall
from application.admin.permissions import Principal, authorise
from application.ports.call_log import CallLog
from domain.paging import Page
from domain.transactions.call_filter import CallFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCalls:
    """The calls in the books that fit a filter, newest first."""

    log: CallLog
    describe_calls: DescribeCalls

    async def __call__(
        self, wanted: CallFilter, *, cursor: str | None, limit: int, by: Principal
    ) -> Page[DescribedCall]:
        authorise(by, "look")
        page = await self.log.find(wanted, cursor=cursor, limit=limit)
        described = await self.describe_calls(page.items)
        return Page(items=tuple(described), next_cursor=page.next_cursor)
