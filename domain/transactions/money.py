"""Money is an integer number of nano-USD: 1 USD = 1,000,000,000. Never a float."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NewType

from domain.errors import Invalid

NanoUsd = NewType("NanoUsd", int)

PER_USD = 1_000_000_000
ZERO = NanoUsd(0)


def from_usd(amount: Decimal | str) -> NanoUsd:
    """Exact conversion; more than nine decimals are rounded half up. Raises `Invalid`."""
    try:
        value = Decimal(amount)
        if not value.is_finite():
            raise Invalid(f"{amount} is not an amount of money")
        return NanoUsd(int((value * PER_USD).to_integral_value(ROUND_HALF_UP)))
    except InvalidOperation:
        raise Invalid(f"{amount!r} is not an amount of money") from None
