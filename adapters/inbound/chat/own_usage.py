"""What people used and what they have left. Money is a decimal string of nano-USD."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.inbound.chat.use_cases import Caller, UseCases
from application.own.read_usage import DAYS_MAX
from domain.allowances.claim import Balance, Kind, Standing
from domain.allowances.terms import Window
from domain.transactions.totals import Totals, UserTotals

router = APIRouter(prefix="/api", tags=["usage"])


class TotalsOut(BaseModel):
    requests: int
    errors: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost_nano_usd: str


class UsageRowOut(TotalsOut):
    """A day (UTC) with one model; `key_id` is the key that was used, null in the chat."""

    day: date
    model: str
    key_id: str | None


class UsageOut(BaseModel):
    """Both days are included."""

    first: date
    last: date
    rows: list[UsageRowOut]
    totals: TotalsOut


class BudgetOut(BaseModel):
    """Of the period that is now; neither end is set when it is all time.

    `held_nano_usd` is taken for the worst case of calls under way. Where it is `hard`, calls are
    refused when it is used up.
    """

    window: Window
    zone: str
    hard: bool
    limit_nano_usd: str
    spent_nano_usd: str
    held_nano_usd: str
    starts_at: datetime | None
    ends_at: datetime | None


class LimitOut(BaseModel):
    """`used` in the last sixty seconds, or at this moment when it is `parallel`."""

    kind: Kind
    limit: int
    used: int


class BudgetsOut(BaseModel):
    budgets: list[BudgetOut]
    limits: list[LimitOut]


def _totals(totals: Totals) -> TotalsOut:
    return TotalsOut(
        requests=totals.requests,
        errors=totals.errors,
        input_tokens=totals.input_tokens,
        cached_tokens=totals.cached_tokens,
        output_tokens=totals.output_tokens,
        cost_nano_usd=str(totals.cost),
    )


def _row(row: UserTotals) -> UsageRowOut:
    return UsageRowOut(
        day=row.day, model=row.model, key_id=row.key, **_totals(row.totals).model_dump()
    )


def _budget(balance: Balance) -> BudgetOut:
    fund = balance.fund
    return BudgetOut(
        window=fund.budget.window,
        zone=fund.budget.zone,
        hard=fund.budget.hard,
        limit_nano_usd=str(fund.budget.limit),
        spent_nano_usd=str(balance.spent),
        held_nano_usd=str(balance.held),
        starts_at=fund.starts_at,
        ends_at=fund.ends_at,
    )


def _limit(standing: Standing) -> LimitOut:
    return LimitOut(
        kind=standing.bucket.kind, limit=standing.bucket.limit, used=max(0, standing.used)
    )


@router.get("/usage", operation_id="readUsage")
async def read_usage(
    caller: Caller, use: UseCases, days: Annotated[int, Query(ge=1, le=DAYS_MAX)] = 30
) -> UsageOut:
    """The caller's own, of the last days, today among them."""
    usage = await use.own.read_usage(days=days, by=caller)
    return UsageOut(
        first=usage.first,
        last=usage.last,
        rows=[_row(row) for row in usage.rows],
        totals=_totals(usage.totals),
    )


@router.get("/budgets", operation_id="readBudgets")
async def read_budgets(caller: Caller, use: UseCases) -> BudgetsOut:
    measured = await use.own.read_budgets(by=caller)
    return BudgetsOut(
        budgets=[_budget(each) for each in measured.budgets],
        limits=[_limit(each) for each in measured.limits],
    )
