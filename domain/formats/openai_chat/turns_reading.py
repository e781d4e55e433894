"""Messages of a chat request to turns (conversion A0 to A3, A7.2)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from domain.errors import Invalid
from domain.formats.arguments import arguments_text
from domain.formats.openai_chat.reasoning import read_google_seal
from domain.formats.parts_reading import (
    cache_mark,
    read_call_id,
    read_content,
    read_part,
    read_result,
)
from domain.formats.reading import At, scrub
from domain.formats.seals import sealed
from domain.llm.prompt import (
    Document,
    Image,
    Part,
    RedactedThinking,
    Refusal,
    Role,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    Turn,
)
from domain.llm.sound import Sound

_ROLES: Final[dict[str, Role]] = {
    "system": "system",
    "developer": "developer",
    "user": "user",
}


def read_turns(body: At) -> Iterator[Turn]:
    """Every message in its place; tool messages are user turns that hold results."""
    old_calls: list[str] = []
    for message in body.objects("messages"):
        role = message.text("role")
        if role in {"tool", "function"}:
            result = _result(message) if role == "tool" else _old_result(message, old_calls)
            yield Turn(role="user", parts=(result,), path=message.path)
        elif role == "assistant":
            yield _assistant(message, old_calls)
        elif role in _ROLES:
            yield _turn(message, _ROLES[role], read_content(message, "openai_chat"))
        else:
            raise Invalid(f"{message.where('role')}: there is no role {role!r}")


def _turn(message: At, role: Role, parts: list[Part]) -> Turn:
    cache = cache_mark(message)
    if cache is not None and parts and isinstance(parts[-1], Text | Image | Document | ToolCall):
        parts[-1] = replace(parts[-1], cache=cache)
    return Turn(role=role, parts=tuple(parts), name=message.text_or_none("name"), path=message.path)


def _assistant(message: At, old_calls: list[str]) -> Turn:
    content = read_content(message, "openai_chat")
    thinking = list(_thinking(message))
    if thinking:
        content = [part for part in content if not _thought(part)]
    elif not any(_thought(part) for part in content):
        thinking = list(_spoken_thinking(message))
    seal = read_google_seal(message)
    if seal and content and isinstance(content[-1], Text):
        content[-1] = replace(content[-1], signature=seal)
    return _turn(
        message,
        "assistant",
        [
            *thinking,
            *content,
            *_spoken(message),
            *_refusal(message),
            *_calls(message),
            *_old_call(message, old_calls),
        ],
    )


def _thought(part: Part) -> bool:
    return isinstance(part, Thinking | RedactedThinking)


def _result(message: At) -> ToolResult:
    call_id = read_call_id(message.text("tool_call_id"))
    content = read_result(message, "openai_chat")
    return ToolResult(
        call_id=call_id, content=content, cache=cache_mark(message), path=message.path
    )


def _old_result(message: At, old_calls: list[str]) -> ToolResult:
    """The answer to the first `function_call` that has none yet."""
    call_id = old_calls.pop(0) if old_calls else message.text("name")
    content = read_result(message, "openai_chat")
    return ToolResult(call_id=call_id, content=content, path=message.path)


def _refusal(message: At) -> Iterator[Part]:
    refusal = message.text_or_none("refusal")
    if refusal:
        yield Refusal(text=refusal, path=message.where("refusal"))


def _spoken(message: At) -> Iterator[Part]:
    """What the model said aloud before, by its id; some clients send back its words too."""
    audio = message.object("audio")
    if audio is not None:
        words = audio.text_or_none("transcript") or ""
        yield Sound(id=audio.text_or_none("id"), transcript=words, path=audio.path)


def _calls(message: At) -> Iterator[ToolCall]:
    for call in message.objects("tool_calls"):
        custom = call.object("custom")
        if custom is not None:
            name, arguments = custom.text("name"), custom.text_or_none("input") or ""
        else:
            function = call.needed("function")
            name = function.text("name")
            arguments = scrub(arguments_text(function.value.get("arguments")))
        yield ToolCall(
            id=read_call_id(call.text("id")),
            name=name,
            arguments=arguments,
            custom=custom is not None,
            signature=read_google_seal(call),
            path=call.path,
        )


def _old_call(message: At, old_calls: list[str]) -> Iterator[ToolCall]:
    """`function_call`, from before there were ids: answered in the order of the calls."""
    function = message.object("function_call")
    if function is not None:
        call_id = f"call_fn_{message.path.removeprefix('messages[').removesuffix(']')}"
        old_calls.append(call_id)
        arguments = scrub(arguments_text(function.value.get("arguments")))
        name = function.text("name")
        yield ToolCall(id=call_id, name=name, arguments=arguments, path=function.path)


def _thinking(message: At) -> Iterator[Part]:
    """Reasoning that a client sent back, in the first of the shapes that it is known to take."""
    details = list(message.objects("reasoning_details"))
    if details:
        yield from _from_details(details)
    else:
        for block in message.objects("thinking_blocks"):
            yield read_part(block, "openai_chat")


def _spoken_thinking(message: At) -> Iterator[Part]:
    for key in ("reasoning_content", "reasoning"):
        text = message.text_or_none(key)
        if text:
            yield Thinking(text=text, path=message.where(key))
            return


def _from_details(details: list[At]) -> Iterator[Part]:
    for detail in details:
        label = detail.text_or_none("format")
        match detail.text("type"):
            case "reasoning.text":
                signature = detail.text_or_none("signature")
                seal = sealed(signature, label) if signature else None
                text = detail.text_or_none("text") or ""
                yield Thinking(text=text, signature=seal, path=detail.path)
            case "reasoning.encrypted":
                data = sealed(detail.text("data"), label)
                yield RedactedThinking(data=data, path=detail.path)
            case _:
                continue  # a summary: words about the reasoning, not the reasoning
