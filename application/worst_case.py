"""What a call may come to at most, before anybody is asked."""

from typing import Final

from domain.catalog.models import Model
from domain.llm.usage import Usage

OUTPUT_UNKNOWN: Final = 4_096
"""Tokens of an answer of which neither the caller nor the model says how long it may be."""
_INPUT_SAFETY: Final = (5, 4)
"""Our count of the input may be short of the vendor's by a fifth."""


def worst_case(
    model: Model, *, input_tokens: int, output_max: int | None, answers: int = 1
) -> Usage:
    """All input at its dearest rate, and the longest answers; an `output_max` of 0 is none."""
    more, of = _INPUT_SAFETY
    tokens = -(-input_tokens * more // of)
    output = output_max
    if output is None:
        output = model.capabilities.max_output_tokens or OUTPUT_UNKNOWN
    output *= answers
    price = model.price
    if price is not None and price.cache_write_1h > price.input:
        return Usage(cache_write_1h=tokens, output=output)
    return Usage(input_uncached=tokens, output=output)
