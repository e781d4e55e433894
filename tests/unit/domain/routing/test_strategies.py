from collections import Counter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.routing.strategies import Candidate, Strategy, choose

STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        weight=st.integers(1, 1_000),
        busy=st.integers(0, 100),
        latency_s=st.none() | st.floats(0, 100),
        cost=st.none() | st.integers(0, 10**12),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize(
    ("strategy", "candidates", "chosen"),
    [
        ("priority", [Candidate(busy=9), Candidate()], 0),
        ("least_busy", [Candidate(busy=2), Candidate(busy=1)], 1),
        ("least_busy", [Candidate(busy=1), Candidate(busy=1)], 0),
        ("least_busy", [Candidate(busy=1), Candidate(busy=2, weight=3)], 1),
        ("lowest_latency", [Candidate(latency_s=0.4), Candidate(latency_s=0.3)], 1),
        ("lowest_latency", [Candidate(latency_s=0.4), Candidate()], 1),
        ("lowest_cost", [Candidate(cost=5), Candidate(cost=4)], 1),
        ("lowest_cost", [Candidate(), Candidate(cost=4)], 1),
        ("lowest_cost", [Candidate(cost=4), Candidate(cost=4)], 0),
    ],
)
def test_each_strategy_chooses_by_its_own_measure(
    strategy: Strategy, candidates: list[Candidate], chosen: int
) -> None:
    assert choose(candidates, strategy, draw=0.5) == chosen


def test_calls_are_shared_out_by_weight() -> None:
    candidates = [Candidate(weight=1), Candidate(weight=3), Candidate(weight=6)]

    chosen = Counter(choose(candidates, "weighted", draw=number / 1_000) for number in range(1_000))

    assert chosen == {0: 100, 1: 300, 2: 600}


@given(candidates=CANDIDATES, strategy=st.sampled_from(STRATEGIES), draw=st.floats(0, 1))
def test_one_of_them_is_chosen_whatever_is_known(
    candidates: list[Candidate], strategy: Strategy, draw: float
) -> None:
    assert 0 <= choose(candidates, strategy, draw=draw) < len(candidates)
