from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, final

from typing_extensions import override

from application.ports.allowances import LEASE, Allowances, Unseeded, out_of_funds, over_limit
from application.ports.clock import Clock
from application.ports.standings import Standings
from domain.allowances.claim import Balance, Bucket, Claim, Fund, Standing, Taken
from domain.ids import RequestId
from domain.transactions.money import NanoUsd

_MINUTE_S: Final = 60
_BUSY_S: Final = 1


@dataclass(slots=True)
class _Purse:
    spent: int
    held: dict[RequestId, tuple[int, float]] = field(
        default_factory=dict[RequestId, tuple[int, float]]
    )


@final
class MemoryAllowances(Allowances, Standings):
    """Seconds are slots: a minute is the sixty slots up to this one."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._slots: dict[tuple[str, str], dict[int, int]] = {}
        self._open: dict[str, dict[RequestId, float]] = {}
        self._purses: dict[str, _Purse] = {}
        self._settled: set[RequestId] = set()

    @override
    async def take(self, claim: Claim, *, spent: Mapping[str, NanoUsd]) -> Taken:
        now_s = self._clock().timestamp()
        unknown = [fund for fund in claim.funds if not self._seed(fund, spent)]
        if unknown:
            raise Unseeded(unknown)
        for bucket in claim.buckets:
            self._check_bucket(bucket, claim, now_s)
        for fund in claim.funds:
            self._check_fund(fund, now_s)
        ends_s = now_s + LEASE.total_seconds()
        for bucket in claim.buckets:
            self._add(bucket, claim.request, int(now_s), ends_s)
        for fund in claim.funds:
            self._purses[fund.name].held[claim.request] = (fund.amount, ends_s)
        return Taken(
            claim=claim, second=int(now_s), standings=self._standings(claim.buckets, now_s)
        )

    @override
    async def keep(self, taken: Sequence[Taken]) -> None:
        ends_s = self._clock().timestamp() + LEASE.total_seconds()
        for claim in (each.claim for each in taken if each.claim.request not in self._settled):
            for bucket in claim.buckets:
                if bucket.kind == "parallel":
                    self._open.setdefault(bucket.subject, {})[claim.request] = ends_s
            for fund in claim.funds:
                if fund.name in self._purses:
                    self._purses[fund.name].held[claim.request] = (fund.amount, ends_s)

    @override
    async def settle(self, taken: Taken, *, tokens: int, cost: NanoUsd) -> None:
        claim = taken.claim
        if claim.request in self._settled:
            return
        self._settled.add(claim.request)
        for bucket in claim.buckets:
            self._open.get(bucket.subject, {}).pop(claim.request, None)
            slots = self._slots.get((bucket.subject, bucket.kind), {})
            if bucket.kind == "tokens" and taken.second in slots:
                slots[taken.second] = max(0, slots[taken.second] + tokens - bucket.amount)
        for fund in claim.funds:
            purse = self._purses.get(fund.name)
            if purse is not None:
                purse.held.pop(claim.request, None)
                purse.spent += cost

    @override
    async def of_buckets(self, buckets: Sequence[Bucket]) -> Sequence[Standing]:
        return self._standings(buckets, self._clock().timestamp())

    @override
    async def of_funds(self, funds: Sequence[Fund]) -> Sequence[Balance | None]:
        return [self._balance(fund) for fund in funds]

    def forget(self) -> None:
        """As a store does that has lost everything."""
        self._slots.clear()
        self._open.clear()
        self._purses.clear()

    def _seed(self, fund: Fund, spent: Mapping[str, NanoUsd]) -> bool:
        if fund.name not in self._purses and fund.name in spent:
            self._purses[fund.name] = _Purse(spent[fund.name])
        return fund.name in self._purses

    def _check_bucket(self, bucket: Bucket, claim: Claim, now_s: float) -> None:
        if bucket.kind == "parallel":
            if self._at_once(bucket.subject, now_s) < bucket.limit:
                return
            retry_s: float = _BUSY_S
        else:
            slots = self._alive(bucket, now_s)
            excess = sum(slots.values()) + bucket.amount - bucket.limit
            if excess <= 0:
                return
            retry_s = _until_gone(slots, excess, now_s)
        raise over_limit(bucket, retry_s, self._standings(claim.buckets, now_s))

    def _check_fund(self, fund: Fund, now_s: float) -> None:
        purse = self._purses[fund.name]
        for request, (_, ends_s) in list(purse.held.items()):
            if ends_s <= now_s:
                del purse.held[request]
        held = sum(amount for amount, _ in purse.held.values())
        if fund.budget.hard and purse.spent + held + fund.amount > fund.budget.limit:
            raise out_of_funds(fund)

    def _add(self, bucket: Bucket, request: RequestId, second: int, ends_s: float) -> None:
        if bucket.kind == "parallel":
            self._open.setdefault(bucket.subject, {})[request] = ends_s
        else:
            slots = self._slots.setdefault((bucket.subject, bucket.kind), {})
            slots[second] = slots.get(second, 0) + bucket.amount

    def _standings(self, buckets: Sequence[Bucket], now_s: float) -> tuple[Standing, ...]:
        return tuple(self._standing(bucket, now_s) for bucket in buckets)

    def _standing(self, bucket: Bucket, now_s: float) -> Standing:
        if bucket.kind == "parallel":
            used, reset_s = self._at_once(bucket.subject, now_s), 0.0
        else:
            slots = self._alive(bucket, now_s)
            used = sum(slots.values())
            reset_s = max(slots, default=now_s - _MINUTE_S) + _MINUTE_S - now_s
        return Standing(bucket=bucket, remaining=max(0, bucket.limit - used), reset_s=reset_s)

    def _balance(self, fund: Fund) -> Balance | None:
        purse = self._purses.get(fund.name)
        if purse is None:
            return None
        now_s = self._clock().timestamp()
        held = sum(amount for amount, ends_s in purse.held.values() if ends_s > now_s)
        return Balance(fund=fund, spent=NanoUsd(purse.spent), held=NanoUsd(held))

    def _at_once(self, subject: str, now_s: float) -> int:
        known = self._open.get(subject, {})
        alive = {request: end for request, end in known.items() if end > now_s}
        self._open[subject] = alive
        return len(alive)

    def _alive(self, bucket: Bucket, now_s: float) -> dict[int, int]:
        place = (bucket.subject, bucket.kind)
        oldest = int(now_s) - _MINUTE_S
        self._slots[place] = {s: n for s, n in self._slots.get(place, {}).items() if s > oldest}
        return self._slots[place]


def _until_gone(slots: Mapping[int, int], excess: int, now_s: float) -> float:
    """When so much has left the minute."""
    second = int(now_s)
    for second in sorted(slots):
        excess -= slots[second]
        if excess <= 0:
            break
    return second + _MINUTE_S - now_s
