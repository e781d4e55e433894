from domain.llm.usage import Usage

USAGE = Usage(
    input_uncached=1,
    cache_read=2,
    cache_write_5m=4,
    cache_write_1h=8,
    output=16,
    reasoning=5,
)


def test_the_kinds_of_input_do_not_overlap() -> None:
    assert USAGE.cache_write == 4 + 8
    assert USAGE.input_total == 1 + 2 + 4 + 8


def test_thoughts_are_counted_with_the_output_that_they_are_part_of() -> None:
    assert USAGE.total == 15 + 16


def test_usages_add_up_kind_by_kind() -> None:
    doubled = USAGE + USAGE

    assert doubled == Usage(
        input_uncached=2,
        cache_read=4,
        cache_write_5m=8,
        cache_write_1h=16,
        output=32,
        reasoning=10,
    )


def test_a_sum_with_an_estimate_in_it_is_an_estimate() -> None:
    assert (USAGE + Usage(estimated=True)).estimated
    assert (Usage(estimated=True) + USAGE).estimated
    assert not (USAGE + USAGE).estimated
