from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from application.books import Books
from application.ledger.rebuild_ledger import RebuildLedger
from application.ledger.verify_ledger import VerifyLedger
from domain.errors import Conflict
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price
from domain.transactions.totals import PlaceTotals, Totals
from tests.books import BookkeepingDesk
from tests.builders import NOON, a_batch, a_transaction
from tests.unit.application.brittle_books import BrittleBooks

TODAY = date(2026, 1, 1)
CALLS = tuple(
    a_transaction(f"r{n}", model=f"m{n % 3}", at=NOON - timedelta(hours=7 * n)) for n in range(9)
)


class Ledger:
    """Nine calls over three days in three batches, summed up, and the means to look at them."""

    def __init__(self) -> None:
        self.store = BrittleBooks()
        self.books = Books(transactions=self.store, totals=self.store, feed=BookkeepingDesk().feed)
        self.verify = VerifyLedger(transactions=self.store, totals=self.store, clock=lambda: NOON)
        self.rebuild = RebuildLedger(verify=self.verify, totals=self.store)

    async def fill(self) -> "Ledger":
        for number in range(3):
            await self.books.write(a_batch(*CALLS[number::3], number=number + 1))
        return self

    async def sums(self) -> Sequence[PlaceTotals]:
        days = await self.verify.days(None)
        return [each for day in days for each in await self.store.sums_of(day)]


async def test_good_books_are_found_good() -> None:
    ledger = await Ledger().fill()

    audit = await ledger.verify()

    assert audit.is_good
    assert (audit.rows, audit.sums) == (9, 9)
    assert await ledger.rebuild() == 0


async def test_an_empty_ledger_is_good() -> None:
    assert (await Ledger().verify()).is_good


async def test_a_sum_that_differs_is_found_and_put_right() -> None:
    ledger = await Ledger().fill()
    good = await ledger.sums()
    wrong = replace(good[0], totals=good[0].totals + Totals(requests=1, cost=NanoUsd(1)))
    await ledger.store.restate(wrong, old=good[0])

    audit = await ledger.verify()

    (difference,) = audit.differences
    assert (difference.old, difference.right) == (wrong, good[0])
    assert not audit.is_good
    assert await ledger.rebuild() == 1
    assert list(await ledger.sums()) == list(good)


async def test_lost_sums_are_made_again_and_count_nothing_twice() -> None:
    ledger = await Ledger().fill()
    good = await ledger.sums()
    for each in good:
        await ledger.store.remove(each)

    assert await ledger.rebuild() == 9
    for number in range(3):
        await ledger.store.add(a_batch(number=number + 1).id, CALLS[number::3])

    assert {each.place: each.totals for each in await ledger.sums()} == {
        each.place: each.totals for each in good
    }


async def test_a_sum_of_nothing_is_removed() -> None:
    ledger = await Ledger().fill()
    await ledger.store.add(a_batch(number=9).id, [a_transaction("x", model="never")])

    assert await ledger.rebuild() == 1

    assert (await ledger.verify()).is_good


async def test_what_is_before_the_asked_day_is_left_alone() -> None:
    ledger = await Ledger().fill()
    for each in await ledger.sums():
        await ledger.store.remove(each)

    assert await ledger.rebuild(since=TODAY) == len([c for c in CALLS if c.at.date() == TODAY])


async def test_a_row_that_was_miscalculated_is_named() -> None:
    ledger = await Ledger().fill()
    price = replace(_price(), input=NanoUsd(10**9))
    await ledger.books.write(
        a_batch(replace(a_transaction("bad"), price=price, cost=NanoUsd(1)), number=4)
    )

    audit = await ledger.verify()

    assert audit.miscalculated == ("bad",)
    assert not audit.is_good


@pytest.mark.parametrize("summed_up", [False, True])
async def test_a_batch_on_its_way_is_no_difference(*, summed_up: bool) -> None:
    ledger = await Ledger().fill()
    batch = a_batch(a_transaction("new"), number=4)
    rows = await ledger.store.record(batch)
    if summed_up:
        await ledger.store.add(batch.id, rows)

    assert (await ledger.verify()).is_good
    assert await ledger.rebuild() == 0
    await ledger.books.complete(batch.id.writer)

    assert (await ledger.verify()).is_good


async def test_a_batch_that_arrives_while_the_rows_are_read_is_no_difference() -> None:
    ledger = await Ledger().fill()
    late = a_batch(a_transaction("late"), number=4)
    ledger.store.between = lambda: ledger.books.write(late)

    audit = await ledger.verify.day(TODAY)

    assert audit.is_good
    assert (await ledger.store.get(late.rows[0].id)) == late.rows[0]
    assert (await ledger.verify()).is_good


async def test_a_batch_that_arrives_while_a_sum_is_put_right_counts_once() -> None:
    ledger = await Ledger().fill()
    for each in await ledger.sums():
        await ledger.store.remove(each)
    late = a_batch(a_transaction("late", model="m0"), number=4)
    ledger.store.between = lambda: ledger.books.write(late)

    await ledger.rebuild()

    assert (await ledger.verify()).is_good
    assert (await _requests(ledger)) == 10


async def test_sums_that_never_hold_still_are_given_up() -> None:
    ledger = await Ledger().fill()
    numbers = iter(range(4, 999))

    async def again() -> None:
        number = next(numbers)
        ghost = a_transaction("ghost", model="never")
        await ledger.store.add(a_batch(number=number).id, [ghost])
        ledger.store.between = again

    await again()

    with pytest.raises(Conflict, match="the sums of 2026-01-01 change all the time"):
        await ledger.rebuild(since=TODAY)


async def _requests(ledger: Ledger) -> int:
    return sum(each.totals.requests for each in await ledger.sums())


def _price() -> Price:
    one = NanoUsd(1)
    return Price(
        input=one, output=one, cache_read=one, cache_write_5m=one, cache_write_1h=one, source="t"
    )
