from dataclasses import replace

from application.worst_case import OUTPUT_UNKNOWN, worst_case
from domain.catalog.models import Model
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from domain.transactions.price import Price

HOUSE = Model(name="m", label="M", provider="p", kind="openai", upstream="u")
FREE = NanoUsd(0)


def test_every_answer_may_be_as_long_as_the_longest() -> None:
    one = worst_case(HOUSE, input_tokens=100, output_max=7)
    three = worst_case(HOUSE, input_tokens=100, output_max=7, answers=3)
    unknown = worst_case(HOUSE, input_tokens=0, output_max=None, answers=2)

    assert one == Usage(input_uncached=125, output=7)
    assert three == Usage(input_uncached=125, output=21)
    assert unknown.output == 2 * OUTPUT_UNKNOWN


def test_what_is_spoken_may_all_be_sound() -> None:
    dear = Price(
        input=NanoUsd(1),
        output=FREE,
        cache_read=FREE,
        cache_write_5m=FREE,
        cache_write_1h=NanoUsd(2),
        source="test",
    )

    plain = worst_case(HOUSE, input_tokens=4, output_max=7, aloud=True)
    cached = worst_case(replace(HOUSE, price=dear), input_tokens=4, output_max=7, aloud=True)

    assert plain == Usage(input_uncached=5, output=7, output_audio=7)
    assert cached == Usage(cache_write_1h=5, output=7, output_audio=7)
