import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import final

import pytest
from typing_extensions import override

from adapters.outbound.memory.allowances import MemoryAllowances
from application.local_share import RETRY, LocalShare
from application.ports.allowances import LEASE, Allowances, OutOfFunds, OverLimit
from application.ports.spending import Spending
from domain.allowances.claim import Claim, Fund, Taken
from domain.errors import Unavailable
from domain.transactions.money import NanoUsd
from tests.allowing import Spent, allowing
from tests.builders import a_transaction
from tests.clock import FakeClock
from tests.contracts.allowances import a_bucket, a_claim, a_fund

SECOND = timedelta(seconds=1)
COST = a_transaction(cost=NanoUsd(30))


@final
@dataclass
class Shaky(Allowances):
    """A store that can be away."""

    store: MemoryAllowances
    away: bool = False
    asked: int = 0

    def _ask(self) -> None:
        self.asked += 1
        if self.away:
            raise Unavailable("away")

    @override
    async def take(self, claim: Claim, *, spent: Mapping[str, NanoUsd]) -> Taken:
        self._ask()
        return await self.store.take(claim, spent=spent)

    @override
    async def keep(self, taken: Sequence[Taken]) -> None:
        self._ask()
        await self.store.keep(taken)

    @override
    async def settle(self, taken: Taken, *, tokens: int, cost: NanoUsd) -> None:
        self._ask()
        await self.store.settle(taken, tokens=tokens, cost=cost)


@dataclass
class Site:
    clock: FakeClock = field(default_factory=FakeClock)
    told: list[bool] = field(default_factory=list[bool])
    spending: Spent = field(default_factory=Spent)

    def __post_init__(self) -> None:
        self.shared = Shaky(MemoryAllowances(clock=self.clock))
        self.share = LocalShare(
            self.shared,
            local=lambda: MemoryAllowances(clock=self.clock),
            instances=2,
            clock=self.clock,
            told=self.told.append,
        )
        self.allowing = allowing(allowances=self.share, spending=self.spending)


@pytest.fixture
def site() -> Site:
    return Site()


async def test_what_was_spent_before_is_read_from_the_books_once(site: Site) -> None:
    site.spending.amount = NanoUsd(85)

    await site.allowing.take(a_claim("r1", fund=a_fund()))
    with pytest.raises(OutOfFunds):
        await site.allowing.take(a_claim("r2", fund=a_fund()))

    assert site.spending.asked == [a_fund()]


async def test_a_claim_of_nothing_asks_nobody(site: Site) -> None:
    taken = await site.allowing.take(a_claim("r1"))
    site.allowing.settle(taken, COST)
    await site.allowing.settled()

    assert site.shared.asked == 0


async def test_a_call_that_goes_on_keeps_what_it_took(site: Site) -> None:
    bucket = a_bucket("parallel", limit=1)
    taken = await site.allowing.take(a_claim("r1", bucket=bucket))
    for _ in range(5):
        site.clock.advance(LEASE / 2)
        await site.allowing.keep()
    with pytest.raises(OverLimit):
        await site.allowing.take(a_claim("r2", bucket=bucket))

    site.allowing.settle(taken, COST)
    await site.allowing.settled()

    await site.allowing.take(a_claim("r3", bucket=bucket))


async def test_what_could_not_be_noted_is_noted_later_and_once(site: Site) -> None:
    taken = await site.allowing.take(a_claim("r1", fund=a_fund(100)))
    site.shared.away = True
    site.allowing.settle(taken, COST)
    site.allowing.settle(taken, COST)
    await site.allowing.settled()
    await site.allowing.keep()
    site.shared.away = False
    site.clock.advance(RETRY)

    await site.allowing.keep()
    await site.allowing.keep()

    await site.allowing.take(a_claim("r2", fund=a_fund(70)))
    with pytest.raises(OutOfFunds):
        await site.allowing.take(a_claim("r3", fund=a_fund(1)))


async def test_calls_that_run_are_kept_beside_the_requests(site: Site) -> None:
    asked = 0
    async with site.allowing.running():
        taken = await site.allowing.take(a_claim("r1", bucket=a_bucket("parallel")))
        async with asyncio.timeout(2):
            while asked < 3:
                await asyncio.sleep(0.001)
                asked = site.shared.asked
        site.allowing.release(taken)

    assert not site.shared.away


async def test_while_the_store_is_away_each_instance_has_its_share_and_not_none(
    site: Site,
) -> None:
    site.shared.away = True

    for n in range(5):
        await site.allowing.take(a_claim(f"r{n}", bucket=a_bucket(limit=10)))
    with pytest.raises(OverLimit, match="5 requests a minute"):
        await site.allowing.take(a_claim("more", bucket=a_bucket(limit=10)))

    await site.allowing.take(a_claim("one", bucket=a_bucket("parallel", limit=1)))
    assert site.told == [True]


