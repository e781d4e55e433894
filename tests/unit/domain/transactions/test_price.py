from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from domain.errors import Invalid
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.price import LongContext, MediaRates, Price, price_at

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


def test_the_rates_of_a_long_input_are_those_of_the_whole_call() -> None:
    price = replace(
        PRICE,
        long_context=(_tier(above=2 * MILLION, output=20), _tier(above=4 * MILLION, output=30)),
    )

    costs = [
        price.cost(Usage(cache_read=length, output=MILLION))
        for length in (2 * MILLION, 2 * MILLION + 1, 4 * MILLION, 4 * MILLION + 1)
    ]

    assert costs == [2 + 15, 20, 20, 30]


def test_tiers_that_are_out_of_order_are_refused() -> None:
    with pytest.raises(Invalid, match="begin one above the other"):
        replace(PRICE, long_context=(_tier(above=2), _tier(above=2)))


@pytest.mark.parametrize(
    ("day", "rate"), [(date(2026, 1, 31), 3), (date(2026, 2, 1), 4), (date(2026, 4, 1), 5)]
)
def test_the_version_that_has_begun_last_holds(day: date, rate: int) -> None:
    versions = [
        replace(PRICE, input=NanoUsd(5), valid_from=date(2026, 3, 1)),
        PRICE,
        replace(PRICE, input=NanoUsd(4), valid_from=date(2026, 2, 1)),
    ]

    found = price_at(versions, datetime.combine(day, time(), UTC))

    assert found is not None
    assert found.input == rate


def test_no_version_may_have_begun_yet() -> None:
    later = replace(PRICE, valid_from=date(2026, 2, 1))
    # An hour before midnight elsewhere it is already February in UTC.
    there = timezone(timedelta(hours=-2))

    assert price_at([later], datetime(2026, 1, 31, 23, tzinfo=UTC)) is None
    assert price_at([later], datetime(2026, 1, 31, 23, tzinfo=there)) == later
    assert price_at([], datetime(2026, 1, 31, tzinfo=UTC)) is None


def _tier(*, above: int, output: int = 0) -> LongContext:
    zero = NanoUsd(0)
    return LongContext(
        above=above,
        input=zero,
        output=NanoUsd(output),
        cache_read=zero,
        cache_write_5m=zero,
        cache_write_1h=zero,
    )


MEDIA = replace(
    PRICE,
    media=MediaRates(
        input_image=NanoUsd(10),
        input_audio=NanoUsd(20),
        output_image=NanoUsd(40),
        output_audio=NanoUsd(70),
        image=NanoUsd(7),
        characters=NanoUsd(30),
        audio_hour=NanoUsd(3_600),
    ),
)


@pytest.mark.parametrize(
    ("usage", "nano"),
    [
        (Usage(input_images=MILLION), 10),
        (Usage(input_audio=MILLION), 20),
        (Usage(output=MILLION), 15),
        (Usage(output=MILLION, output_images=MILLION), 40),
        (Usage(output=2 * MILLION, output_images=MILLION), 15 + 40),
        (Usage(output=3 * MILLION, output_audio=2 * MILLION), 15 + 2 * 70),
        (Usage(images=3), 21),
        (Usage(characters=2 * MILLION), 60),
        (Usage(audio_ms=1_000), 1),
        (Usage(audio_ms=499), 0),
        (
            Usage(images=1, characters=MILLION, audio_ms=2_000, input_uncached=MILLION),
            7 + 30 + 2 + 3,
        ),
    ],
)
def test_pictures_and_sound_have_rates_of_their_own(usage: Usage, nano: int) -> None:
    assert MEDIA.cost(usage) == nano


@pytest.mark.parametrize(
    ("usage", "nano"),
    [
        (Usage(input_images=MILLION, input_audio=MILLION), 6),
        (Usage(output=MILLION, output_images=MILLION), 15),
        (Usage(output=MILLION, output_audio=MILLION), 15),
        (Usage(images=3, characters=MILLION, audio_ms=3_600_000), 0),
    ],
)
def test_without_such_rates_their_tokens_cost_what_others_do(usage: Usage, nano: int) -> None:
    assert PRICE.cost(usage) == nano


FREE = replace(
    PRICE,
    input=ZERO,
    output=ZERO,
    cache_read=ZERO,
    cache_write_5m=ZERO,
    cache_write_1h=ZERO,
)


def test_a_price_of_nothing_but_zeros_is_free() -> None:
    assert FREE.is_free
    assert not PRICE.is_free
    assert not replace(FREE, cache_write_1h=NanoUsd(1)).is_free
    assert not replace(FREE, media=MediaRates(image=NanoUsd(1))).is_free
    tier = LongContext(
        input=NanoUsd(1),
        output=ZERO,
        cache_read=ZERO,
        cache_write_5m=ZERO,
        cache_write_1h=ZERO,
        above=5,
    )
    assert not replace(FREE, long_context=(tier,)).is_free
    assert replace(FREE, media=MediaRates(input_image=ZERO)).is_free
