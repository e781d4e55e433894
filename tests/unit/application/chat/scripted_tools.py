"""Tools that do what a test says, and models that call them."""

import asyncio
from collections.abc import Awaitable, Callable

from typing_extensions import override

from application.ports.tools import Tool, ToolCaller
from domain.json import JsonObject
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Finished,
    Started,
    TextDelta,
    TextOpened,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.usage import Usage
from domain.tools.tool import Approval, ToolOutput, ToolSpec
from tests.unit.application.chat.scripted_model import Step

Doing = Callable[[JsonObject], Awaitable[ToolOutput]]


class ScriptedTool(Tool):
    def __init__(
        self,
        name: str = "act",
        *,
        do: Doing | None = None,
        approval: Approval = "always",
        repeatable: bool = True,
    ) -> None:
        self._spec = ToolSpec(
            name=name,
            title=name.title(),
            description="Acts.",
            parameters={"type": "object"},
            approval=approval,
            repeatable=repeatable,
        )
        self._do = do or _acted
        self.callers: list[ToolCaller] = []

    @property
    @override
    def spec(self) -> ToolSpec:
        return self._spec

    @override
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        self.callers.append(caller)
        return await self._do(arguments)


async def _acted(_: JsonObject) -> ToolOutput:
    return ToolOutput(text="acted")


async def for_ever(_: JsonObject) -> ToolOutput:
    await asyncio.Event().wait()
    raise AssertionError


def calling(*calls: tuple[str, str, str], words: str = "") -> list[Step]:
    """An answer that calls tools: each by id, name and arguments."""
    said: list[Step] = [TextOpened(0), TextDelta(0, words), BlockClosed(0)] if words else []
    first = 1 if words else 0
    for index, (call, name, arguments) in enumerate(calls, start=first):
        said += [
            ToolCallOpened(index, call, name),
            ArgumentsDelta(index, arguments),
            BlockClosed(index),
        ]
    return [
        Started(id="r", model="m"),
        *said,
        UsageReported(Usage(input_uncached=10, output=5)),
        Finished(reason="tool_use"),
    ]
