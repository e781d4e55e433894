from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from application.admin.limited import Limited, ReadLimited, terms_of
from application.admin.measure import Measure
from domain.accounts.api_key import ApiKey
from domain.accounts.user import User
from domain.alerts.alert import Reading
from domain.alerts.condition import BudgetUsed
from domain.alerts.words import budget, percent
from domain.allowances.claim import Balance
from domain.allowances.terms import Terms
from domain.catalog.models import Model
from domain.ids import UserId

ServedModels: TypeAlias = Callable[[], Awaitable[Sequence[Model]]]
"""All models that are on offer now. May raise `Unavailable`, `Invalid`."""


@dataclass(frozen=True, slots=True)
class _Owner:
    name: str
    user: UserId | None


@dataclass(frozen=True, slots=True)
class SpentBudget:
    """One budget of somebody, with what was spent of it. `name` is for people."""

    name: str
    user: UserId | None
    balance: Balance

    @property
    def permille(self) -> int:
        """More than 1000 where a soft one is overdrawn; all of a budget of nothing."""
        limit = self.balance.fund.budget.limit
        return self.balance.spent * 1_000 // limit if limit else 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBudgets:
    """Every budget of keys, users, teams and models. Raises `Unavailable`."""

    limited: ReadLimited
    models: ServedModels
    measure: Measure

    async def __call__(self) -> Sequence[SpentBudget]:
        found = [each for each in await self.limited() if each.budgets]
        models = [each for each in await self.models() if each.budgets]
        terms = [
            *(Terms(subject=terms_of(each).subject, budgets=each.budgets) for each in found),
            *(Terms(subject=f"model:{each.name}", budgets=each.budgets) for each in models),
        ]
        owners: Mapping[str, _Owner] = {
            **{terms_of(each).subject: _owner(each) for each in found},
            **{f"model:{each.name}": _Owner(each.label, None) for each in models},
        }
        measured = await self.measure(terms)
        return [
            SpentBudget(owners[subject].name, owners[subject].user, balance)
            for subject, one in measured.items()
            for balance in one.budgets
        ]


def budget_readings(condition: BudgetUsed, budgets: Sequence[SpentBudget]) -> Sequence[Reading]:
    return [
        _reading(condition, each)
        for each in budgets
        if condition.scope.holds(*_parts(each.balance.fund.subject))
    ]


def _reading(condition: BudgetUsed, spent: SpentBudget) -> Reading:
    fund = spent.balance.fund
    return Reading(
        subject=f"{fund.subject}/{fund.budget.window}/{fund.budget.zone}/{_hardness(spent)}",
        text=f"{spent.name} has used {percent(spent.permille)} of {budget(fund.budget)}",
        value=spent.permille,
        limit=condition.percent * 10,
        user=spent.user,
    )


def _hardness(spent: SpentBudget) -> str:
    return "hard" if spent.balance.fund.budget.hard else "soft"


def _parts(subject: str) -> tuple[str, str]:
    kind, _, name = subject.partition(":")
    return kind, name


def _owner(limited: Limited) -> _Owner:
    if isinstance(limited, User):
        return _Owner(limited.email, limited.id)
    if isinstance(limited, ApiKey):
        return _Owner(f"The key “{limited.name}”", limited.user)
    return _Owner(f"The team “{limited.name}”", None)