async def test_one_caller_in_a_while_tries_and_the_others_do_not_wait(site: Site) -> None:
    site.shared.away = True
    for n in range(10):
        await site.allowing.take(a_claim(f"r{n}", bucket=a_bucket(limit=100)))
    assert site.shared.asked == 1
    site.clock.advance(RETRY)

    for n in range(10):
        await site.allowing.take(a_claim(f"s{n}", bucket=a_bucket(limit=100)))

    assert site.shared.asked == 2


async def test_it_is_exact_again_by_itself(site: Site) -> None:
    site.shared.away = True
    await site.allowing.take(a_claim("alone", bucket=a_bucket(limit=10)))
    site.shared.away = False
    site.clock.advance(RETRY)

    for n in range(10):
        await site.allowing.take(a_claim(f"r{n}", bucket=a_bucket(limit=10)))

    with pytest.raises(OverLimit, match="10 requests a minute"):
        await site.allowing.take(a_claim("more", bucket=a_bucket(limit=10)))
    assert site.told == [True, False]


async def test_money_that_is_spent_alone_is_half_of_the_rest_and_noted_afterwards(
    site: Site,
) -> None:
    site.spending.amount = NanoUsd(40)
    before = await site.allowing.take(a_claim("r0", fund=a_fund(1)))
    site.shared.away = True
    taken = await site.allowing.take(a_claim("r1", fund=a_fund(30)))
    with pytest.raises(OutOfFunds):
        await site.allowing.take(a_claim("r2", fund=a_fund(1)))
    site.allowing.settle(taken, COST)
    site.allowing.settle(before, a_transaction(cost=NanoUsd(0)))
    await site.allowing.settled()
    site.shared.away = False
    site.clock.advance(RETRY)

    await site.allowing.keep()

    await site.allowing.take(a_claim("r3", fund=a_fund(30)))
    with pytest.raises(OutOfFunds):
        await site.allowing.take(a_claim("r4", fund=a_fund(1)))


async def test_a_later_time_alone_does_not_know_what_an_earlier_one_knew(site: Site) -> None:
    site.shared.away = True
    for n in range(5):
        await site.allowing.take(a_claim(f"r{n}", bucket=a_bucket(limit=10)))
    site.shared.away = False
    site.clock.advance(RETRY)
    await site.allowing.take(a_claim("back", bucket=a_bucket(limit=10)))
    site.shared.away = True

    await site.allowing.take(a_claim("again", bucket=a_bucket(limit=10)))

    assert site.told == [True, False, True]


async def test_a_store_that_has_lost_everything_is_told_what_goes_on(site: Site) -> None:
    bucket, fund = a_bucket("parallel", limit=1), a_fund(60)
    await site.allowing.take(a_claim("r1", bucket=bucket, fund=fund))
    site.shared.store.forget()
    await site.allowing.keep()
    with pytest.raises(OverLimit):
        await site.allowing.take(a_claim("r2", bucket=bucket))

    await site.allowing.take(a_claim("r3", fund=a_fund(1)))
    await site.allowing.keep()

    with pytest.raises(OutOfFunds):
        await site.allowing.take(a_claim("r4", fund=fund))


@final
@dataclass
class SlowBooks(Spending):
    """Sums up when it is let; says how often it was asked."""

    problem: Unavailable | None = None
    asked: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)

    @override
    async def of(self, fund: Fund) -> NanoUsd:
        self.asked += 1
        await self.open.wait()
        if self.problem is not None:
            raise self.problem
        return NanoUsd(0)


async def test_the_books_are_summed_up_once_for_all_who_come_at_the_same_time() -> None:
    books = SlowBooks()
    gate = allowing(spending=books)
    fund = a_fund(amount=1, limit=5)
    coming = [
        asyncio.ensure_future(gate.take(a_claim(f"r{number}", fund=fund))) for number in range(20)
    ]
    await asyncio.wait(coming, timeout=0.01)
    books.open.set()

    outcomes = await asyncio.gather(*coming, return_exceptions=True)

    assert books.asked == 1
    assert sum(isinstance(each, Taken) for each in outcomes) == 5
    assert sum(isinstance(each, OutOfFunds) for each in outcomes) == 15


async def test_books_that_are_away_are_asked_again_by_the_next_caller() -> None:
    books = SlowBooks(problem=Unavailable("away"))
    books.open.set()
    gate = allowing(spending=books)
    with pytest.raises(Unavailable):
        await gate.take(a_claim("r1", fund=a_fund()))

    books.problem = None

    assert (await gate.take(a_claim("r2", fund=a_fund()))).claim.request == "r2"
    assert books.asked == 2
