"""The tool that `docs/tools.md` shows is one: it is run here as it stands there."""

import re
import secrets
from pathlib import Path
from typing import Any, Final, final

from typing_extensions import override

from application.agents.run_tool import AllowedTool, RunTool, begin
from application.ports.tools import Tool, ToolCaller
from domain.json import JsonObject
from domain.llm.prompt import ToolCall
from domain.tools.tool import ToolOutput, ToolSpec
from tests.builders import ADA

PAGE = Path(__file__).parents[5] / "docs/tools.md"


def documented() -> Tool:
    _, _, section = PAGE.read_text().partition("## Adding one in 20 lines\n")
    found = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert found is not None
    there: dict[str, Any] = {
        each.__name__: each
        for each in (Tool, ToolCaller, ToolOutput, ToolSpec, final, override, secrets)
    }
    there |= {"Final": Final, "JsonObject": JsonObject}
    exec(found[1], there)  # noqa: S102 - our own page
    made: Tool = there["Dice"]()
    return made


async def rolled(arguments: str) -> tuple[str, str]:
    tools = {"dice": AllowedTool(tool=documented(), approval="always")}
    call = ToolCall(id="c", name="dice", arguments=arguments)
    run = begin(call, round=1, tools=tools, can_ask=True)
    faults = list[Exception]()
    run_tool = RunTool(stopwatch=lambda: 0.0, report=lambda _, error: faults.append(error))
    ended = await run_tool(run, tools, caller=ToolCaller(user=ADA), within_s=5)
    assert faults == []
    return ended.state, ended.output


async def test_it_does_what_the_page_says() -> None:
    assert await rolled('{"sides": 1}') == ("done", "1")
    state, output = await rolled('{"sides": 6}')
    assert (state, 1 <= int(output) <= 6) == ("done", True)


async def test_its_arguments_have_been_looked_at_before() -> None:
    assert await rolled('{"sides": "many"}') == (
        "failed",
        "Sides: has to be of type integer.",
    )
    assert await rolled("{}") == ("failed", "Sides: is missing.")
