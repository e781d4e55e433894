"""Whole messages, both ways (conversion B2, B4)."""

from collections.abc import Iterator

from domain.errors import Invalid
from domain.formats.anthropic_messages.blocks import OpenBlocks
from domain.formats.anthropic_messages.citations import write_citation
from domain.formats.anthropic_messages.stops import read_stop, write_stop
from domain.formats.anthropic_messages.usage import read_usage, write_usage
from domain.formats.arguments import arguments_object, wrapped
from domain.formats.reading import At
from domain.formats.restoring import Restoration
from domain.formats.seals import UNSIGNED
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import Json, JsonObject
from domain.llm.events import Finished, Started, StreamEvent, UsageReported
from domain.llm.prompt import Image, RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.reply import Reply, WordPart, in_words
from domain.llm.usage import Usage


def encode_reply(reply: Reply, *, id: str, model: str) -> JsonObject:
    """`model` as the client named it."""
    shown = [part for part in reply.parts if not isinstance(part, Image)]
    parts = in_words(shown)
    refused = any(isinstance(part, Refusal) for part in parts)
    return {
        "id": id,
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [block for part in parts if (block := _block(part)) is not None],
        **write_stop(reply.finished or Finished(reason="end"), refused=refused),
        "usage": write_usage(reply.usage or Usage()),
    }


def _block(part: WordPart) -> JsonObject | None:
    """Empty blocks are left out: sent back in a history they would be refused."""
    match part:
        case Text(text=text, citations=citations) if citations and text:
            cited = [write_citation(each) for each in citations]
            return {"type": "text", "text": text, "citations": cited}
        case Text(text=text) | Refusal(text=text):
            return {"type": "text", "text": text} if text else None
        case Thinking(text=text, signature=signature):
            if not text and not signature:
                return None
            return {"type": "thinking", "thinking": text, "signature": signature or UNSIGNED}
        case RedactedThinking(data=data):
            return {"type": "redacted_thinking", "data": data}
        case ToolCall(id=id, name=name, arguments=arguments, custom=custom):
            given: Json = wrapped(arguments) if custom else arguments_object(arguments)
            return {"type": "tool_use", "id": id, "name": name, "input": given}


def decode_reply(body: JsonObject, words: ToolWords = AS_THEY_ARE) -> Iterator[StreamEvent]:
    """A whole answer as the stream it could have been. Raises `Invalid` for no answer at all."""
    restoration = Restoration(words)
    for event in message_events(At(body)):
        yield from restoration.feed(event)


def message_events(at: At) -> Iterator[StreamEvent]:
    if not at.has("content"):
        raise Invalid("content: is missing")
    yield Started(id=at.text_or_none("id") or "", model=at.text_or_none("model") or "")
    usage = at.object("usage")
    if usage is not None:
        yield UsageReported(read_usage(usage))
    blocks = OpenBlocks()
    for number, block in enumerate(at.objects("content")):
        yield from blocks.start(number, block)
        yield from blocks.stop(number)
    yield read_stop(at) or Finished(reason="end")
