from dataclasses import dataclass

from application.admin.measure import Measure, Measured
from application.ports.users import Users
from domain.allowances.terms import Terms
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOwnBudgets:
    """How somebody's own limits and budgets stand at this moment. Raises `Unavailable`."""

    users: Users
    measure: Measure

    async def __call__(self, *, by: UserId) -> Measured:
        user = await self.users.get(by)
        subject = f"user:{by}"
        terms = Terms(subject=subject, limits=user.limits, budgets=user.budgets)
        return (await self.measure([terms]))[subject]
