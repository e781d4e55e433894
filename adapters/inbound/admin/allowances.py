"""How much keys, users and teams may use. Money is a decimal number of USD, as a string."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from application.admin.set_allowance import Allowed, Known, Subject
from domain.allowances.terms import BUDGETS_MAX, COUNT_MAX, Budget, Limits, Window
from domain.audit.entry import Party
from domain.transactions.money import PER_USD, from_usd

router = APIRouter(prefix="/admin/api/allowances", tags=["allowances"], route_class=AuditedRoute)

Count = Annotated[int | None, Field(ge=1, le=COUNT_MAX)]


class LimitsBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    requests_per_minute: Count = None
    tokens_per_minute: Count = None
    parallel: Count = None


class BudgetBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    window: Window
    limit_usd: str = Field(pattern=r"^\d{1,7}(\.\d{1,9})?$")
    hard: bool
    zone: str = Field(max_length=64)


class AllowanceBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    limits: LimitsBody
    budgets: list[BudgetBody] = Field(max_length=BUDGETS_MAX)


class AllowanceChange(AllowanceBody):
    """`before` is what was read: 409 when it is not so any more. Without it nothing is asked."""

    before: AllowanceBody | None = None


def _known(body: AllowanceBody) -> Known:
    """Raises `Invalid`."""
    return Known(
        limits=limits_of(body.limits), budgets=tuple(budget_of(each) for each in body.budgets)
    )


def _out(allowed: Allowed) -> AllowanceBody:
    limits = allowed.limits
    return AllowanceBody(
        limits=LimitsBody(
            requests_per_minute=limits.requests_per_minute,
            tokens_per_minute=limits.tokens_per_minute,
            parallel=limits.parallel,
        ),
        budgets=[
            BudgetBody(
                window=budget.window,
                limit_usd=f"{Decimal(budget.limit) / PER_USD:f}",
                hard=budget.hard,
                zone=budget.zone,
            )
            for budget in allowed.budgets
        ],
    )


def limits_of(body: LimitsBody) -> Limits:
    return Limits(**body.model_dump())


def budget_of(body: BudgetBody) -> Budget:
    """Raises `Invalid`."""
    limit = from_usd(body.limit_usd)
    return Budget(window=body.window, limit=limit, hard=body.hard, zone=body.zone)


@router.get("/{subject}/{id}", operation_id="readAllowance")
async def read_allowance(subject: Subject, id: str, caller: Caller, use: UseCases) -> AllowanceBody:
    return _out(await use.set_allowance.read(subject, id, by=caller))


@router.put("/{subject}/{id}", operation_id="setAllowance")
@audited()
async def set_allowance(
    subject: Subject, id: str, body: AllowanceChange, caller: Caller, use: UseCases, note: Noted
) -> AllowanceBody:
    note.subject = Party(kind=subject, id=id)
    before = await use.set_allowance.read(subject, id, by=caller)
    note.say(before=_out(before).model_dump_json(), after=body.model_dump_json(exclude={"before"}))
    allowed = await use.set_allowance(
        subject,
        id,
        limits=limits_of(body.limits),
        budgets=[budget_of(each) for each in body.budgets],
        by=caller,
        before=None if body.before is None else _known(body.before),
    )
    return _out(allowed)
