"""10,000 random acts on message trees, in memory; the same on MongoDB in the integration tests."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.growing_trees import GrowingTree


@pytest.mark.exhaustive
def test_ten_thousand_acts_leave_no_orphan_and_show_the_same_branch_after_a_reload() -> None:
    run_state_machine_as_test(
        GrowingTree, settings=settings(max_examples=200, stateful_step_count=50)
    )
