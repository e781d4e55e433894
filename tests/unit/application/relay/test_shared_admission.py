import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from application.relay.shared_admission import shared_admission
from application.remembered import FRESH, TRUSTED
from domain.errors import DomainError, Unauthenticated, Unavailable
from domain.ids import TeamId
from domain.transactions.transaction import Payer
from tests.clock import FakeClock

KEY = "sk-parley-one"
PAYER = Payer(team=TeamId("t1"))


@dataclass
class Stores:
    """Admits everybody, or raises what it is told to; `open` lets the answers out."""

    problem: DomainError | None = None
    asked: list[str] = field(default_factory=list[str])
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    async def admit(self, text: str) -> Payer:
        self.asked.append(text)
        await self.open.wait()
        if self.problem is not None:
            raise self.problem
        return PAYER


async def all_of(tasks: Sequence[asyncio.Task[Payer]]) -> list[Payer | BaseException]:
    return await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def test_many_callers_at_once_share_one_look_up(clock: FakeClock) -> None:
    stores = Stores()
    stores.open.clear()
    admission = shared_admission(stores.admit, clock=clock)
    callers = [asyncio.create_task(admission(KEY)) for _ in range(200)]
    await asyncio.wait(callers, timeout=0.01)

    stores.open.set()

    assert await all_of(callers) == [PAYER] * 200
    assert stores.asked == [KEY]


async def test_another_key_is_another_look_up(clock: FakeClock) -> None:
    stores = Stores()
    admission = shared_admission(stores.admit, clock=clock)

    await admission(KEY)
    await admission("sk-parley-two")

    assert stores.asked == [KEY, "sk-parley-two"]


async def test_an_answer_is_fresh_for_half_a_second(clock: FakeClock) -> None:
    stores = Stores()
    admission = shared_admission(stores.admit, clock=clock)
    await admission(KEY)
    clock.advance(FRESH - timedelta(milliseconds=1))
    await admission(KEY)
    assert len(stores.asked) == 1
    clock.advance(timedelta(milliseconds=1))

    await admission(KEY)

    assert len(stores.asked) == 2


async def test_a_caller_who_leaves_does_not_take_the_others_answer_along(clock: FakeClock) -> None:
    stores = Stores()
    stores.open.clear()
    admission = shared_admission(stores.admit, clock=clock)
    leaver, stayer = (asyncio.create_task(admission(KEY)) for _ in range(2))
    await asyncio.wait([leaver], timeout=0.01)

    leaver.cancel()
    stores.open.set()

    assert await stayer == PAYER
    assert leaver.cancelled()


async def test_a_refusal_reaches_everybody_and_is_not_remembered(clock: FakeClock) -> None:
    stores = Stores(problem=Unauthenticated("no"))
    stores.open.clear()
    admission = shared_admission(stores.admit, clock=clock)
    callers = [asyncio.create_task(admission(KEY)) for _ in range(2)]
    await asyncio.wait(callers, timeout=0.01)
    stores.open.set()
    answers = await all_of(callers)

    stores.problem = None

    assert [type(each) for each in answers] == [Unauthenticated] * 2
    assert await admission(KEY) == PAYER


async def test_a_known_key_stays_good_for_two_hours_while_the_stores_are_away(
    clock: FakeClock,
) -> None:
    stores = Stores()
    admission = shared_admission(stores.admit, clock=clock)
    await admission(KEY)
    stores.problem = Unavailable("away")
    clock.advance(TRUSTED)
    assert await admission(KEY) == PAYER
    clock.advance(timedelta(seconds=1))

    with pytest.raises(Unavailable):
        await admission(KEY)


async def test_a_new_key_is_not_admitted_while_the_stores_are_away(clock: FakeClock) -> None:
    admission = shared_admission(Stores(problem=Unavailable("away")).admit, clock=clock)

    with pytest.raises(Unavailable):
        await admission(KEY)


async def test_a_key_found_revoked_is_not_trusted_later(clock: FakeClock) -> None:
    stores = Stores()
    admission = shared_admission(stores.admit, clock=clock)
    await admission(KEY)
    clock.advance(FRESH)
    stores.problem = Unauthenticated("revoked")
    with pytest.raises(Unauthenticated):
        await admission(KEY)
    stores.problem = Unavailable("away")

    with pytest.raises(Unavailable):
        await admission(KEY)


async def test_a_text_that_has_no_bytes_is_asked_about_as_any_other(clock: FakeClock) -> None:
    stores = Stores(problem=Unauthenticated("no key"))

    with pytest.raises(Unauthenticated, match="no key"):
        await shared_admission(stores.admit, clock=clock)("sk-parley-\ud800")

    assert stores.asked == ["sk-parley-\ud800"]
