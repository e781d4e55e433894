"""Calls that stand still: what was said last is written down too."""

import pytest

from domain.errors import Unavailable
from domain.transactions.transaction import Transaction
from tests.unit.application.test_metering import ANSWER, CALL, Counter, a_counter


def drafted(counter: Counter, *, after_s: float) -> Transaction:
    """What the books would have, should the process die so much later without another word."""
    watch = counter.model.watch
    watch.now_s += after_s
    for record in counter.metering.open_calls.behind(now_s=watch.now_s):
        counter.metering.draft_again(record, watch.now_s)
    (draft,) = counter.books.journal.left()
    return draft


async def test_what_stands_still_is_written_down_after_half_a_second() -> None:
    counter = a_counter()

    async with counter.metering.open(CALL) as stream:
        for _ in range(3):  # to its first word
            await anext(stream.events)
        early, late = drafted(counter, after_s=0.1), drafted(counter, after_s=0.2)

    assert (early.usage.output, late.usage.output) == (0, 2)


async def test_what_is_written_down_is_not_written_again() -> None:
    counter = a_counter()

    async with counter.metering.open(CALL) as stream:
        await anext(stream.events)
        open_calls, now_s = counter.metering.open_calls, counter.model.watch.now_s + 1
        (record,) = open_calls.behind(now_s=now_s)
        counter.metering.draft_again(record, now_s)
        again = open_calls.behind(now_s=now_s + 1)

    assert again == []


async def test_a_call_that_is_over_or_was_never_made_is_not_open() -> None:
    counter = a_counter()
    async with counter.metering.open(CALL) as stream:
        assert [event async for event in stream] == list(ANSWER)
    counter.books.journal.is_full = True
    with pytest.raises(Unavailable):
        async with counter.metering.open(CALL):
            pass

    assert counter.metering.open_calls.behind(now_s=10**9) == []
