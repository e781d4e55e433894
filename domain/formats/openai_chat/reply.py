"""Whole chat completions, both ways (B2, B4)."""

from collections.abc import Iterator

from domain.formats.openai_chat.stops import FINISH_OF, read_finish
from domain.formats.openai_chat.usage import read_usage, write_usage
from domain.formats.reading import At
from domain.json import Json, JsonObject, write
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    RefusalOpened,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.prompt import RedactedThinking, Refusal, Thinking, ToolCall
from domain.llm.reply import Reply
from domain.llm.usage import Usage


def encode_reply(reply: Reply, *, id: str, created: int, model: str) -> JsonObject:
    """`created` in seconds since 1970; `model` as the client named it."""
    reason = reply.finished.reason if reply.finished else "end"
    choice: JsonObject = {
        "index": 0,
        "message": _message(reply),
        "logprobs": None,
        "finish_reason": FINISH_OF[reason],
    }
    return {
        "id": id,
        "object": "chat.completion",
        "created": created,
        "model": model,
        "choices": [choice],
        "usage": write_usage(reply.usage or Usage()),
    }


def _message(reply: Reply) -> JsonObject:
    calls = [part for part in reply.parts if isinstance(part, ToolCall)]
    refusals = [part.text for part in reply.parts if isinstance(part, Refusal)]
    said_no = reply.finished.refusal if reply.finished else None
    message: dict[str, Json] = {
        "role": "assistant",
        "content": reply.text or (None if calls or refusals or said_no else ""),
        "refusal": "".join(refusals) or said_no,
    }
    thinking = "\n\n".join(p.text for p in reply.parts if isinstance(p, Thinking) and p.text)
    if thinking:
        message["reasoning_content"] = thinking
    details = [detail for part in reply.parts if (detail := _detail(part)) is not None]
    if details:
        numbered = [{**detail, "index": number} for number, detail in enumerate(details)]
        message["reasoning_details"] = numbered
    if calls:
        message["tool_calls"] = [_call(call) for call in calls]
    return message


def _detail(part: object) -> dict[str, Json] | None:
    """Signed reasoning, in the shape that clients are known to send back (A7.2)."""
    match part:
        case Thinking(text=text, signature=str(signature)):
            return {
                "type": "reasoning.text",
                "text": text,
                "signature": signature,
                "format": "anthropic-claude-v1",
            }
        case RedactedThinking(data=data):
            return {"type": "reasoning.encrypted", "data": data, "format": "anthropic-claude-v1"}
        case _:
            return None


def _call(call: ToolCall) -> JsonObject:
    function: JsonObject = {"name": call.name, "arguments": call.arguments or "{}"}
    return {"id": call.id, "type": "function", "function": function}


def decode_reply(body: JsonObject) -> Iterator[StreamEvent]:
    """A whole answer as the stream it could have been. Raises `Invalid` for no answer at all."""
    at = At(body)
    yield Started(id=at.text_or_none("id") or "", model=at.text_or_none("model") or "")
    choice = next(at.objects("choices"), At({}))
    message = choice.object("message") or At({})
    blocks = tuple(_blocks(message))
    for number, block in enumerate(blocks):
        yield from block(number)
    called = any(isinstance(block, _CallBlock) for block in blocks)
    usage = at.object("usage")
    if usage is not None:
        yield UsageReported(read_usage(usage))
    yield read_finish(choice.text_or_none("finish_reason"), called=called)


class _TextBlock:
    def __init__(
        self, text: str, opening: type[TextOpened | ThinkingOpened | RefusalOpened]
    ) -> None:
        self._text, self._opening = text, opening

    def __call__(self, index: int) -> Iterator[StreamEvent]:
        yield self._opening(index)
        yield TextDelta(index, self._text)
        yield BlockClosed(index)


class _CallBlock:
    def __init__(self, call: At) -> None:
        self._call = call

    def __call__(self, index: int) -> Iterator[StreamEvent]:
        function = self._call.object("function") or self._call.object("custom") or At({})
        custom = self._call.has("custom")
        given = function.value.get("input" if custom else "arguments")
        arguments = given if isinstance(given, str) else write(given or {})
        call_id = self._call.text_or_none("id") or f"call_{index}"
        yield ToolCallOpened(index, call_id, function.text("name"), custom)
        yield ArgumentsDelta(index, arguments)
        yield BlockClosed(index)


def _blocks(message: At) -> Iterator[_TextBlock | _CallBlock]:
    thinking = message.text_or_none("reasoning_content") or message.text_or_none("reasoning")
    if thinking:
        yield _TextBlock(thinking, ThinkingOpened)
    content = message.value.get("content")
    if isinstance(content, str):
        text: str | None = content
    else:
        text = "".join(part.text_or_none("text") or "" for part in message.objects("content"))
    if text:
        yield _TextBlock(text, TextOpened)
    refusal = message.text_or_none("refusal")
    if refusal:
        yield _TextBlock(refusal, RefusalOpened)
    yield from (_CallBlock(call) for call in message.objects("tool_calls"))
