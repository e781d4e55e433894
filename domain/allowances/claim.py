"""What one call asks for before it is made, at its worst, of all who have a say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from domain.allowances.terms import Budget, Terms
from domain.ids import RequestId
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd

Kind = Literal["requests", "tokens", "parallel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """`amount` is taken of `limit`: in sixty seconds, or at once when it is `parallel`."""

    subject: str
    kind: Kind
    limit: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """The money of one budget in one period. `starts_at` and `ends_at` are `None` for all time."""

    subject: str
    budget: Budget
    period: str
    starts_at: datetime | None
    ends_at: datetime | None
    amount: NanoUsd

    @property
    def name(self) -> str:
        hardness = "hard" if self.budget.hard else "soft"
        return f"{self.subject}/{hardness}/{self.budget.zone}/{self.period}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    request: RequestId
    buckets: tuple[Bucket, ...] = ()
    funds: tuple[Fund, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.buckets or self.funds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a bucket stands; `reset_s` is when it is whole again."""

    bucket: Bucket
    remaining: int
    reset_s: float

    @property
    def used(self) -> int:
        return self.bucket.limit - self.remaining

    @property
    def fullness(self) -> float:
        """How much of it is used: 1 for all."""
        return self.used / self.bucket.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What was spent of a fund, and what is held for the worst case of calls under way."""

    fund: Fund
    spent: NanoUsd
    held: NanoUsd = ZERO

    @property
    def fullness(self) -> float:
        """How much of it is spent or held: 1 for all, more where a soft one is overdrawn."""
        limit = self.fund.budget.limit
        return (self.spent + self.held) / limit if limit else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A claim that was granted. `second` is when, for its correction at the end."""

    claim: Claim
    second: int = 0
    standings: tuple[Standing, ...] = field(default=())


def claim_of(
    request: RequestId, terms: Iterable[Terms], *, usage: Usage, cost: NanoUsd, at: datetime
) -> Claim:
    """A call alone that is larger than a minute's tokens takes all of them, not more."""
    buckets: list[Bucket] = []
    funds: list[Fund] = []
    for each in terms:
        limits = each.limits
        wanted: tuple[tuple[Kind, int | None, int], ...] = (
            ("requests", limits.requests_per_minute, 1),
            ("tokens", limits.tokens_per_minute, usage.total),
            ("parallel", limits.parallel, 1),
        )
        buckets += [
            Bucket(subject=each.subject, kind=kind, limit=limit, amount=min(amount, limit))
            for kind, limit, amount in wanted
            if limit is not None
        ]
        funds += [_fund(each.subject, budget, cost, at) for budget in each.budgets]
    return Claim(request=request, buckets=tuple(buckets), funds=tuple(funds))


def _fund(subject: str, budget: Budget, amount: NanoUsd, at: datetime) -> Fund:
    period = budget.period(at)
    return Fund(
        subject=subject,
        budget=budget,
        period=period.name,
        starts_at=period.start,
        ends_at=period.end,
        amount=amount,
    )
