"""What was used, what it cost, and the calls themselves. Money is a decimal string of nano-USD."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.inbound.admin.call_view import CallOut, call_out
from adapters.inbound.admin.people import Limit
from adapters.inbound.admin.use_cases import Caller, UseCases
from domain.transactions.totals import Totals

router = APIRouter(prefix="/admin/api", tags=["usage"])


class TotalsOut(BaseModel):
    requests: int
    errors: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_nano_usd: str


class DayOut(TotalsOut):
    day: date
    model: str
    provider: str


class UsageOut(BaseModel):
    rows: list[DayOut]
    totals: TotalsOut


class TodayOut(BaseModel):
    requests: int
    errors: int
    input_tokens: int
    output_tokens: int
    cost_nano_usd: str
    active_users: int


class HourOut(BaseModel):
    hour: datetime
    requests: int
    errors: int
    tokens: int
    cost_nano_usd: str


class OverviewOut(BaseModel):
    today: TodayOut
    hours: list[HourOut]


class CallsOut(BaseModel):
    items: list[CallOut]


def _totals(totals: Totals) -> TotalsOut:
    return TotalsOut(
        requests=totals.requests,
        errors=totals.errors,
        input_tokens=totals.input_tokens,
        cached_tokens=totals.cached_tokens,
        output_tokens=totals.output_tokens,
        cost_nano_usd=str(totals.cost),
    )


@router.get("/usage", operation_id="readUsage")
async def read_usage(
    caller: Caller,
    use: UseCases,
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")],
) -> UsageOut:
    usage = await use.usage_by_day(first, last, by=caller)
    rows = [
        DayOut(
            day=row.day,
            model=row.model,
            provider=row.provider,
            **_totals(row.totals).model_dump(),
        )
        for row in usage.rows
    ]
    return UsageOut(rows=rows, totals=_totals(usage.totals))


@router.get("/overview", operation_id="readOverview")
async def read_overview(caller: Caller, use: UseCases) -> OverviewOut:
    summary = await use.overview(by=caller)
    today = summary.today
    return OverviewOut(
        today=TodayOut(
            requests=today.requests,
            errors=today.errors,
            input_tokens=today.input_tokens,
            output_tokens=today.output_tokens,
            cost_nano_usd=str(today.cost),
            active_users=summary.active_users,
        ),
        hours=[
            HourOut(
                hour=row.hour,
                requests=row.totals.requests,
                errors=row.totals.errors,
                tokens=row.totals.input_tokens + row.totals.output_tokens,
                cost_nano_usd=str(row.totals.cost),
            )
            for row in summary.hours
        ],
    )


@router.get("/calls", operation_id="listCalls")
async def list_calls(caller: Caller, use: UseCases, limit: Limit = 50) -> CallsOut:
    calls = await use.latest_calls(limit=limit, by=caller)
    return CallsOut(items=[call_out(call) for call in calls])
