"""Running Python that a model wrote."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, final

from typing_extensions import override

from application.files.run_code import KeptRun, RunCode
from application.ports.tools import Tool, ToolCaller, ToolSource
from domain.ids import UserId
from domain.json import JsonObject
from domain.tools.tool import ToolOutput, ToolSpec

_SPEC: Final = ToolSpec(
    name="run_python",
    title="Run Python",
    description="Run a Python 3.11 program and read what it prints. It has the standard library, "
    "numpy, PIL, openpyxl, python-docx, python-pptx and pypdf, and no network. It starts in a "
    "folder with the files of this chat; what it writes there is shown to the person, so save "
    "results and pictures as files. Nothing stays from one run to the next. It has half a minute.",
    parameters={
        "type": "object",
        "properties": {"code": {"type": "string", "description": "The whole program"}},
        "required": ["code"],
        "additionalProperties": False,
    },
)
_ENDS: Final = {
    "time": "It was ended: it took too long.",
    "memory": "It was ended: it took too much memory.",
    "output": "It was ended: it printed without end.",
}


@final
@dataclass(frozen=True, slots=True)
class PythonCode(Tool):
    run_code: RunCode

    @property
    @override
    def spec(self) -> ToolSpec:
        return _SPEC

    @override
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        code = str(arguments["code"])
        kept = await self.run_code(code, conversation=caller.conversation, by=caller.user)
        text = "\n\n".join(_told(kept))
        return ToolOutput(text=text, is_error=kept.ran.exit != 0, files=kept.files)


@final
@dataclass(slots=True)
class CodeTools(ToolSource):
    """The tool, where code can be kept apart; `report` hears once why it cannot."""

    tool: PythonCode
    report: Callable[[str], None]
    _told: bool = False

    @override
    async def tools(self, *, by: UserId) -> Sequence[Tool]:
        refusal = await self.tool.run_code.runner.refusal()
        if refusal is None:
            return [self.tool]
        if not self._told:
            self._told = True
            self.report(refusal)
        return ()


def _told(kept: KeptRun) -> Sequence[str]:
    ran = kept.ran
    said = [_ENDS.get(ran.end) or f"Exit status {ran.exit}."]
    said += [f"{name}:\n{text}" for name, text in _streams(kept) if text.strip()]
    if ran.is_cut:
        said.append("[it printed more, which is cut]")
    if kept.files:
        said.append(f"Shown to the person: {', '.join(each.name for each in kept.files)}.")
    if ran.left_out:
        said.append(f"{ran.left_out} more files are beyond what can be taken out.")
    if kept.problem:
        said.append(f"A file was not kept: {kept.problem}.")
    return said


def _streams(kept: KeptRun) -> Sequence[tuple[str, str]]:
    return (("Output", kept.ran.stdout), ("Errors", kept.ran.stderr))
