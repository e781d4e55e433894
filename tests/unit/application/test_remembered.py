import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from application.remembered import FRESH, TRUSTED, Remembered
from domain.errors import Forbidden, Unavailable
from tests.clock import FakeClock

MOMENT = timedelta(milliseconds=1)


@dataclass
class Oracle:
    """Says how often it was asked; may be away, or refuse."""

    asked: int = 0
    error: Exception | None = None
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, question: str) -> int:
        assert question
        self.asked += 1
        number = self.asked
        await self.open.wait()
        if self.error is not None:
            raise self.error
        return number


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def oracle() -> Oracle:
    found = Oracle()
    found.open.set()
    return found


@pytest.fixture
def remembered(oracle: Oracle, clock: FakeClock) -> Remembered[str, int]:
    return Remembered(oracle, clock=clock, kept_max=2)


async def test_an_answer_is_taken_for_a_moment_and_then_asked_for_again(
    remembered: Remembered[str, int], clock: FakeClock
) -> None:
    assert [await remembered("a"), await remembered("a")] == [1, 1]
    clock.advance(FRESH - MOMENT)
    assert await remembered("a") == 1
    clock.advance(MOMENT)

    assert await remembered("a") == 2


async def test_all_who_ask_at_once_wait_for_one_answer(
    remembered: Remembered[str, int], oracle: Oracle
) -> None:
    oracle.open.clear()
    asking = [asyncio.ensure_future(remembered("a")) for _ in range(5)]
    await asyncio.sleep(0)
    asking[0].cancel()
    await asyncio.wait({asking[0]})
    oracle.open.set()

    assert [await each for each in asking[1:]] == [1, 1, 1, 1]
    assert oracle.asked == 1


async def test_while_nobody_can_be_asked_the_last_answer_stands_for_its_time(
    remembered: Remembered[str, int], oracle: Oracle, clock: FakeClock
) -> None:
    await remembered("a")
    oracle.error = Unavailable("away")
    clock.advance(TRUSTED)
    assert await remembered("a") == 1
    clock.advance(MOMENT)

    with pytest.raises(Unavailable):
        await remembered("a")
    with pytest.raises(Unavailable):
        await remembered("b")


async def test_a_refusal_ends_what_was_known(
    remembered: Remembered[str, int], oracle: Oracle, clock: FakeClock
) -> None:
    await remembered("a")
    oracle.error = Forbidden("no")
    clock.advance(FRESH)
    with pytest.raises(Forbidden):
        await remembered("a")

    oracle.error = Unavailable("away")
    with pytest.raises(Unavailable):
        await remembered("a")


async def test_no_more_is_kept_than_there_is_room_for(
    remembered: Remembered[str, int],
) -> None:
    for question in ("a", "b", "c"):
        await remembered(question)

    assert await remembered("c") == 3
    assert await remembered("b") == 2
    assert await remembered("a") == 4


async def test_what_is_known_does_not_wait_for_an_oracle_that_hangs(
    oracle: Oracle, clock: FakeClock
) -> None:
    remembered = Remembered(oracle, clock=clock, patience_s=0.001)
    await remembered("a")
    oracle.open.clear()
    clock.advance(FRESH)

    assert await remembered("a") == 1
    clock.advance(FRESH - MOMENT)
    assert await remembered("a") == 1

    assert oracle.asked == 2, "nobody asks again before a moment has passed"


async def test_late_news_counts_from_when_it_was_asked_for(
    oracle: Oracle, clock: FakeClock
) -> None:
    remembered = Remembered(oracle, clock=clock, patience_s=0.001)
    await remembered("a")
    oracle.open.clear()
    clock.advance(FRESH)
    assert await remembered("a") == 1

    oracle.open.set()
    for _ in range(3):
        await asyncio.sleep(0)  # it comes
    clock.advance(FRESH - MOMENT)
    assert await remembered("a") == 2
    clock.advance(MOMENT)

    assert await remembered("a") == 3


async def test_an_oracle_that_is_away_is_left_alone_for_a_moment(
    remembered: Remembered[str, int], oracle: Oracle, clock: FakeClock
) -> None:
    await remembered("a")
    oracle.error = Unavailable("away")
    clock.advance(FRESH)

    assert [await remembered("a"), await remembered("a")] == [1, 1]

    assert oracle.asked == 2


async def test_what_is_in_doubt_is_asked_for_again_and_stands_while_nobody_answers(
    remembered: Remembered[str, int], oracle: Oracle
) -> None:
    await remembered("a")
    await remembered("b")

    remembered.doubt(lambda name, answer: (name, answer) == ("a", 1))

    assert [await remembered("a"), await remembered("b")] == [3, 2]
    remembered.doubt(lambda name, _: name == "a")
    oracle.error = Unavailable("away")
    assert await remembered("a") == 3


async def test_what_is_forgotten_is_not_known_even_while_nobody_can_be_asked(
    remembered: Remembered[str, int], oracle: Oracle
) -> None:
    await remembered("a")
    await remembered("b")
    oracle.error = Unavailable("away")

    remembered.doubt(lambda name, _: name == "a", forget=True)

    with pytest.raises(Unavailable):
        await remembered("a")
    assert await remembered("b") == 2


async def test_an_answer_from_before_a_doubt_is_given_to_nobody_who_asks_after_it(
    remembered: Remembered[str, int], oracle: Oracle
) -> None:
    oracle.open.clear()
    before = asyncio.ensure_future(remembered("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    remembered.doubt(lambda name, _: name == "a", forget=True)
    after = asyncio.ensure_future(remembered("a"))
    oracle.open.set()

    await before
    assert oracle.asked == 2
    assert await after == 2
    assert await remembered("a") == 2


async def test_an_answer_that_a_doubt_came_across_stands_while_nobody_answers(
    remembered: Remembered[str, int], oracle: Oracle
) -> None:
    oracle.open.clear()
    before = asyncio.ensure_future(remembered("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    remembered.doubt(lambda name, _: name == "a")
    oracle.open.set()
    await before
    oracle.error = Unavailable("away")

    assert await remembered("a") == 1
    assert oracle.asked == 2, "it is asked for anew all the same"


async def test_an_answer_from_before_a_doubt_does_not_replace_a_later_one(
    remembered: Remembered[str, int], oracle: Oracle, clock: FakeClock
) -> None:
    oracle.open.clear()
    before = asyncio.ensure_future(remembered("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    remembered.doubt(lambda name, _: name == "a")
    clock.advance(MOMENT)
    slow, oracle.open = oracle.open, asyncio.Event()
    oracle.open.set()
    assert await remembered("a") == 2
    slow.set()
    await before

    assert await remembered("a") == 2


async def test_nobody_waits_for_an_oracle_that_did_not_answer_the_last_time(
    oracle: Oracle, clock: FakeClock
) -> None:
    remembered = Remembered(oracle, clock=clock, patience_s=60)
    await remembered("a")
    await remembered("b")
    oracle.error = Unavailable("away")
    clock.advance(FRESH)
    assert await remembered("a") == 1
    oracle.error = None
    oracle.open.clear()

    patient = asyncio.ensure_future(remembered("b"))
    await asyncio.wait({patient}, timeout=5)

    assert patient.done()
    assert await patient == 2
    oracle.open.set()
    for _ in range(3):
        await asyncio.sleep(0)
    clock.advance(FRESH)
    assert await remembered("a") == 5, "who answers late is waited for again"
