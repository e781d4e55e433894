"""What was used, and what it cost. Money is a decimal string of nano-USD."""

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.inbound.admin.use_cases import Caller, UseCases
from application.admin.figures import Span
from application.admin.overview import AccountShare, Period
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


class PeriodOut(TotalsOut):
    active_users: int


class SlotOut(TotalsOut):
    at: datetime
    model: str


class ActiveUsersOut(BaseModel):
    at: datetime
    users: int


class AccountOut(TotalsOut):
    kind: Literal["user", "team"]
    id: str
    name: str


class OverviewOut(BaseModel):
    """`steps` slots of `step_s` seconds from `since`; the last one is not over yet.

    A slot without calls has no row. `before` is the time of the same length before `since`.
    """

    since: datetime
    step_s: int
    steps: int
    now: PeriodOut
    before: PeriodOut
    slots: list[SlotOut]
    active_users: list[ActiveUsersOut]
    accounts: list[AccountOut]


class _Sums(TypedDict):
    requests: int
    errors: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_nano_usd: str


def _sums(totals: Totals) -> _Sums:
    return {
        "requests": totals.requests,
        "errors": totals.errors,
        "input_tokens": totals.input_tokens,
        "cached_tokens": totals.cached_tokens,
        "output_tokens": totals.output_tokens,
        "cost_nano_usd": str(totals.cost),
    }


def _period(period: Period) -> PeriodOut:
    return PeriodOut(active_users=period.active_users, **_sums(period.totals))


def _account(share: AccountShare) -> AccountOut:
    account = share.account
    return AccountOut(
        kind="user" if account.user else "team",
        id=account.user or account.team or "",
        name=share.name,
        **_sums(share.totals),
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
            **_sums(row.totals),
        )
        for row in usage.rows
    ]
    return UsageOut(rows=rows, totals=TotalsOut(**_sums(usage.totals)))


@router.get("/overview", operation_id="readOverview")
async def read_overview(caller: Caller, use: UseCases, span: Span = "24h") -> OverviewOut:
    summary = await use.overview(span, by=caller)
    window = summary.window
    return OverviewOut(
        since=window.since,
        step_s=int(window.step.total_seconds()),
        steps=window.steps,
        now=_period(summary.now),
        before=_period(summary.before),
        slots=[
            SlotOut(at=slot.at, model=slot.model, **_sums(slot.totals)) for slot in summary.slots
        ],
        active_users=[
            ActiveUsersOut(at=at, users=users) for at, users in summary.active_users.items()
        ],
        accounts=[_account(share) for share in summary.accounts],
    )
