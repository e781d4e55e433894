"""What a call may come to at most, before anybody is asked."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from application.call_record import Call
from domain.catalog.models import Model
from domain.llm.service_tier import tier_named
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd

OUTPUT_UNKNOWN: Final = 4_096
"""Tokens of an answer of which neither the caller nor the model says how long it may be."""
_INPUT_SAFETY: Final = (5, 4)
"""Our count of the input may be short of the vendor's by a fifth."""


def worst_case(
    model: Model,
    *,
    input_tokens: int,
    output_max: int | None,
    answers: int = 1,
    aloud: bool = False,
) -> Usage:
    """All input at its dearest rate, and the longest answers; an `output_max` of 0 is none."""
    more, of = _INPUT_SAFETY
    tokens = -(-input_tokens * more // of)
    output = output_max
    if output is None:
        output = model.capabilities.max_output_tokens or OUTPUT_UNKNOWN
    output *= answers
    spoken = output if aloud else 0
    price = model.price
    if price is not None and price.cache_write_1h > price.input:
        return Usage(cache_write_1h=tokens, output=output, output_audio=spoken)
    return Usage(input_uncached=tokens, output=output, output_audio=spoken)


def worst_of(call: Call, place: Model, *, input_tokens: int) -> Usage:
    return call.at_most or worst_case(
        place,
        input_tokens=input_tokens,
        output_max=call.prompt.max_output_tokens,
        answers=call.prompt.choices,
        aloud=call.prompt.speech is not None,
    )


def dearest(call: Call, places: Iterable[Model], *, input_tokens: int) -> tuple[Usage, NanoUsd]:
    """The most that a call may take and cost, wherever and however it is answered."""
    most, cost = Usage(), ZERO
    tier = tier_named(call.prompt.service_tier)
    for place in places:
        usage = worst_of(call, place, input_tokens=input_tokens)
        price = place.price_for(call.task)
        if usage.total >= most.total:
            most = usage
        if price is not None and not place.is_paid_by_them:
            cost = max(cost, price.cost(usage))
            if tier is not None:
                cost = max(cost, price.cost(replace(usage, tier=tier)))
    return most, cost
