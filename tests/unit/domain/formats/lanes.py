"""Every format as one that is read and one that is written, so that laws can go through all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from domain.formats.anthropic_messages import reply as messages_reply
from domain.formats.anthropic_messages import request as messages
from domain.formats.anthropic_messages import stream as messages_stream
from domain.formats.encoded import EncodedRequest
from domain.formats.gemini import reply as gemini_reply
from domain.formats.gemini import request as gemini
from domain.formats.gemini import stream as gemini_stream
from domain.formats.openai_chat import reply as chat_reply
from domain.formats.openai_chat import request as chat
from domain.formats.openai_chat import stream as chat_stream
from domain.formats.openai_responses import reply as responses_reply
from domain.formats.openai_responses import request as responses
from domain.formats.openai_responses import stream as responses_stream
from domain.formats.openai_responses.envelope import Envelope
from domain.formats.sse_decoding import SseDecoder
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import JsonObject
from domain.llm.capability_table import capabilities_of
from domain.llm.events import StreamEvent
from domain.llm.prompt import Dropped, Prompt
from domain.llm.reply import Reply, ReplyFold

SOURCES: Final = ("chat", "messages", "responses", "gemini")
TARGETS: Final[dict[str, tuple[str, ...]]] = {
    "chat": ("gpt-4o", "gpt-5.5"),
    "compatible": ("llama", "deepseek-v4-pro"),
    "messages": ("claude-haiku-4-5", "claude-sonnet-4-6", "claude-opus-4-8", "claude-opus-5-5"),
    "responses": ("gpt-4o", "gpt-5.5"),
    "gemini": ("gemini-2.0-flash", "gemini-2.5-flash", "gemini-3-pro"),
}
"""Models of each, with other capabilities."""
LANES: Final = tuple((target, model) for target, models in TARGETS.items() for model in models)
KINDS: Final = {
    "chat": "openai",
    "compatible": "openai_compatible",
    "messages": "anthropic",
    "responses": "openai",
    "gemini": "google",
}
RESPONSE: Final = Envelope(id="resp_1", created=1, model="m", echo={}, encrypted=True)


def asked(source: str, body: JsonObject) -> tuple[Prompt, tuple[Dropped, ...]]:
    """Raises `Invalid`."""
    match source:
        case "chat" | "compatible":
            wanted = chat.decode_request(body)
            return wanted.prompt, wanted.dropped
        case "messages":
            said = messages.decode_request(body)
            return said.prompt, said.dropped
        case "responses":
            given = responses.decode_request(body)
            return given.prompt, given.dropped
        case _:
            found = gemini.decode_request(body, model="m", stream=False)
            return found.prompt, found.dropped


def sent(target: str, prompt: Prompt, model: str | None = None) -> EncodedRequest:
    """Raises `Invalid`."""
    name = model or TARGETS[target][0]
    capabilities = capabilities_of(name, KINDS[target])
    match target:
        case "messages":
            return messages.encode_request(
                prompt, model=name, capabilities=capabilities, stream=True
            )
        case "gemini":
            return gemini.encode_request(prompt, model=name, capabilities=capabilities)
        case "responses":
            return responses.encode_request(
                prompt, model=name, capabilities=capabilities, stream=True
            )
        case _:
            dialect: chat.OpenAiDialect = "compatible" if target == "compatible" else "openai"
            return chat.encode_request(
                prompt, model=name, capabilities=capabilities, stream=True, dialect=dialect
            )


_DECODERS: Final[dict[str, Callable[[ToolWords], SseDecoder]]] = {
    "chat": chat_stream.StreamDecoder,
    "messages": messages_stream.StreamDecoder,
    "responses": responses_stream.StreamDecoder,
    "gemini": gemini_stream.StreamDecoder,
}


def heard(source: str, *sent: bytes, words: ToolWords = AS_THEY_ARE) -> Iterator[StreamEvent]:
    """The events of a stream that came in these pieces."""
    decoder = _DECODERS[source](words)
    for piece in sent:
        yield from decoder.feed(piece)
    yield from decoder.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an answer carries beside its words."""

    id: str = "i"
    created: int = 1
    model: str = "m"
    include_usage: bool = True
    response: Envelope = RESPONSE


STAMP: Final = Stamp()


def teller(target: str, stamp: Stamp = STAMP) -> Callable[[StreamEvent], bytes]:
    match target:
        case "chat":
            return chat_stream.StreamEncoder(
                id=stamp.id,
                created=stamp.created,
                model=stamp.model,
                include_usage=stamp.include_usage,
            ).feed
        case "messages":
            return messages_stream.StreamEncoder(id=stamp.id, model=stamp.model).feed
        case "responses":
            return responses_stream.StreamEncoder(stamp.response).feed
        case _:
            return gemini_stream.StreamEncoder(id=stamp.id, model=stamp.model).feed


def told(target: str, events: Iterator[StreamEvent]) -> bytes:
    return b"".join(map(teller(target), events))


def answered(
    source: str, body: JsonObject, words: ToolWords = AS_THEY_ARE
) -> Iterator[StreamEvent]:
    """The events of a whole answer. Raises `Invalid`."""
    match source:
        case "chat":
            return chat_reply.decode_reply(body, words)
        case "messages":
            return messages_reply.decode_reply(body, words)
        case "responses":
            return responses_reply.decode_reply(body, words)
        case _:
            return gemini_reply.decode_reply(body, words)


def whole(target: str, reply: Reply, stamp: Stamp = STAMP) -> JsonObject:
    match target:
        case "chat":
            return chat_reply.encode_reply(
                reply, id=stamp.id, created=stamp.created, model=stamp.model
            )
        case "messages":
            return messages_reply.encode_reply(reply, id=stamp.id, model=stamp.model)
        case "responses":
            return responses_reply.encode_reply(reply, stamp.response)
        case _:
            return gemini_reply.encode_reply(reply, id=stamp.id, model=stamp.model)


def folded(events: Iterator[StreamEvent]) -> Reply:
    fold = ReplyFold()
    for event in events:
        fold.feed(event)
    assert fold.is_over
    return fold.reply()
