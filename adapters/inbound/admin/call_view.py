"""One call as the administration shows it, in lists and live alike."""

from datetime import date, datetime

from pydantic import BaseModel

from application.admin.describe_calls import DescribedCall
from domain.llm.service_tier import ServiceTier
from domain.llm.usage import Usage
from domain.transactions.price import LongContext, Price, Rates
from domain.transactions.transaction import Attempt, Outcome, Source


class CallUserOut(BaseModel):
    id: str
    email: str


class CallKeyOut(BaseModel):
    id: str
    name: str


class AttemptOut(BaseModel):
    """Who was asked in vain before the one that the call names.

    Tokens and cost are `null` unless the provider counted them; the cost is a part of the call's.
    """

    model: str
    provider: str
    upstream: str
    error_code: str
    lasted_ms: int
    input_tokens: int | None
    output_tokens: int | None
    cost_nano_usd: str | None


class CallOut(BaseModel):
    """`model` is the name that people use, `upstream` the provider's name for it.

    `cached_tokens` are part of the input, `reasoning_tokens` of the output; `estimated` says that
    the tokens were counted here, since the provider gave no count. `attempts` is how often a
    provider was asked; `earlier_attempts` are those that had no answer.
    """

    id: str
    at: datetime
    source: Source
    user: CallUserOut | None
    team_id: str | None
    key: CallKeyOut | None
    model: str
    provider: str
    upstream: str
    outcome: Outcome
    error_code: str | None
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cache_write_tokens: int
    reasoning_tokens: int
    estimated: bool
    cost_nano_usd: str | None
    own_key: bool
    list_cost_nano_usd: str | None
    first_token_ms: int | None
    latency_ms: int
    stream: bool
    client: str
    attempts: int
    earlier_attempts: list[AttemptOut]


class RatesOut(BaseModel):
    """Nano-USD for a million tokens, as decimal strings."""

    input: str
    output: str
    cache_read: str
    cache_write_5m: str
    cache_write_1h: str


class PriceOut(RatesOut):
    """The version that was charged.

    `above_tokens` is set where the rates are those of calls whose input is longer than that.
    """

    source: str
    valid_from: date | None
    above_tokens: int | None


class CallStoryOut(CallOut):
    """All that the books have of a call.

    `dropped` names what the provider's format could not carry. Tokens of pictures and sound are
    among the input's and the output's; `images`, `characters` and `audio_ms` are what is not
    counted in tokens. `service_tier` is how the call was served, where that was told or asked for.
    """

    service_tier: ServiceTier | None
    cache_write_1h_tokens: int
    image_input_tokens: int
    audio_input_tokens: int
    image_output_tokens: int
    images: int
    characters: int
    audio_ms: int
    price: PriceOut | None
    dropped: list[str]


def call_out(described: DescribedCall) -> CallOut:
    call, user, key = described.transaction, described.user, described.key
    return CallOut(
        id=call.id,
        at=call.at,
        source=call.source,
        user=None if user is None else CallUserOut(id=user.id, email=user.email),
        team_id=call.payer.team,
        key=None if key is None else CallKeyOut(id=key.id, name=key.name),
        model=call.model,
        provider=call.provider,
        upstream=call.upstream,
        outcome=call.outcome,
        error_code=call.error_kind,
        input_tokens=call.usage.input_total,
        cached_tokens=call.usage.cache_read,
        output_tokens=call.usage.output,
        cache_write_tokens=call.usage.cache_write,
        reasoning_tokens=call.usage.reasoning,
        estimated=call.usage.estimated,
        cost_nano_usd=None if call.cost is None else str(call.cost),
        own_key=call.own_key,
        list_cost_nano_usd=None if call.list_cost is None else str(call.list_cost),
        first_token_ms=call.first_token_ms,
        latency_ms=call.latency_ms,
        stream=call.streamed,
        client=call.client,
        attempts=call.attempts,
        earlier_attempts=[_attempt(each) for each in call.earlier],
    )


def _attempt(attempt: Attempt) -> AttemptOut:
    usage = attempt.usage
    return AttemptOut(
        model=attempt.model,
        provider=attempt.provider,
        upstream=attempt.upstream,
        error_code=attempt.error_kind,
        lasted_ms=attempt.lasted_ms,
        input_tokens=None if usage is None else usage.input_total,
        output_tokens=None if usage is None else usage.output,
        cost_nano_usd=None if attempt.cost is None else str(attempt.cost),
    )


def story_out(described: DescribedCall) -> CallStoryOut:
    call, usage = described.transaction, described.transaction.usage
    return CallStoryOut(
        **call_out(described).model_dump(),
        cache_write_1h_tokens=usage.cache_write_1h,
        image_input_tokens=usage.input_images,
        audio_input_tokens=usage.input_audio,
        image_output_tokens=usage.output_images,
        images=usage.images,
        characters=usage.characters,
        audio_ms=usage.audio_ms,
        service_tier=usage.tier,
        price=None if call.price is None else _price(call.price, usage),
        dropped=list(call.dropped),
    )


def _price(price: Price, usage: Usage) -> PriceOut:
    rates = price.rates_for(usage.input_total, usage.tier)
    return PriceOut(
        **_rates(rates),
        source=price.source,
        valid_from=price.valid_from,
        above_tokens=rates.above if isinstance(rates, LongContext) else None,
    )


def _rates(rates: Rates) -> dict[str, str]:
    return {name: str(getattr(rates, name)) for name in RatesOut.model_fields}
