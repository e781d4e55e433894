from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.llm.events import FailureKind
from domain.routing.retrying import RetryBudget, consequence_of, pause_s

KINDS: tuple[FailureKind, ...] = get_args(FailureKind)


@pytest.mark.parametrize("kind", ["bad_request", "unprocessable", "not_found", "too_large"])
def test_what_is_the_client_s_fault_is_asked_nowhere_else(kind: FailureKind) -> None:
    assert consequence_of(kind) == "final"


@pytest.mark.parametrize("kind", ["unauthenticated", "no_credit", "unknown_model", "timeout"])
def test_what_the_same_place_would_say_again_is_asked_elsewhere_alone(kind: FailureKind) -> None:
    assert consequence_of(kind) == "elsewhere"


@pytest.mark.parametrize("kind", ["rate_limited", "overloaded", "server", "unreachable", "cut"])
def test_what_passes_may_be_asked_again(kind: FailureKind) -> None:
    assert consequence_of(kind) == "again"


def test_a_long_prompt_and_refused_content_want_other_models() -> None:
    assert consequence_of("context_overflow") == "longer"
    assert consequence_of("content_policy") == "unfiltered"


def test_every_failure_has_a_consequence() -> None:
    assert all(consequence_of(kind) for kind in KINDS)


@given(retries=st.integers(0, 50), draw=st.floats(0, 1, exclude_max=True))
def test_pauses_have_full_jitter_up_to_a_bound(retries: int, draw: float) -> None:
    bound = min(8.0, 0.25 * 2**retries)

    assert pause_s(retries, draw=draw, retry_after_s=None) == draw * bound
    assert pause_s(retries, draw=0.0, retry_after_s=3.0) == 3.0
    assert pause_s(retries, draw=draw, retry_after_s=3.0) >= 3.0


@given(calls=st.lists(st.booleans(), max_size=500))
def test_retries_of_the_same_place_are_a_tenth_of_the_calls_and_ten(calls: list[bool]) -> None:
    budget, retries = RetryBudget(), 0

    for wants_retry in calls:
        budget = budget.earn()
        if wants_retry and budget.allows(elsewhere=False):
            budget, retries = budget.spend(), retries + 1

    assert retries <= 10 + len(calls) / 10 + 1e-6


def test_another_deployment_may_be_asked_on_credit_for_a_while() -> None:
    budget = RetryBudget(credit=0.0)

    assert not budget.allows(elsewhere=False)
    for _ in range(100):
        assert budget.allows(elsewhere=True)
        budget = budget.spend()
    assert not budget.allows(elsewhere=True)


def test_a_full_budget_stays_as_it_is() -> None:
    budget = RetryBudget()

    assert budget.earn() is budget
    assert budget.spend().earn().credit == pytest.approx(9.1)
