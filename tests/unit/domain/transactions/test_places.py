"""Where calls are summed up, and in which batches they came."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.ids import KeyId, TeamId
from domain.transactions.batch import BatchId, BookedRow, WriterId
from domain.transactions.totals import Place, PlaceTotals, Totals, by_place, hour_of
from domain.transactions.transaction import Payer
from tests.builders import ADA, EVE, NOON, a_batch, a_transaction

CALL = a_transaction("r1")
W = WriterId("w")


def booked(number: int, id: str, *, model: str = "m") -> BookedRow:
    return BookedRow(batch=a_batch(number=number).id, transaction=a_transaction(id, model=model))


@pytest.mark.parametrize(
    ("at", "hour"),
    [
        (NOON, NOON),
        (NOON + timedelta(minutes=59, seconds=59, microseconds=999_999), NOON),
        (NOON - timedelta(microseconds=1), NOON - timedelta(hours=1)),
        (datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=2))),
         datetime(2025, 12, 31, 22, tzinfo=UTC)),
    ],
    ids=["its beginning", "its end", "the one before", "of another zone"],
)  # fmt: skip
def test_an_hour_begins_in_utc(at: datetime, hour: datetime) -> None:
    assert hour_of(at) == hour
    assert hour_of(at).tzinfo is UTC


def test_a_call_is_summed_up_by_its_hour_its_model_and_who_pays() -> None:
    payer = Payer(user=ADA, team=TeamId("t1"), key=KeyId("k1"))
    call = replace(CALL, at=NOON + timedelta(minutes=5), payer=payer)

    place = Place.of(call)

    assert place == Place(
        hour=NOON, model="m", provider="p", user=ADA, team=TeamId("t1"), key=KeyId("k1")
    )
    assert place.payer == payer


def test_calls_of_one_place_add_up_and_others_do_not() -> None:
    sums = by_place([CALL, a_transaction("r2"), a_transaction("r3", user=EVE)])

    one = Totals.of(CALL)
    assert sums == {
        Place.of(CALL): one + one,
        Place.of(a_transaction(user=EVE)): one,
    }


@pytest.mark.parametrize(
    ("writer", "number", "is_in"),
    [("w", 2, True), ("w", 3, True), ("w", 4, False), ("v", 1, False)],
)
def test_a_sum_has_all_batches_of_a_writer_up_to_the_last(
    writer: str, number: int, is_in: bool
) -> None:
    totals = PlaceTotals(place=Place.of(CALL), totals=Totals(), seen={W: 3})

    assert totals.has(BatchId(writer=WriterId(writer), number=number)) is is_in


def test_tokens_are_those_that_went_in_and_those_that_came_out() -> None:
    assert Totals(input_tokens=3, cached_tokens=2, output_tokens=4).tokens == 7
