from dataclasses import replace

import pytest

from domain.errors import Invalid
from domain.routing.timeouts import TOTAL_S, Timeouts


def test_what_nobody_says_is_usual() -> None:
    usual = Timeouts()

    assert usual.all_s == TOTAL_S
    assert usual.decision_s(streamed=True) is None
    assert usual.decision_s(streamed=False) is None


def test_a_whole_answer_has_a_limit_of_its_own() -> None:
    limits = Timeouts(first_token_s=2, total_s=30)

    assert limits.decision_s(streamed=True) == 2
    assert limits.decision_s(streamed=False) is None
    assert replace(limits, whole_s=9).decision_s(streamed=False) == 9


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_a_limit_is_longer_than_nothing(seconds: float) -> None:
    with pytest.raises(Invalid, match="longer than nothing"):
        Timeouts(first_token_s=seconds)
