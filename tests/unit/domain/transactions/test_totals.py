from dataclasses import replace

import pytest

from domain.llm.usage import Usage
from domain.transactions.latencies import Latencies
from domain.transactions.money import NanoUsd
from domain.transactions.totals import Totals
from domain.transactions.transaction import Outcome
from tests.builders import a_transaction
from tests.unit.domain.transactions.test_price import PRICE


def test_a_call_counts_with_its_tokens_and_its_cost() -> None:
    totals = Totals.of(a_transaction(cost=NanoUsd(7)))

    assert totals == Totals(
        requests=1,
        input_tokens=5,
        cached_tokens=2,
        output_tokens=5,
        cost=NanoUsd(7),
        latencies=Latencies.of([2]),
    )


def test_a_call_without_a_price_counts_and_costs_nothing() -> None:
    totals = Totals.of(a_transaction(cost=None))

    assert (totals.requests, totals.cost) == (1, 0)


@pytest.mark.parametrize(("outcome", "errors"), [("ok", 0), ("client_closed", 0), ("error", 1)])
def test_only_a_failure_of_the_model_is_an_error(outcome: Outcome, errors: int) -> None:
    assert Totals.of(a_transaction(outcome=outcome)).errors == errors


def test_totals_add_up_field_by_field() -> None:
    few = Totals(
        requests=1, errors=2, input_tokens=3, cached_tokens=4, output_tokens=5, cost=NanoUsd(6)
    )
    many = Totals(
        requests=10,
        errors=20,
        input_tokens=30,
        cached_tokens=40,
        output_tokens=50,
        cost=NanoUsd(60),
    )

    assert few + many == Totals(
        requests=11,
        errors=22,
        input_tokens=33,
        cached_tokens=44,
        output_tokens=55,
        cost=NanoUsd(66),
    )


def test_what_a_cache_saves_is_told_beside_the_price_without_any() -> None:
    used = Usage(input_uncached=1_000_000, cache_read=4_000_000, cache_write_5m=1_000_000)
    call = replace(a_transaction(), usage=used, price=PRICE, cost=PRICE.cost(used))

    assert Totals.of(call).saved == 4 * (PRICE.input - PRICE.cache_read) + (
        PRICE.input - PRICE.cache_write_5m
    )
    assert Totals.of(replace(call, price=None)).saved == 0


@pytest.mark.parametrize(
    ("outcome", "reused"), [("error", False), ("refused", False), ("ok", True)]
)
def test_only_good_answers_of_providers_are_timed(outcome: Outcome, *, reused: bool) -> None:
    call = replace(a_transaction(outcome=outcome), reused=reused)

    assert Totals.of(call).latencies == Latencies()
