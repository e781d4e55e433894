from typing import Final, final

from typing_extensions import override

from application.ports.tools import Tool, ToolCaller
from domain.json import JsonObject
from domain.tools.calculator import calculate
from domain.tools.tool import ToolOutput, ToolSpec

_SPEC: Final = ToolSpec(
    name="calculator",
    title="Calculator",
    description="Work out an arithmetic expression exactly. Knows + - * / // % ^, brackets, pi, e, "
    "sqrt, abs, floor, ceil, round(x, places), exp, ln, log(x, base), min, max, sum, sin, cos, "
    "tan (radians) and factorial. Use it for every calculation that matters.",
    parameters={
        "type": "object",
        "properties": {"expression": {"type": "string", "description": "Such as (12.5*8)^2/3"}},
        "required": ["expression"],
        "additionalProperties": False,
    },
)


@final
class Calculator(Tool):
    @property
    @override
    def spec(self) -> ToolSpec:
        return _SPEC

    @override
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        return ToolOutput(text=calculate(str(arguments["expression"])))
