from dataclasses import dataclass
from typing import Final

from application.admin.measure import Measure, Measured
from application.admin.permissions import Principal
from application.admin.set_allowance import SetAllowance, Subject
from application.ports.clock import Clock
from application.ports.spending import Spendings
from domain.allowances.claim import Fund, claim_of
from domain.allowances.terms import MONEY_MAX, Budget, Terms
from domain.ids import RequestId
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd

_TODAY: Final = Budget(window="day", limit=NanoUsd(MONEY_MAX), hard=False)
_THIS_MONTH: Final = Budget(window="month", limit=NanoUsd(MONEY_MAX), hard=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectStanding:
    """How one subject's allowance stands, and what it spent by the books, in days of UTC."""

    measured: Measured
    spent_today: NanoUsd
    spent_this_month: NanoUsd


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStanding:
    """How the limits and budgets of a key, a user or a team stand now. Raises `NotFound`."""

    allowances: SetAllowance
    measure: Measure
    spendings: Spendings
    clock: Clock

    async def __call__(self, subject: Subject, id: str, *, by: Principal) -> SubjectStanding:
        allowed = await self.allowances.read(subject, id, by=by)
        name = f"{subject}:{id}"
        terms = Terms(subject=name, limits=allowed.limits, budgets=allowed.budgets)
        measured = await self.measure([terms])
        today, month = self._periods(name)
        spent = await self.spendings.of_all([today, month])
        return SubjectStanding(
            measured=measured[name],
            spent_today=spent[today.name],
            spent_this_month=spent[month.name],
        )

    def _periods(self, subject: str) -> tuple[Fund, ...]:
        terms = Terms(subject=subject, budgets=(_TODAY, _THIS_MONTH))
        claim = claim_of(RequestId(""), [terms], usage=Usage(), cost=ZERO, at=self.clock())
        return claim.funds
