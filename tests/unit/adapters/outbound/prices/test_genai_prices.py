from datetime import UTC, datetime

import pytest

from adapters.outbound.prices.genai import price_of
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
    price = price_of(kind, upstream, AT)

    assert price is not None
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


def test_tiers_start_from_the_lowest() -> None:
    price = price_of("anthropic", "claude-haiku-5-5", AT)

    assert price is not None
    assert price.cost(Usage(input_uncached=1_000_000)) == 100_000_000


@pytest.mark.parametrize(
    ("kind", "upstream"), [("openai", "no-such-model"), ("openai_compatible", "gpt-5.4-mini")]
)
def test_what_nobody_knows_has_no_price(kind: ProviderKind, upstream: str) -> None:
    assert price_of(kind, upstream, AT) is None
