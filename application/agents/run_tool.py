"""Running one call of a tool: whether it may, how long it may take, and words for its faults."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from application.ports.clock import Stopwatch
from application.ports.tools import Tool, ToolCaller
from domain.errors import DomainError
from domain.llm.prompt import ToolCall
from domain.tools.arguments import arguments_of
from domain.tools.run import DENIED, ToolRun
from domain.tools.tool import Approval, ToolOutput

TOOL_TIME_MAX_S: Final = 60.0
_NOBODY_TO_ASK: Final = "This tool needs a person's agreement, and there is nobody to ask here."
_FORBIDDEN: Final = "This tool may not be used here."
_FAULT: Final = "The tool has a fault. Go on without it."


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedTool:
    """A tool that a model is offered, and whether its calls are asked about."""

    tool: Tool
    approval: Approval


Tools = Mapping[str, AllowedTool]


def begin(call: ToolCall, *, round: int, tools: Tools, can_ask: bool) -> ToolRun:
    """A call as it stands before anything is done: it may run, has to wait, or may not."""
    found = tools.get(call.name)
    run = ToolRun(
        id=call.id,
        name=call.name,
        title=found.tool.spec.title if found else call.name,
        arguments=call.arguments,
        round=round,
        state="running",
        signature=call.signature,
    )
    if found is None:
        known = ", ".join(tools) or "none"
        return replace(run, state="failed", output=f"There is no such tool. There are: {known}.")
    if found.approval == "never":
        return replace(run, state="denied", output=_FORBIDDEN)
    if found.approval == "ask":
        return replace(run, state="asking") if can_ask else _denied(run)
    return run


def _denied(run: ToolRun) -> ToolRun:
    return replace(run, state="denied", output=_NOBODY_TO_ASK)


def again(run: ToolRun, tools: Tools) -> ToolRun:
    """A run that was cut off by the death of its process, as it stands now.

    What may have had an effect does not have it twice: the model is told.
    """
    if run.state != "running" or run.allowed or run.name not in tools:
        return run
    return run if tools[run.name].tool.spec.repeatable else run.cut_off()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTool:
    """`report` hears of faults that are ours: which tool, and what it raised."""

    stopwatch: Stopwatch
    report: Callable[[str, Exception], None]
    time_max_s: float = TOOL_TIME_MAX_S

    async def __call__(
        self, run: ToolRun, tools: Tools, *, caller: ToolCaller, within_s: float
    ) -> ToolRun:
        """Return the run as it ended. Cancelling it cancels the tool."""
        began_s = self.stopwatch()
        own_s = tools[run.name].tool.spec.time_max_s if run.name in tools else 0.0
        may_take_s = min(max(self.time_max_s, own_s), within_s)
        output = await self._output(run, tools, caller, may_take_s)
        return run.ended(output, lasted_ms=round((self.stopwatch() - began_s) * 1000))

    async def _output(
        self, run: ToolRun, tools: Tools, caller: ToolCaller, within_s: float
    ) -> ToolOutput:
        found = tools.get(run.name)
        if found is None or found.approval == "never":
            return ToolOutput(text=DENIED, is_error=True)
        try:
            arguments = arguments_of(run.arguments, found.tool.spec.parameters)
            async with asyncio.timeout(within_s):
                return await found.tool.run(arguments, caller=caller)
        except DomainError as error:
            words = str(error)
            return ToolOutput(text=f"{words[:1].upper()}{words[1:]}.", is_error=True)
        except TimeoutError:
            return ToolOutput(text=f"The tool took more than {within_s:.0f} s.", is_error=True)
        except Exception as error:  # noqa: BLE001 - a plugin's fault must not end the answer
            self.report(run.name, error)
            return ToolOutput(text=_FAULT, is_error=True)
