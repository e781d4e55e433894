from dataclasses import replace

import pytest
from prometheus_client import REGISTRY

from adapters.outbound.system.call_metrics import MODELS_MAX, OTHER, count_calls
from domain.llm.usage import Usage
from domain.transactions.money import PER_USD, NanoUsd
from tests.builders import a_transaction

CALL = replace(
    a_transaction("r1", cost=NanoUsd(PER_USD * 2)),
    model="counted",
    usage=Usage(input_uncached=30, output=7),
    latency_ms=1_500,
    first_token_ms=200,
    attempts=2,
)


def told(name: str, **labels: str) -> float:
    found = REGISTRY.get_sample_value(name, {"source": CALL.source, **labels})
    return 0 if found is None else found


def test_a_call_is_counted_by_its_time_tokens_attempts_and_cost() -> None:
    count_calls([CALL, replace(CALL, outcome="refused", cost=NanoUsd(0))])

    model = {"model": "counted"}
    assert told("parley_call_seconds_count", outcome="ok", **model) == 1
    assert told("parley_call_seconds_sum", outcome="ok", **model) == 1.5
    assert told("parley_call_seconds_count", outcome="refused", **model) == 1
    assert told("parley_call_first_token_seconds_sum", **model) == 0.2
    assert told("parley_call_tokens_sum", direction="input", **model) == 30
    assert told("parley_call_tokens_sum", direction="output", **model) == 7
    assert told("parley_call_attempts_sum", **model) == 2
    assert told("parley_call_cost_usd_total", **model) == 2


@pytest.mark.exhaustive
def test_so_many_models_are_told_apart_and_no_more() -> None:
    count_calls([replace(CALL, model=f"model-{number}") for number in range(MODELS_MAX + 10)])

    assert told("parley_call_attempts_count", model="model-0") == 1
    assert told("parley_call_attempts_count", model=f"model-{MODELS_MAX + 5}") == 0
    assert told("parley_call_attempts_count", model=OTHER) >= 10
