import pytest

from domain.transactions.latencies import Latencies


@pytest.mark.parametrize("lasted_ms", [1, 7, 80, 250, 999, 1_000, 31_000, 3_599_999])
def test_an_answer_s_time_is_told_to_within_a_fifth_and_never_too_short(lasted_ms: int) -> None:
    told = Latencies.of([lasted_ms]).within_ms(500)

    assert told is not None
    assert lasted_ms * 0.99 <= told <= lasted_ms * 1.2 + 1


def test_so_many_of_a_thousand_took_at_most_so_long() -> None:
    lasted = Latencies.of([*[64] * 94, *[1_024] * 5, 65_536])

    assert [lasted.within_ms(permille) for permille in (500, 950, 990, 1_000)] == [
        *(64, 1_024, 1_024, 65_536)
    ]
    assert Latencies().within_ms(500) is None


def test_sums_are_as_if_all_had_been_counted_at_once() -> None:
    one, other = [3, 70, 70, 9_000], [0, 70, 123_456_789]

    assert Latencies.of(one) + Latencies.of(other) == Latencies.of([*one, *other])
    assert Latencies.of(one) + Latencies() == Latencies.of(one)
