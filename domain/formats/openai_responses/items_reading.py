"""Items of a responses request to turns (conversion A0 to A3, A10).

What an assistant said, thought and called without a break is one turn; so are the results of
tools that follow each other. A message of anybody else is a turn of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from domain.errors import Invalid
from domain.formats.arguments import arguments_text
from domain.formats.encoded import Losses
from domain.formats.media import source_of
from domain.formats.openai_responses.reasoning import read_reasoning
from domain.formats.openai_responses.tools_reading import Tools
from domain.formats.parts_reading import read_call_id, read_content, read_result
from domain.formats.reading import At, scrub
from domain.formats.tools_reading import with_custom_calls
from domain.json import Json, write
from domain.llm.prompt import (
    Document,
    Image,
    Part,
    Role,
    Text,
    ToolCall,
    ToolResult,
    Turn,
    UnknownPart,
    VendorFile,
)

_ROLES: Final[dict[str, Role]] = {
    "system": "system",
    "developer": "developer",
    "user": "user",
    "assistant": "assistant",
}
_ACTIONS: Final = {
    "local_shell_call": "action",
    "shell_call": "action",
    "apply_patch_call": "operation",
    "computer_call": "action",
}
"""Calls of OpenAI's own tools that the client runs, and the member that says what to do."""
_RESULTS: Final = frozenset(f"{call}_output" for call in _ACTIONS)
_ESSENTIAL: Final = frozenset({"compaction", "compaction_trigger", "item_reference"})
"""Items that stand for a part of the conversation which only OpenAI knows."""
_TOOLS_ONLY: Final = frozenset({"additional_tools", "tool_search_call", "tool_search_output"})


def read_turns(body: At, tools: Tools, losses: Losses, *, earlier: int = 0) -> Iterator[Turn]:
    """The first `earlier` items are those of the answer that the client goes on from.

    Raises `Invalid`, naming the path of what is wrong.
    """
    instructions = body.text_or_none("instructions")
    if instructions:
        said = Text(text=instructions, path="instructions")
        yield Turn(role="system", parts=(said,), path="instructions")
    if isinstance(body.value.get("input"), str):
        asked = Text(text=body.text("input"), path="input")
        yield Turn(role="user", parts=(asked,), path="input")
        return
    run = _Run()
    for item in _own_items(body, earlier):
        role, parts = _read(item, tools, losses)
        parts = [part if part.path else replace(part, path=item.path) for part in parts]
        for turn in run.add(role, parts, alone=_is_message(item), path=item.path):
            yield with_custom_calls(turn, tools.custom)
    for turn in run.close():
        yield with_custom_calls(turn, tools.custom)


def _own_items(body: At, earlier: int) -> Iterator[At]:
    """With the places that they have in the client's body."""
    for number, item in enumerate(body.objects("input")):
        path = f"input[{number - earlier}]" if number >= earlier else "previous_response_id"
        yield At(item.value, path)


@dataclass(slots=True)
class _Run:
    """Parts of one role that follow each other."""

    role: Role = "user"
    parts: list[Part] = field(default_factory=list[Part])

    def add(self, role: Role, parts: list[Part], *, alone: bool, path: str) -> Iterator[Turn]:
        if alone and role != "assistant":
            yield from self.close()
            yield Turn(role=role, parts=tuple(parts), path=path)
        elif parts:
            if role != self.role:
                yield from self.close()
            self.role = role
            self.parts += parts

    def close(self) -> Iterator[Turn]:
        if self.parts:
            yield Turn(role=self.role, parts=tuple(self.parts), path=self.parts[0].path)
            self.parts.clear()


def _is_message(item: At) -> bool:
    return _kind(item) == "message"


def _kind(item: At) -> str:
    """Many clients leave the type of a message out; an id alone refers to another item."""
    kind = item.text_or_none("type")
    if kind is None and not (item.has("role") or item.has("id")):
        raise Invalid(f"{item.where('type')}: is missing")
    return kind or ("message" if item.has("role") else "item_reference")


