from dataclasses import replace

import pytest

from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price

PRICE = Price(
    input=NanoUsd(3),
    output=NanoUsd(15),
    cache_read=NanoUsd(1),
    cache_write_5m=NanoUsd(4),
    cache_write_1h=NanoUsd(6),
    source="list 2026-01-01",
)
MILLION = 1_000_000


def test_every_kind_of_token_has_a_rate_of_its_own() -> None:
    usage = Usage(
        input_uncached=2 * MILLION,
        cache_read=3 * MILLION,
        cache_write_5m=5 * MILLION,
        cache_write_1h=7 * MILLION,
        output=11 * MILLION,
    )

    assert PRICE.cost(usage) == 2 * 3 + 3 * 1 + 5 * 4 + 7 * 6 + 11 * 15


def test_tokens_of_thought_are_paid_as_the_output_that_they_are_part_of() -> None:
    usage = Usage(output=MILLION, reasoning=MILLION)

    assert PRICE.cost(usage) == 15


@pytest.mark.parametrize(("tokens", "nano"), [(499_999, 0), (500_000, 1), (1_499_999, 1)])
def test_the_whole_call_is_rounded_half_up_once(tokens: int, nano: int) -> None:
    usage = Usage(cache_read=tokens)

    assert PRICE.cost(usage) == nano


def test_parts_that_are_too_small_alone_count_together() -> None:
    usage = Usage(input_uncached=100_000, cache_read=200_000)

    assert PRICE.cost(usage) == 1


def test_a_large_call_is_exact_where_floating_point_is_not() -> None:
    price = replace(PRICE, output=NanoUsd(15_000_000_499_999))

    assert price.cost(Usage(output=1_000_001)) == 15_000_015_499_999
