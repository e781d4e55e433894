from decimal import Decimal

import pytest

from domain.errors import Invalid
from domain.transactions.money import PER_USD, from_usd


@pytest.mark.parametrize(
    ("usd", "nano"),
    [
        ("1", PER_USD),
        (Decimal("2.50"), 2_500_000_000),
        ("0.000000001", 1),
        ("-0.3", -300_000_000),
        ("0", 0),
    ],
)
def test_an_amount_of_dollars_is_exact_to_the_nano_dollar(usd: str | Decimal, nano: int) -> None:
    assert from_usd(usd) == nano


@pytest.mark.parametrize(("usd", "nano"), [("0.0000000005", 1), ("0.00000000049", 0)])
def test_less_than_a_nano_dollar_is_rounded_half_up(usd: str, nano: int) -> None:
    assert from_usd(usd) == nano


@pytest.mark.parametrize("text", ["", "ten", "1,50", "nan", "Infinity"])
def test_what_is_no_amount_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(Invalid, match=f"{text}.* is not an amount of money"):
        from_usd(text)