def _read(item: At, tools: Tools, losses: Losses) -> tuple[Role, list[Part]]:
    kind = _kind(item)
    reader = _READERS.get(kind)
    if reader is not None:
        return reader(item, tools)
    if kind in _ACTIONS:
        return "assistant", [_action(item, kind)]
    if kind in _RESULTS:
        return "user", [_action_result(item)]
    if kind in _TOOLS_ONLY:
        if kind != "additional_tools":
            losses.note(item.path, "only the tools in it are kept")
        return "assistant", []
    part = UnknownPart(
        format="openai_responses",
        value={"type": kind, **item.kept()},
        essential=kind in _ESSENTIAL,
    )
    return ("user" if part.essential else "assistant"), [part]


def _message(item: At, _: Tools) -> tuple[Role, list[Part]]:
    role = _ROLES.get(item.text("role"))
    if role is None:
        raise Invalid(f"{item.where('role')}: there is no role {item.text('role')!r}")
    parts = read_content(item, "openai_responses")
    phase = item.text_or_none("phase")
    if phase is not None:
        parts = [replace(p, phase=phase) if isinstance(p, Text) else p for p in parts]
    return role, parts


def _call(item: At, tools: Tools) -> tuple[Role, list[Part]]:
    custom = item.value.get("type") == "custom_tool_call"
    given = item.value.get("input" if custom else "arguments")
    call = ToolCall(
        id=_call_id(item),
        name=tools.called(item.text("name"), item.text_or_none("namespace")),
        arguments=scrub(arguments_text(given)),
        custom=custom,
    )
    return "assistant", [call]


def _result(item: At, _: Tools) -> tuple[Role, list[Part]]:
    return "user", [ToolResult(call_id=_call_id(item), content=_output(item))]


def _output(item: At) -> tuple[Text | Image | Document, ...]:
    """A text or a list of parts, whoever ran the tool; anything else is shown as JSON."""
    given = item.value.get("output")
    if given is None or isinstance(given, str | list):
        return read_result(item, "openai_responses", key="output")
    return (Text(text=write(item.kept()["output"])),)


def _reasoning(item: At, _: Tools) -> tuple[Role, list[Part]]:
    found = read_reasoning(item)
    return "assistant", [] if found is None else [found]


def _call_id(item: At) -> str:
    return read_call_id(item.text_or_none("call_id") or item.text("id"))


def _action(item: At, kind: str) -> ToolCall:
    action = item.kept().get(_ACTIONS[kind])
    return ToolCall(
        id=_call_id(item), name=kind.removesuffix("_call"), arguments=write(action or {})
    )


def _action_result(item: At) -> ToolResult:
    return ToolResult(
        call_id=_call_id(item),
        content=tuple(_shown(item)),
        is_error=item.value.get("status") == "failed",
    )


def _shown(item: At) -> Iterator[Text | Image]:
    """What a shell wrote, or a screenshot."""
    given = item.value.get("output")
    screenshot = item.object("output") if isinstance(given, dict) else None
    if screenshot is not None and screenshot.has("image_url"):
        url = screenshot.text("image_url")
        yield Image(source=source_of(url, path=screenshot.where("image_url")))
    elif screenshot is not None and screenshot.has("file_id"):
        yield Image(source=VendorFile(id=screenshot.text("file_id")))
    elif isinstance(given, list):
        yield Text(text="".join(_streams(chunk) for chunk in item.objects("output")))
    elif given:
        yield Text(text=given if isinstance(given, str) else write(item.kept()["output"]))


def _streams(chunk: At) -> str:
    written = (chunk.text_or_none("stdout") or "") + (chunk.text_or_none("stderr") or "")
    outcome = chunk.object("outcome")
    code: Json = outcome.value.get("exit_code") if outcome else None
    return f"{written}\n[exit code {code}]\n" if code else written


_READERS: Final[dict[str, Callable[[At, Tools], tuple[Role, list[Part]]]]] = {
    "message": _message,
    "function_call": _call,
    "custom_tool_call": _call,
    "function_call_output": _result,
    "custom_tool_call_output": _result,
    "reasoning": _reasoning,
}
