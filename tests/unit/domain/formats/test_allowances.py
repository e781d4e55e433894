from datetime import UTC, datetime

import pytest

from domain.formats.allowances import (
    Quota,
    anthropic_headers,
    limits_in,
    openai_headers,
    read_quotas,
)

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
OPENAI = {
    "x-ratelimit-limit-requests": "500",
    "x-ratelimit-remaining-requests": "499",
    "x-ratelimit-reset-requests": "120ms",
    "x-ratelimit-limit-tokens": "30000",
    "x-ratelimit-remaining-tokens": "29000",
    "x-ratelimit-reset-tokens": "6m0s",
}
ANTHROPIC = {
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "49",
    "anthropic-ratelimit-requests-reset": "2026-11-25T12:00:30Z",
    "anthropic-ratelimit-input-tokens-limit": "1000",
    "anthropic-ratelimit-input-tokens-remaining": "900",
}


def test_only_what_is_about_limits_is_taken() -> None:
    found = limits_in({**OPENAI, "X-RateLimit-Limit-Tokens": "1", "set-cookie": "a", "server": "b"})

    assert {name for name, _ in found} == {*OPENAI}


def test_openai_s_headers_are_told_to_anthropic_s_clients() -> None:
    assert anthropic_headers(limits_in(OPENAI), now=NOON) == {
        "anthropic-ratelimit-requests-limit": "500",
        "anthropic-ratelimit-requests-remaining": "499",
        "anthropic-ratelimit-requests-reset": "2026-11-25T12:00:00Z",
        "anthropic-ratelimit-tokens-limit": "30000",
        "anthropic-ratelimit-tokens-remaining": "29000",
        "anthropic-ratelimit-tokens-reset": "2026-11-25T12:06:00Z",
    }


def test_anthropic_s_headers_are_told_to_openai_s_clients() -> None:
    assert openai_headers(limits_in(ANTHROPIC), now=NOON) == {
        "x-ratelimit-limit-requests": "50",
        "x-ratelimit-remaining-requests": "49",
        "x-ratelimit-reset-requests": "30s",
    }


def test_each_vendor_s_own_headers_say_the_same_again() -> None:
    assert anthropic_headers(limits_in(ANTHROPIC), now=NOON) == ANTHROPIC
    again = openai_headers(limits_in(OPENAI), now=NOON)
    assert read_quotas(limits_in(again), now=NOON) == read_quotas(limits_in(OPENAI), now=NOON)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1s", 1),
        ("0s", 0),
        ("2.5s", 2.5),
        ("1h2m3s", 3_723),
        ("1d", 86_400),
        ("120ms", 0.12),
        ("1m", 60),
        ("2026-11-25T11:00:00Z", 0),
        ("2026-11-25T13:00:01+01:00", 1),
    ],
)
def test_a_time_is_read_however_it_is_said(text: str, seconds: float) -> None:
    found = read_quotas((("x-ratelimit-reset-requests", text),), now=NOON)

    assert found["requests"].reset_s == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "soon", "-1s", "2026-11-25T12:00:00", "s", "1e9s"])
def test_what_is_no_time_is_left_out(text: str) -> None:
    assert read_quotas((("x-ratelimit-reset-requests", text),), now=NOON) == {"requests": Quota()}


def test_what_is_no_number_is_left_out() -> None:
    limits = (("x-ratelimit-limit-requests", "many"), ("x-ratelimit-remaining-requests", "-1"))

    assert openai_headers(limits, now=NOON) == {}
