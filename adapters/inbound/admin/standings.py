"""How limits and budgets stand at this moment. Money is a decimal string of nano-USD."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.inbound.admin.use_cases import Caller, UseCases
from application.admin.measure import Measured
from application.admin.set_allowance import Subject
from domain.allowances.claim import Balance, Kind, Standing
from domain.allowances.terms import Window
from domain.paging import LIMIT_MAX

router = APIRouter(prefix="/admin/api", tags=["standings"])


class LimitStandingOut(BaseModel):
    """`used` in the last sixty seconds, or at this moment when it is `parallel`.

    `reset_s` is when all of it is free again.
    """

    kind: Kind
    limit: int
    used: int
    reset_s: float


class BudgetStandingOut(BaseModel):
    """Of the period that is now; neither end is set when it is all time.

    `held_nano_usd` is taken for the worst case of calls under way.
    """

    window: Window
    zone: str
    hard: bool
    limit_nano_usd: str
    spent_nano_usd: str
    held_nano_usd: str
    starts_at: datetime | None
    ends_at: datetime | None


class MeasuredOut(BaseModel):
    limits: list[LimitStandingOut]
    budgets: list[BudgetStandingOut]


class StandingOut(MeasuredOut):
    """What was spent is by the books, in a day and a month of UTC."""

    spent_today_nano_usd: str
    spent_this_month_nano_usd: str


class RankedOut(MeasuredOut):
    """`name` is a user's address; `owner_name` is whose a key is. `fullness` 1 is all used."""

    kind: Subject
    id: str
    name: str
    owner_name: str
    fullness: float


class RankingOut(BaseModel):
    """Whoever has a limit or a budget, the fullest first. `whole` is how many there are in all."""

    items: list[RankedOut]
    next_cursor: str | None
    whole: int


def _limit(standing: Standing) -> LimitStandingOut:
    return LimitStandingOut(
        kind=standing.bucket.kind,
        limit=standing.bucket.limit,
        used=standing.used,
        reset_s=standing.reset_s,
    )


def _budget(balance: Balance) -> BudgetStandingOut:
    fund = balance.fund
    return BudgetStandingOut(
        window=fund.budget.window,
        zone=fund.budget.zone,
        hard=fund.budget.hard,
        limit_nano_usd=str(fund.budget.limit),
        spent_nano_usd=str(balance.spent),
        held_nano_usd=str(balance.held),
        starts_at=fund.starts_at,
        ends_at=fund.ends_at,
    )


def _limits(measured: Measured) -> list[LimitStandingOut]:
    return [_limit(each) for each in measured.limits]


def _budgets(measured: Measured) -> list[BudgetStandingOut]:
    return [_budget(each) for each in measured.budgets]


@router.get("/standings", operation_id="rankAllowances")
async def rank_allowances(
    caller: Caller,
    use: UseCases,
    least: Annotated[float, Query(ge=0, le=1_000)] = 0,
    cursor: Annotated[str | None, Query(max_length=1_000)] = None,
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 50,
) -> RankingOut:
    """Those of whom at least so much is used: 1 is all."""
    ranking = await use.rank_allowances(least=least, cursor=cursor, limit=limit, by=caller)
    items = [
        RankedOut(
            kind=each.kind,
            id=each.id,
            name=each.name,
            owner_name=each.owner_name,
            fullness=each.measured.fullness,
            limits=_limits(each.measured),
            budgets=_budgets(each.measured),
        )
        for each in ranking.subjects
    ]
    return RankingOut(items=items, next_cursor=ranking.next_cursor, whole=ranking.whole)


@router.get("/standings/{subject}/{id}", operation_id="readStanding")
async def read_standing(subject: Subject, id: str, caller: Caller, use: UseCases) -> StandingOut:
    standing = await use.read_standing(subject, id, by=caller)
    return StandingOut(
        limits=_limits(standing.measured),
        budgets=_budgets(standing.measured),
        spent_today_nano_usd=str(standing.spent_today),
        spent_this_month_nano_usd=str(standing.spent_this_month),
    )
