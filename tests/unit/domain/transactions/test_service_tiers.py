"""Calls that are served sooner for more money, or later for less: told, and paid so."""

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from domain.errors import Invalid
from domain.formats.anthropic_messages import reply as anthropic_messages
from domain.formats.anthropic_messages.stream import StreamDecoder as MessagesDecoder
from domain.formats.gemini import reply as gemini
from domain.formats.openai_chat import reply as openai_chat
from domain.formats.openai_chat.stream import StreamDecoder as ChatDecoder
from domain.formats.openai_responses import reply as openai_responses
from domain.formats.openai_responses.stream import StreamDecoder as ResponsesDecoder
from domain.ids import RequestId
from domain.json import Json, JsonObject
from domain.llm.events import StreamEvent, UsageReported
from domain.llm.service_tier import ServiceTier, tier_named
from domain.llm.usage import Usage
from domain.transactions.audit import Tally
from domain.transactions.batch import BookedRow
from domain.transactions.money import NanoUsd
from domain.transactions.price import LongContext, Price, TierRates
from tests.builders import a_batch, a_transaction

_NOTHING = NanoUsd(0)
MILLION = 1_000_000


def a_price(of_input: int, of_output: int) -> Price:
    return Price(
        input=NanoUsd(of_input),
        output=NanoUsd(of_output),
        cache_read=_NOTHING,
        cache_write_5m=_NOTHING,
        cache_write_1h=_NOTHING,
        source="test",
    )


def a_tier(of_input: int, of_output: int, tier: ServiceTier) -> TierRates:
    return TierRates(
        input=NanoUsd(of_input),
        output=NanoUsd(of_output),
        cache_read=_NOTHING,
        cache_write_5m=_NOTHING,
        cache_write_1h=_NOTHING,
        tier=tier,
    )


def of_long_prompts(of_input: int) -> LongContext:
    return LongContext(
        input=NanoUsd(of_input),
        output=_NOTHING,
        cache_read=_NOTHING,
        cache_write_5m=_NOTHING,
        cache_write_1h=_NOTHING,
        above=MILLION,
    )


LONG = of_long_prompts(40)
PRIORITY = replace(a_tier(6, 8, "priority"), long_context=(LONG,))
FLEX = a_tier(1, 2, "flex")
PRICE = replace(a_price(3, 4), tiers=(PRIORITY, FLEX), long_context=(of_long_prompts(30),))


@pytest.mark.parametrize(
    ("tier", "cost"), [(None, 7), ("standard", 7), ("priority", 14), ("flex", 3), ("batch", 7)]
)
def test_a_call_costs_what_its_way_of_being_served_costs(
    tier: ServiceTier | None, cost: int
) -> None:
    assert PRICE.cost(Usage(input_uncached=MILLION, output=MILLION, tier=tier)) == cost


def test_a_way_of_serving_has_its_own_rates_of_long_prompts() -> None:
    usage = Usage(input_uncached=2 * MILLION)

    assert PRICE.cost(usage) == 60
    assert PRICE.cost(replace(usage, tier="priority")) == 80
    assert PRICE.cost(replace(usage, tier="flex")) == 2


@pytest.mark.parametrize(
    "tiers",
    [
        (FLEX, FLEX),
        (replace(FLEX, tier="standard"),),
        (replace(PRIORITY, long_context=(LONG, LONG)),),
    ],
)
def test_a_price_says_each_other_way_once_and_in_order(tiers: tuple[TierRates, ...]) -> None:
    with pytest.raises(Invalid):
        replace(PRICE, tiers=tiers)


def test_a_price_of_which_one_way_costs_something_is_not_free() -> None:
    free = a_price(0, 0)

    assert free.is_free
    assert not replace(free, tiers=(FLEX,)).is_free
    nothing = a_tier(0, 0, "flex")
    assert replace(free, tiers=(nothing,)).is_free
    assert not replace(free, tiers=(replace(nothing, long_context=(LONG,)),)).is_free


def test_a_row_is_proved_by_the_rates_of_its_own_tier() -> None:
    usage = Usage(input_uncached=MILLION, tier="priority")
    tally, batch = Tally(), a_batch().id
    right = replace(a_transaction("r1"), usage=usage, price=PRICE, cost=NanoUsd(6))
    for row in (right, replace(right, id=RequestId("r2"), cost=NanoUsd(3))):
        tally.add(BookedRow(batch=batch, transaction=row))

    assert tally.miscalculated == ["r2"]


@pytest.mark.parametrize(
    ("name", "tier"),
    [
        ("default", "standard"),
        ("standard_only", "standard"),
        ("PRIORITY", "priority"),
        ("flex", "flex"),
        ("batch", "batch"),
        ("auto", None),
        ("something new", None),
        (None, None),
    ],
)
def test_vendors_words_for_it(name: str | None, tier: ServiceTier | None) -> None:
    assert tier_named(name) == tier


_CHAT: JsonObject = {
    "id": "a",
    "model": "m",
    "service_tier": "priority",
    "choices": [{"index": 0, "message": {"content": "hi"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2},
}
_RESPONSE: JsonObject = {
    "id": "a",
    "model": "m",
    "status": "completed",
    "service_tier": "flex",
    "output": [],
    "usage": {"input_tokens": 1, "output_tokens": 2},
}
_MESSAGE: JsonObject = {
    "id": "a",
    "model": "m",
    "content": [],
    "usage": {"input_tokens": 1, "output_tokens": 2, "service_tier": "batch"},
}
_GENERATED: JsonObject = {
    "candidates": [{"content": {"parts": [{"text": "hi"}]}, "finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2, "serviceTier": "PRIORITY"},
}
_WHOLE = [
    (openai_chat.decode_reply(_CHAT), "priority"),
    (openai_responses.decode_reply(_RESPONSE), "flex"),
    (anthropic_messages.decode_reply(_MESSAGE), "batch"),
    (gemini.decode_reply(_GENERATED), "priority"),
]


@pytest.mark.parametrize(
    ("events", "tier"), _WHOLE, ids=["chat", "responses", "messages", "gemini"]
)
def test_whole_answers_say_how_they_were_served(
    events: Iterable[StreamEvent], tier: ServiceTier
) -> None:
    assert _told(events) == Usage(input_uncached=1, output=2, tier=tier)


def test_streams_say_how_they_were_served() -> None:
    chat: JsonObject = {"id": "a", "model": "m", "service_tier": "flex", "choices": []}
    usage: JsonObject = {"prompt_tokens": 1, "completion_tokens": 2}
    start: JsonObject = {"input_tokens": 1, "output_tokens": 1, "service_tier": "priority"}
    started = _data({"type": "message_start", "message": {"id": "a", "model": "m", "usage": start}})
    ended = _data({"type": "message_delta", "usage": {"output_tokens": 2}})
    completed = _data({"type": "response.completed", "response": _RESPONSE})

    told = (
        ChatDecoder().feed(_data({**chat, "usage": usage})),
        MessagesDecoder().feed(started + ended),
        ResponsesDecoder().feed(completed),
    )

    assert [_told(events).tier for events in told] == ["flex", "priority", "flex"]


def _data(value: Json) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


def _told(events: Iterable[StreamEvent]) -> Usage:
    return [event.usage for event in events if isinstance(event, UsageReported)][-1]
