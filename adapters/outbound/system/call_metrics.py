"""What operators see of the calls that were booked. Labels are bounded, whoever calls.

It is told beside the requests, when a batch goes into the books: nobody waits for it.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from prometheus_client import Counter, Histogram

from domain.transactions.money import PER_USD
from domain.transactions.transaction import Transaction

MODELS_MAX: Final = 200
OTHER: Final = "other"
_SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)
_TOKENS: Final = (1, 10, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000)

_LASTED: Final = Histogram(
    "parley_call_seconds",
    "From a call's coming to its end",
    ("source", "model", "outcome"),
    buckets=_SECONDS,
)
_FIRST: Final = Histogram(
    "parley_call_first_token_seconds",
    "From a call's coming to the first of its answer",
    ("source", "model"),
    buckets=_SECONDS,
)
_USED: Final = Histogram(
    "parley_call_tokens", "Tokens of a call", ("source", "model", "direction"), buckets=_TOKENS
)
_ATTEMPTS: Final = Histogram(
    "parley_call_attempts",
    "How often a provider was asked for a call",
    ("source", "model"),
    buckets=(0, 1, 2, 3, 5),
)
_COST: Final = Counter("parley_call_cost_usd_total", "What calls have cost", ("source", "model"))
_models: set[str] = set()
_lasted = lru_cache(maxsize=4096)(_LASTED.labels)
_first = lru_cache(maxsize=1024)(_FIRST.labels)
_used = lru_cache(maxsize=2048)(_USED.labels)
_attempts = lru_cache(maxsize=1024)(_ATTEMPTS.labels)
_cost = lru_cache(maxsize=1024)(_COST.labels)


def count_calls(rows: Sequence[Transaction]) -> None:
    for row in rows:
        _count(row, row.source, _label(row.model))


def _count(row: Transaction, source: str, model: str) -> None:
    _lasted(source, model, row.outcome).observe(row.latency_ms / 1000)
    if row.outcome == "refused":
        return
    if row.first_token_ms is not None:
        _first(source, model).observe(row.first_token_ms / 1000)
    _used(source, model, "input").observe(row.usage.input_total)
    _used(source, model, "output").observe(row.usage.output)
    _attempts(source, model).observe(row.attempts)
    _cost(source, model).inc((row.cost or 0) / PER_USD)


def _label(model: str) -> str:
    """Models come and go with the configuration; so many are told apart."""
    if model not in _models and len(_models) >= MODELS_MAX:
        return OTHER
    _models.add(model)
    return model
