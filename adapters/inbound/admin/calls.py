"""The calls themselves, page by page, and the story of one."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from adapters.inbound.admin.call_view import CallOut, CallStoryOut, call_out, story_out
from adapters.inbound.admin.use_cases import Caller, UseCases
from domain.ids import KeyId, RequestId, TeamId, UserId
from domain.paging import LIMIT_MAX
from domain.transactions.call_filter import CallFilter
from domain.transactions.transaction import Outcome, Source

router = APIRouter(prefix="/admin/api/calls", tags=["calls"])

Id = Annotated[str | None, Field(max_length=64)]
Name = Annotated[str | None, Field(max_length=200)]


class WantedCalls(BaseModel):
    """A filter, and a page of what fits it. `until` is the first moment that is not wanted."""

    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    model: Name = None
    provider: Name = None
    user: Id = None
    team: Id = None
    key: Id = None
    outcome: Outcome | None = None
    source: Source | None = None
    streamed: bool | None = None
    client: Name = None
    cursor: str | None = Field(default=None, max_length=500)
    limit: int = Field(default=50, ge=1, le=LIMIT_MAX)

    def filter(self) -> CallFilter:
        """Raises `Invalid`."""
        return CallFilter(
            since=self.since,
            until=self.until,
            model=self.model,
            provider=self.provider,
            user=None if self.user is None else UserId(self.user),
            team=None if self.team is None else TeamId(self.team),
            key=None if self.key is None else KeyId(self.key),
            outcome=self.outcome,
            source=self.source,
            streamed=self.streamed,
            client=self.client,
        )


class CallsOut(BaseModel):
    items: list[CallOut]
    next_cursor: str | None


@router.get("", operation_id="listCalls")
async def list_calls(
    caller: Caller, use: UseCases, wanted: Annotated[WantedCalls, Query()]
) -> CallsOut:
    page = await use.list_calls(
        wanted.filter(), cursor=wanted.cursor, limit=wanted.limit, by=caller
    )
    return CallsOut(items=[call_out(call) for call in page.items], next_cursor=page.next_cursor)


@router.get("/{call_id}", operation_id="readCall")
async def read_call(call_id: str, caller: Caller, use: UseCases) -> CallStoryOut:
    return story_out(await use.read_call(RequestId(call_id), by=caller))
