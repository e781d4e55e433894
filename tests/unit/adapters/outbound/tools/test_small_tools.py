import pytest

from adapters.outbound.tools.calculator import Calculator
from adapters.outbound.tools.clock import ClockTool
from application.ports.tools import ToolCaller
from domain.errors import Invalid
from tests.builders import ADA
from tests.clock import FakeClock

CALLER = ToolCaller(user=ADA)


async def test_the_calculator_works_an_expression_out() -> None:
    output = await Calculator().run({"expression": "6*7"}, caller=CALLER)

    assert (output.text, output.is_error) == ("42", False)


async def test_the_clock_tells_the_time_of_a_place() -> None:
    clock = ClockTool(FakeClock())

    there = await clock.run({"zone": "Asia/Tokyo"}, caller=CALLER)
    here = await clock.run({}, caller=CALLER)

    assert there.text == "Thursday, 2026-01-01T21:00:00+09:00 (Asia/Tokyo)"
    assert here.text == "Thursday, 2026-01-01T12:00:00+00:00 (UTC)"


@pytest.mark.parametrize("zone", ["Nowhere/City", "../../etc/passwd", "/etc/passwd", "Europe"])
async def test_a_place_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(Invalid, match="there is no time zone"):
        await ClockTool(FakeClock()).run({"zone": zone}, caller=CALLER)
