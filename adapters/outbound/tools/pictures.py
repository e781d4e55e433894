"""Having a picture made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from typing_extensions import override

from application.files.make_picture import MakePicture
from application.ports.tools import Tool, ToolCaller, ToolSource
from domain.ids import RequestId, UserId
from domain.json import JsonObject
from domain.tools.tool import ToolOutput, ToolSpec

_SPEC: Final = ToolSpec(
    name="make_picture",
    title="Make a picture",
    description="Have a picture made from a description. It is shown to the person at once; do not "
    "describe it again. Say in the description all that is to be seen, the style and any words.",
    parameters={
        "type": "object",
        "properties": {
            "prompt": {"type": "string", "description": "What is to be seen"},
            "size": {
                "type": "string",
                "enum": ["1024x1024", "1536x1024", "1024x1536"],
                "description": "Square, wide or high; square when left out",
            },
        },
        "required": ["prompt"],
        "additionalProperties": False,
    },
    repeatable=False,
    time_max_s=240.0,
)
_NAME_LENGTH: Final = 40


@final
@dataclass(frozen=True, slots=True)
class PictureTool(Tool):
    make: MakePicture

    @property
    @override
    def spec(self) -> ToolSpec:
        return _SPEC

    @override
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        prompt, size = str(arguments["prompt"]), arguments.get("size")
        picture = await self.make(
            prompt,
            size=str(size) if size else None,
            name=_name(prompt),
            by=caller.user,
            request=RequestId(caller.request),
            booked=caller.booked,
        )
        text = f"The picture {picture.name} is made and shown to the person."
        return ToolOutput(text=text, files=(picture,))


@final
@dataclass(frozen=True, slots=True)
class PictureTools(ToolSource):
    """The tool, for whoever may use a model of pictures."""

    tool: PictureTool

    @override
    async def tools(self, *, by: UserId) -> Sequence[Tool]:
        return [self.tool] if await self.tool.make.model_for(by) is not None else ()


def _name(prompt: str) -> str:
    """After what is to be seen."""
    words = re.sub(r"[^\w]+", " ", prompt).strip()[:_NAME_LENGTH].strip()
    return f"{words or 'picture'}.png"
