from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from adapters.outbound.prices.genai import prices_of
from domain.catalog.models import ProviderKind
from domain.llm.usage import Usage

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "upstream", "rates"),
    [
        ("openai", "gpt-5.4-mini", (750, 4_500, 75, 750, 750)),
        ("anthropic", "claude-sonnet-5-5", (2_000, 10_000, 100, 2_500, 4_000)),
        ("google", "gemini-3.8-flash", (750, 3_750, 75, 750, 750)),
    ],
)
def test_the_list_price_of_every_kind_of_token(
    kind: ProviderKind, upstream: str, rates: tuple[int, ...]
) -> None:
    price = prices_of(kind, upstream, AT)[0]

    assert rates == tuple(
        rate // 1_000_000
        for rate in (
            price.input,
            price.output,
            price.cache_read,
            price.cache_write_5m,
            price.cache_write_1h,
        )
    )
    assert price.source.startswith("genai-prices 0.")


def test_the_length_of_the_input_decides_on_the_tier_of_all_tokens() -> None:
    (price,) = prices_of("anthropic", "claude-haiku-5-5", AT)

    assert price.cost(Usage(input_uncached=50_000, cache_read=50_000)) == 5_500_000
    assert price.cost(Usage(input_uncached=50_001, cache_read=50_000)) == 27_500_500
    assert price.cost(Usage(cache_write_1h=200_000, output=1000)) == 202_500_000


def test_a_price_that_is_announced_follows_the_one_of_today() -> None:
    today, later = prices_of("google", "gemini-3.6-flash", AT)

    assert later.valid_from == date(2027, 1, 1)
    assert today.valid_from is None
    assert (today.input, today.output) != (later.input, later.output)


def test_a_price_that_has_changed_says_since_when() -> None:
    (price,) = prices_of("anthropic", "claude-opus-4-6", AT)
    (first, second) = prices_of("anthropic", "claude-opus-4-6", datetime(2026, 3, 12, tzinfo=UTC))

    assert price.valid_from == date(2026, 3, 13)
    assert second == replace(price, tiers=())  # batches came later
    assert first.valid_from is None
    assert first.long_context[0].above == 200_000


@pytest.mark.parametrize(
    ("kind", "upstream"), [("openai", "no-such-model"), ("openai_compatible", "gpt-5.4-mini")]
)
def test_what_nobody_knows_has_no_price(kind: ProviderKind, upstream: str) -> None:
    assert list(prices_of(kind, upstream, AT)) == []


@pytest.mark.parametrize(
    ("upstream", "usage", "cost"),
    [
        ("whisper-1", Usage(audio_ms=3_600_000), 360_000_000),
        ("tts-1", Usage(characters=1_000), 15_000_000),
        ("gpt-image-1", Usage(input_uncached=1, input_images=1, output=1, output_images=1), 55_000),
        ("gpt-image-1.5", Usage(output=2, output_images=1), 10_000 + 32_000),
        ("gpt-4o-transcribe", Usage(input_uncached=1, input_audio=1, output=1), 18_500),
        ("gpt-audio", Usage(input_audio=1, output=3, output_audio=2), 32_000 + 10_000 + 2 * 64_000),
        ("omni-moderation-latest", Usage(input_uncached=1_000), 0),
    ],
)
def test_pictures_sound_and_moderations_have_a_price(
    upstream: str, usage: Usage, cost: int
) -> None:
    (price,) = prices_of("openai", upstream, AT)

    assert price.cost(usage) == cost


def test_moderations_are_free_and_say_so() -> None:
    (price,) = prices_of("openai", "omni-moderation-latest", AT)

    assert price.is_free
