import pytest

from domain.routing.latency import Latency


def test_newer_values_weigh_more() -> None:
    latency = Latency.first(1.0, now_s=0.0).seen(2.0, now_s=1.0)

    assert latency.at(1.0) == pytest.approx(1.3)


def test_what_nobody_saw_for_a_minute_counts_half() -> None:
    latency = Latency.first(4.0, now_s=10.0)

    assert latency.at(10.0) == 4.0
    assert latency.at(70.0) == pytest.approx(2.0)
    assert latency.at(130.0) == pytest.approx(1.0)
