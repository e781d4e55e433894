from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final, final

from redis.asyncio import Redis
from typing_extensions import override

from adapters.outbound.redis.allowance_scripts import KEEP, LOOK, SETTLE, TAKE
from adapters.outbound.redis.connection import redis_errors
from adapters.outbound.redis.gathered_scripts import Asking
from adapters.outbound.redis.line_scripts import Scripts, scripts_for
from application.ports.allowances import (
    LEASE,
    Allowances,
    Settlement,
    Unseeded,
    out_of_funds,
    over_limit,
)
from application.ports.clock import Clock
from application.ports.standings import Standings
from domain.allowances.claim import Balance, Bucket, Claim, Fund, Standing, Taken
from domain.ids import RequestId
from domain.transactions.money import NanoUsd

_TAG: Final = "{allowances}"
"""One hash slot of a cluster: a claim is all or nothing over keys, users, teams and models."""
_TOGETHER: Final = 64
_AFTER: Final = timedelta(days=2)
"""How long the sum of a period outlives it."""
_AT_ONCE: Final = 100
"""How many a script looks at: calls wait for it."""


@final
class RedisAllowances(Allowances, Standings):
    """One script a step; the server's clock counts, unless `clock` is given.

    `scripts` is how they get there.
    """

    def __init__(
        self,
        redis: Redis,
        *,
        clock: Clock | None = None,
        scripts: Callable[[Redis, Mapping[str, str]], Scripts] = scripts_for,
    ) -> None:
        self._clock = clock
        self._scripts = scripts(redis, {"take": TAKE, "keep": KEEP, "settle": SETTLE})
        self._look = redis.register_script(LOOK)

    @override
    async def take(self, claim: Claim, *, spent: Mapping[str, NanoUsd]) -> Taken:
        keys = [_bucket(each) for each in claim.buckets]
        arguments: list[str | int] = [claim.request, _LEASE_MS, self._now()]
        arguments += [len(claim.buckets), len(claim.funds)]
        for bucket in claim.buckets:
            arguments += [bucket.kind, bucket.limit, bucket.amount]
        for fund in claim.funds:
            keys += _purse(fund)
            arguments += [fund.budget.limit, fund.amount, int(fund.budget.hard)]
            arguments += [spent.get(fund.name, ""), _forgotten_ms(fund)]
        with redis_errors():
            answer: list[Any] = await self._scripts.run("take", keys, arguments)
        return _taken(claim, answer)

    @override
    async def keep(self, taken: Sequence[Taken]) -> None:
        with redis_errors():
            for start in range(0, len(taken), _TOGETHER):
                several = taken[start : start + _TOGETHER]
                await self._scripts.run_all("keep", [self._keeping(each.claim) for each in several])

    def _keeping(self, claim: Claim) -> Asking:
        parallel = [_bucket(each) for each in claim.buckets if each.kind == "parallel"]
        purses = [key for fund in claim.funds for key in _purse(fund)]
        amounts = [fund.amount for fund in claim.funds]
        return (
            [_mark(claim.request), *parallel, *purses],
            [claim.request, _LEASE_MS, self._now(), len(parallel), *amounts],
        )

    @override
    async def settle(self, taken: Taken, *, tokens: int, cost: NanoUsd) -> None:
        await self.settle_all([Settlement(taken, tokens, cost)])

    @override
    async def settle_all(self, ended: Sequence[Settlement]) -> None:
        with redis_errors():
            await self._scripts.run_all("settle", [_settling(each) for each in ended])

    async def aclose(self) -> None:
        await self._scripts.aclose()

    @override
    async def of_buckets(self, buckets: Sequence[Bucket]) -> Sequence[Standing]:
        found: list[Standing] = []
        for start in range(0, len(buckets), _AT_ONCE):
            some = buckets[start : start + _AT_ONCE]
            kinds = [each.kind for each in some]
            with redis_errors():
                answer: list[list[int]] = await self._look(
                    keys=[_bucket(each) for each in some], args=[self._now(), len(some), *kinds]
                )
            found += [
                Standing(
                    bucket=bucket, remaining=max(0, bucket.limit - used), reset_s=reset_ms / 1000
                )
                for bucket, (used, reset_ms) in zip(some, answer, strict=True)
            ]
        return found

    @override
    async def of_funds(self, funds: Sequence[Fund]) -> Sequence[Balance | None]:
        found: list[Balance | None] = []
        for start in range(0, len(funds), _AT_ONCE):
            some = funds[start : start + _AT_ONCE]
            with redis_errors():
                answer: list[list[int]] = await self._look(
                    keys=[key for fund in some for key in _purse(fund)], args=[self._now(), 0]
                )
            found += [
                Balance(fund=fund, spent=NanoUsd(purse[0]), held=NanoUsd(purse[1]))
                if purse
                else None
                for fund, purse in zip(some, answer, strict=True)
            ]
        return found

    def _now(self) -> str | int:
        return "" if self._clock is None else round(self._clock().timestamp() * 1000)


def _settling(ended: Settlement) -> Asking:
    claim = ended.taken.claim
    by_tokens = [each for each in claim.buckets if each.kind == "tokens"]
    parallel = [each for each in claim.buckets if each.kind == "parallel"]
    keys = [_mark(claim.request), *map(_bucket, by_tokens), *map(_bucket, parallel)]
    keys += [key for fund in claim.funds for key in _purse(fund)]
    corrections = [ended.tokens - each.amount for each in by_tokens]
    counts = [len(by_tokens), len(parallel)]
    return keys, [claim.request, ended.taken.second, *counts, ended.cost, *corrections]


_LEASE_MS: Final = round(LEASE.total_seconds() * 1000)


def _taken(claim: Claim, answer: Sequence[Any]) -> Taken:
    what: str = answer[0]
    if what == "unseeded":
        missing: list[int] = answer[1]
        raise Unseeded([claim.funds[number - 1] for number in missing])
    first: int = answer[1]
    if what == "fund":
        raise out_of_funds(claim.funds[first - 1])
    standings = tuple(
        Standing(bucket=bucket, remaining=int(remaining), reset_s=int(reset_ms) / 1000)
        for bucket, (remaining, reset_ms) in zip(claim.buckets, answer[3], strict=True)
    )
    if what == "limit":
        raise over_limit(claim.buckets[first - 1], answer[2] / 1000, standings)
    return Taken(claim=claim, second=first, standings=standings)


def _bucket(bucket: Bucket) -> str:
    return f"{_TAG}:{bucket.kind}:{bucket.subject}"


def _purse(fund: Fund) -> tuple[str, str, str]:
    return _purse_of(fund.name)


@lru_cache(maxsize=4096)
def _purse_of(fund: str) -> tuple[str, str, str]:
    name = f"{_TAG}:fund:{fund}"
    return name, f"{name}:holds", f"{name}:leases"


def _mark(request: RequestId) -> str:
    return f"{_TAG}:settled:{request}"


def _forgotten_ms(fund: Fund) -> str | int:
    if fund.ends_at is None:
        return ""
    return round((fund.ends_at + _AFTER).timestamp() * 1000)
