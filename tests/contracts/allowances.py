"""What every keeper of limits and budgets must do, by the `clock` that it obeys."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from application.ports.allowances import (
    LEASE,
    Allowances,
    OutOfFunds,
    OverLimit,
    Settlement,
    Unseeded,
)
from application.ports.standings import Standings
from domain.allowances.claim import Balance, Bucket, Claim, Fund, Kind, Taken
from domain.allowances.terms import Budget
from domain.ids import RequestId
from domain.transactions.money import NanoUsd
from tests.clock import FakeClock

SECOND = timedelta(seconds=1)
FUND = "key:k1/hard/UTC/total"


def a_bucket(kind: Kind = "requests", *, limit: int = 3, amount: int = 1) -> Bucket:
    return Bucket(subject="key:k1", kind=kind, limit=limit, amount=amount)


def a_fund(amount: int = 10, *, limit: int = 100, hard: bool = True) -> Fund:
    return Fund(
        subject="key:k1",
        budget=Budget(window="total", limit=NanoUsd(limit), hard=hard),
        period="total",
        starts_at=None,
        ends_at=None,
        amount=NanoUsd(amount),
    )


def a_claim(request: str, *, bucket: Bucket | None = None, fund: Fund | None = None) -> Claim:
    return Claim(
        request=RequestId(request),
        buckets=() if bucket is None else (bucket,),
        funds=() if fund is None else (fund,),
    )


async def take(
    allowances: Allowances, claim: Claim, *, spent: Mapping[str, int] | None = None
) -> Taken:
    known = {FUND: 0} if spent is None else spent
    return await allowances.take(claim, spent={name: NanoUsd(cost) for name, cost in known.items()})


class StandingsContract:
    """`allowances` are what `standings` looks at."""

    async def test_what_was_taken_is_seen_until_its_minute_is_over(
        self, allowances: Allowances, standings: Standings, clock: FakeClock
    ) -> None:
        bucket, untouched = a_bucket("tokens", limit=100, amount=60), a_bucket(limit=5)
        await take(allowances, a_claim("r1", bucket=bucket))
        clock.advance(SECOND * 20)

        seen, whole = await standings.of_buckets([bucket, untouched])
        clock.advance(SECOND * 40)
        (later,) = await standings.of_buckets([bucket])

        assert (seen.bucket, seen.remaining, seen.reset_s) == (bucket, 40, 40)
        assert (whole.bucket, whole.remaining) == (untouched, 5)
        assert later.remaining == 100

    async def test_calls_under_way_are_seen_while_they_last(
        self, allowances: Allowances, standings: Standings, clock: FakeClock
    ) -> None:
        bucket = a_bucket("parallel", limit=3)
        ended = await take(allowances, a_claim("r1", bucket=bucket))
        await take(allowances, a_claim("r2", bucket=bucket))
        await allowances.settle(ended, tokens=0, cost=NanoUsd(0))

        (seen,) = await standings.of_buckets([bucket])
        clock.advance(LEASE)
        (later,) = await standings.of_buckets([bucket])

        assert (seen.remaining, later.remaining) == (2, 3)

    async def test_money_is_spent_or_held_and_unknown_where_nobody_asked(
        self, allowances: Allowances, standings: Standings, clock: FakeClock
    ) -> None:
        fund, other = a_fund(30), a_fund(hard=False)
        ended = await take(allowances, a_claim("r1", fund=fund), spent={FUND: 7})
        await take(allowances, a_claim("r2", fund=fund))
        await allowances.settle(ended, tokens=0, cost=NanoUsd(5))

        seen = await standings.of_funds([other, fund])
        clock.advance(LEASE)
        (later,) = await standings.of_funds([fund])

        held = Balance(fund=fund, spent=NanoUsd(12), held=NanoUsd(30))
        assert list(seen) == [None, held]
        assert later == replace(held, held=NanoUsd(0))

    async def test_looking_takes_nothing(
        self, allowances: Allowances, standings: Standings
    ) -> None:
        bucket, fund = a_bucket(limit=1), a_fund(100)
        for _ in range(3):
            await standings.of_buckets([bucket])
            await standings.of_funds([fund])

        taken = await take(allowances, a_claim("r1", bucket=bucket, fund=fund))

        assert taken.standings[0].remaining == 0

    async def test_many_are_looked_at_in_their_order(
        self, allowances: Allowances, standings: Standings
    ) -> None:
        buckets = [a_bucket(limit=n) for n in range(1, 251)]
        funds = [a_fund(limit=n) for n in range(100, 350)]
        await take(allowances, a_claim("r1", fund=funds[0]))

        seen = await standings.of_buckets(buckets)
        balances = await standings.of_funds(funds)

        assert [each.bucket for each in seen] == buckets
        assert [each.fund for each in balances if each is not None] == funds
        assert list(await standings.of_buckets([])) == []
        assert list(await standings.of_funds([])) == []


class AllowancesContract:
    async def test_a_claim_of_nothing_is_granted(self, allowances: Allowances) -> None:
        taken = await take(allowances, a_claim("r1"))

        await allowances.keep([taken])
        await allowances.settle(taken, tokens=1, cost=NanoUsd(1))

    async def test_so_many_requests_in_a_minute_and_then_one_by_one(
        self, allowances: Allowances, clock: FakeClock
    ) -> None:
        for n, wait in enumerate((0, 10, 20)):
            clock.advance(SECOND * (wait - 10 * (n > 1)))
            taken = await take(allowances, a_claim(f"r{n}", bucket=a_bucket()))
            assert taken.standings[0].remaining == 2 - n
        with pytest.raises(OverLimit, match="3 requests a minute is reached for this key") as over:
            await take(allowances, a_claim("r3", bucket=a_bucket()))
        assert over.value.retry_after_s == 40
        assert over.value.standings[0].remaining == 0
        clock.advance(SECOND * 39)
        with pytest.raises(OverLimit):
            await take(allowances, a_claim("r4", bucket=a_bucket()))

        clock.advance(SECOND)

        await take(allowances, a_claim("r5", bucket=a_bucket()))
        with pytest.raises(OverLimit) as again:
            await take(allowances, a_claim("r6", bucket=a_bucket()))
        assert again.value.retry_after_s == 10

    async def test_it_says_when_a_limit_is_whole_again(
        self, allowances: Allowances, clock: FakeClock
    ) -> None:
        await take(allowances, a_claim("r1", bucket=a_bucket()))
        clock.advance(SECOND * 20)

        taken = await take(allowances, a_claim("r2", bucket=a_bucket()))

        assert taken.standings[0].reset_s == 60

    async def test_tokens_are_held_at_their_worst_and_corrected_at_the_end(
        self, allowances: Allowances, clock: FakeClock
    ) -> None:
        bucket = a_bucket("tokens", limit=100, amount=60)
        first = await take(allowances, a_claim("r1", bucket=bucket))
        with pytest.raises(OverLimit, match="100 tokens a minute"):
            await take(allowances, a_claim("r2", bucket=bucket))

        clock.advance(SECOND)
        await allowances.settle(first, tokens=40, cost=NanoUsd(0))
        await allowances.settle(first, tokens=40, cost=NanoUsd(0))

        assert (await take(allowances, a_claim("r3", bucket=bucket))).standings[0].remaining == 0

    async def test_a_call_that_used_more_tokens_than_held_is_counted_in_full(
        self, allowances: Allowances
    ) -> None:
        bucket = a_bucket("tokens", limit=100, amount=10)
        taken = await take(allowances, a_claim("r1", bucket=bucket))

        await allowances.settle(taken, tokens=95, cost=NanoUsd(0))

        with pytest.raises(OverLimit):
            await take(allowances, a_claim("r2", bucket=bucket))

    async def test_so_many_at_once_until_one_ends(self, allowances: Allowances) -> None:
        bucket = a_bucket("parallel", limit=2)
        first = await take(allowances, a_claim("r1", bucket=bucket))
        await take(allowances, a_claim("r2", bucket=bucket))
        with pytest.raises(OverLimit, match="2 calls at once") as over:
            await take(allowances, a_claim("r3", bucket=bucket))
        assert over.value.retry_after_s == 1

        await allowances.settle(first, tokens=0, cost=NanoUsd(0))

        await take(allowances, a_claim("r4", bucket=bucket))

    async def test_what_a_dead_process_took_is_free_when_its_lease_is_over(
        self, allowances: Allowances, clock: FakeClock
    ) -> None:
        parallel, fund = a_bucket("parallel", limit=1), a_fund(100)
        taken = await take(allowances, a_claim("r1", bucket=parallel, fund=fund))
        clock.advance(LEASE - SECOND)
        await allowances.keep([taken])
        clock.advance(SECOND * 2)
        with pytest.raises(OverLimit):
            await take(allowances, a_claim("r2", bucket=parallel))
        with pytest.raises(OutOfFunds):
            await take(allowances, a_claim("r3", fund=fund))

        clock.advance(LEASE)

        await take(allowances, a_claim("r4", bucket=parallel, fund=fund))

    async def test_what_was_settled_is_not_kept(self, allowances: Allowances) -> None:
        claim = a_claim("r1", bucket=a_bucket("parallel", limit=1), fund=a_fund(100))
        taken = await take(allowances, claim)
        await allowances.settle(taken, tokens=0, cost=NanoUsd(0))

        await allowances.keep([taken])

        await take(
            allowances, a_claim("r2", bucket=a_bucket("parallel", limit=1), fund=a_fund(100))
        )

    async def test_a_claim_is_all_or_nothing(self, allowances: Allowances) -> None:
        one = a_bucket(limit=1)
        await take(allowances, a_claim("r1", fund=a_fund(95)))
        with pytest.raises(OutOfFunds):
            await take(allowances, a_claim("r2", bucket=one, fund=a_fund(10)))

        taken = await take(allowances, a_claim("r3", bucket=one, fund=a_fund(5)))

        assert taken.standings[0].remaining == 0

    async def test_money_is_held_at_its_worst_and_settled_to_the_truth_once(
        self, allowances: Allowances
    ) -> None:
        first = await take(allowances, a_claim("r1", fund=a_fund(90)))
        with pytest.raises(OutOfFunds, match="the budget of this key has too little left"):
            await take(allowances, a_claim("r2", fund=a_fund(20)))

        for _ in range(2):
            await allowances.settle(first, tokens=0, cost=NanoUsd(30))

        await take(allowances, a_claim("r3", fund=a_fund(70)))
        with pytest.raises(OutOfFunds):
            await take(allowances, a_claim("r4", fund=a_fund(1)))

    async def test_several_are_settled_in_one_step_each_to_its_own_truth(
        self, allowances: Allowances
    ) -> None:
        parallel = a_bucket("parallel", limit=2)
        first = await take(allowances, a_claim("r1", bucket=parallel, fund=a_fund(45)))
        second = await take(allowances, a_claim("r2", bucket=parallel, fund=a_fund(45)))

        for _ in range(2):
            await allowances.settle_all(
                [Settlement(first, 0, NanoUsd(30)), Settlement(second, 0, NanoUsd(20))]
            )

        await take(allowances, a_claim("r3", bucket=parallel, fund=a_fund(50)))
        with pytest.raises(OutOfFunds):
            await take(allowances, a_claim("r4", bucket=parallel, fund=a_fund(1)))

    async def test_a_soft_budget_lets_calls_go_on(self, allowances: Allowances) -> None:
        soft = a_fund(500, hard=False)

        taken = await take(allowances, a_claim("r1", fund=soft), spent={soft.name: 100})

        await allowances.settle(taken, tokens=0, cost=NanoUsd(500))
        await take(allowances, a_claim("r2", fund=soft))

    async def test_what_was_spent_before_has_to_be_known(self, allowances: Allowances) -> None:
        with pytest.raises(Unseeded) as unseeded:
            await take(allowances, a_claim("r1", fund=a_fund()), spent={})
        assert unseeded.value.funds == (a_fund(),)
        with pytest.raises(OutOfFunds):
            await take(allowances, a_claim("r2", fund=a_fund()), spent={FUND: 95})

        await take(allowances, a_claim("r3", fund=a_fund(5)), spent={FUND: 0})

        with pytest.raises(OutOfFunds):
            await take(allowances, a_claim("r4", fund=a_fund(1)), spent={})

    async def test_of_two_hundred_at_once_as_many_pass_as_there_is_money_for(
        self, allowances: Allowances
    ) -> None:
        claims = [a_claim(f"r{n}", fund=a_fund(10)) for n in range(200)]

        outcomes = await asyncio.gather(
            *(take(allowances, claim) for claim in claims), return_exceptions=True
        )

        taken = [each for each in outcomes if isinstance(each, Taken)]
        assert len(taken) == 10
        assert sum(isinstance(each, OutOfFunds) for each in outcomes) == 190
        for each in taken:
            await allowances.settle(each, tokens=0, cost=NanoUsd(5))
        await take(allowances, a_claim("last", fund=a_fund(50)))
        with pytest.raises(OutOfFunds):
            await take(allowances, a_claim("none", fund=a_fund(1)))

    async def test_of_many_at_once_no_more_pass_than_a_limit_has(
        self, allowances: Allowances
    ) -> None:
        claims = [a_claim(f"r{n}", bucket=a_bucket(limit=50)) for n in range(120)]

        outcomes = await asyncio.gather(
            *(take(allowances, claim) for claim in claims), return_exceptions=True
        )

        assert sum(isinstance(each, Taken) for each in outcomes) == 50
