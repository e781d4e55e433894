import pytest

from domain.formats.failures import overflow_numbers


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("prompt is too long: 208310 tokens > 200000 maximum", (208_310, 200_000)),
        (
            "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000",
            (210_000, 200_000),
        ),
        (
            (
                "This model's maximum context length is 128000 tokens. However, your messages "
                "resulted in 130,001 tokens."
            ),
            (130_001, 128_000),
        ),
        (
            "This model's maximum context length is 8,192 tokens, however you requested 9000",
            (9_000, 8_192),
        ),
        (
            (
                "The input token count (1500000) exceeds the maximum number of tokens allowed "
                "(1048576)."
            ),
            (1_500_000, 1_048_576),
        ),
        (
            "the prompt contains 5000 tokens, more than the context window of 4096",
            (5_000, 4_096),
        ),
    ],
)
def test_every_vendor_s_words_tell_how_much_was_asked_of_how_much(
    message: str, numbers: tuple[int, int]
) -> None:
    assert overflow_numbers(message) == numbers


@pytest.mark.parametrize(
    "message",
    [
        "",
        "prompt is too long",
        "maximum context length is 8192 tokens",
        "you requested 9000 tokens",
    ],
)
def test_half_of_it_tells_nothing(message: str) -> None:
    assert overflow_numbers(message) is None
