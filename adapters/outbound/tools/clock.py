from dataclasses import dataclass
from typing import Final, final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.tools import Tool, ToolCaller
from domain.errors import Invalid
from domain.json import JsonObject
from domain.tools.tool import ToolOutput, ToolSpec

_SPEC: Final = ToolSpec(
    name="clock",
    title="Date and time",
    description="Tell the date, the weekday and the time now, in UTC or in a time zone.",
    parameters={
        "type": "object",
        "properties": {
            "zone": {"type": "string", "description": "An IANA name such as Europe/Berlin"}
        },
        "additionalProperties": False,
    },
)


@final
@dataclass(frozen=True, slots=True)
class ClockTool(Tool):
    clock: Clock

    @property
    @override
    def spec(self) -> ToolSpec:
        return _SPEC

    @override
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        name = str(arguments.get("zone") or "UTC")
        try:
            now = self.clock().astimezone(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Invalid(f"zone: there is no time zone {name[:40]!r}") from None
        return ToolOutput(text=f"{now:%A}, {now.isoformat(timespec='seconds')} ({name})")
