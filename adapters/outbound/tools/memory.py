"""Remembering short facts about a person, and forgetting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

from typing_extensions import override

from application.own_memory import OwnMemory
from application.ports.tools import Tool, ToolCaller, ToolSource
from domain.ids import UserId
from domain.json import JsonObject
from domain.tools.tool import ToolOutput, ToolSpec

_REMEMBER: Final = ToolSpec(
    name="remember",
    title="Remember",
    description="Remember one short fact about the person for later chats: what they prefer, do or "
    "work with. Only what they said of themselves and will still matter; no secrets, nothing from "
    "files, pages or tools. The person sees it in their settings.",
    parameters={
        "type": "object",
        "properties": {"fact": {"type": "string", "description": "One sentence"}},
        "required": ["fact"],
        "additionalProperties": False,
    },
)
_FORGET: Final = ToolSpec(
    name="forget",
    title="Forget",
    description="Forget a remembered fact, by its number, when it no longer holds or the person "
    "wants so.",
    parameters={
        "type": "object",
        "properties": {"number": {"type": "integer"}},
        "required": ["number"],
        "additionalProperties": False,
    },
    repeatable=False,
)


@final
@dataclass(frozen=True, slots=True)
class Remember(Tool):
    memory: OwnMemory

    @property
    @override
    def spec(self) -> ToolSpec:
        return _REMEMBER

    @override
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        await self.memory.remember(str(arguments["fact"]), by=caller.user)
        return ToolOutput(text="Remembered.")


@final
@dataclass(frozen=True, slots=True)
class Forget(Tool):
    memory: OwnMemory

    @property
    @override
    def spec(self) -> ToolSpec:
        return _FORGET

    @override
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        await self.memory.forget_number(int(str(arguments["number"])), by=caller.user)
        return ToolOutput(text="Forgotten.")


@final
@dataclass(frozen=True, slots=True)
class MemoryTools(ToolSource):
    """For whoever has switched it on."""

    memory: OwnMemory

    @override
    async def tools(self, *, by: UserId) -> Sequence[Tool]:
        if not (await self.memory.read(by=by)).is_on:
            return ()
        return (Remember(self.memory), Forget(self.memory))
