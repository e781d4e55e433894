"""Google's contents to turns (conversion A1, A3, A10).

Calls and their results may have no ids there: then a call gets one by its place in the whole
history, and a result belongs to the first open call of its name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Final

from domain.errors import Invalid
from domain.formats.arguments import arguments_text
from domain.formats.gemini.parts_reading import read_part, read_result
from domain.formats.gemini.signatures import read_seal
from domain.formats.parts_reading import read_call_id
from domain.formats.reading import At, scrub
from domain.llm.prompt import Part, Role, Text, ToolCall, ToolResult, Turn

_ROLES: Final[dict[str, Role]] = {
    "user": "user",
    "model": "assistant",
    "function": "user",
    "tool": "user",
}


def read_turns(body: At) -> Iterator[Turn]:
    yield from _system(body)
    calls = _Calls()
    for content in body.objects("contents"):
        named = content.text_or_none("role") or "user"
        role = _ROLES.get(named)
        if role is None:
            raise Invalid(f"{content.where('role')}: there is no role {named!r}")
        read = (_part(part, role, calls) for part in content.objects("parts"))
        parts = tuple(part for part in read if part is not None)
        yield Turn(role=role, parts=parts, path=content.path)


def _system(body: At) -> Iterator[Turn]:
    """One turn of several parts, so that their bounds stay known. A text alone will do."""
    given = body.value.get("systemInstruction")
    if isinstance(given, str):
        texts = [given]
    else:
        content = body.object("systemInstruction")
        texts = [part.text("text") for part in content.objects("parts")] if content else []
    parts = tuple(Text(text=scrub(text)) for text in texts if text)
    if parts:
        yield Turn(role="system", parts=parts, path="systemInstruction")


@dataclass(slots=True)
class _Calls:
    """Those that wait for a result, in their order."""

    count: int = 0
    waiting: list[ToolCall] = field(default_factory=list[ToolCall])

    def ask(self, at: At, signature: str | None) -> ToolCall:
        name, arguments = at.text("name"), arguments_text(at.value.get("args")) or "{}"
        given = at.text_or_none("id")
        call = ToolCall(
            id=read_call_id(given) if given else self._id(name, arguments),
            name=name,
            arguments=arguments,
            signature=read_seal(signature),
        )
        self.count += 1
        self.waiting.append(call)
        return call

    def _id(self, name: str, arguments: str) -> str:
        told = "\0".join((str(self.count), name, arguments))
        return f"call_{sha256(told.encode()).hexdigest()[:24]}"

    def answer(self, at: At) -> ToolResult:
        given, name = at.text_or_none("id"), at.text_or_none("name") or ""
        wanted = read_call_id(given) if given else None
        for place, call in enumerate(self.waiting):
            if (call.id == wanted) if wanted else (call.name == name):
                del self.waiting[place]
                return read_result(at, call.id)
        return read_result(at, wanted or name or "call")


def _part(at: At, role: Role, calls: _Calls) -> Part | None:
    call, result = at.object("functionCall"), at.object("functionResponse")
    if call is None and result is None:
        part = read_part(at)
        return None if part is None else replace(part, path=at.path)
    if (call is not None) is not (role == "assistant"):
        raise Invalid(f"{at.path}: the model calls functions, and the user answers")
    if call is not None:
        asked = calls.ask(call, at.text_or_none("thoughtSignature"))
        return replace(asked, path=at.path)
    assert result is not None
    return replace(calls.answer(result), path=at.path)
