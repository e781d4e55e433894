"""Answers that come as bytes: only their failures are told in words of ours."""

from dataclasses import dataclass, field
from typing import final

from typing_extensions import override

from adapters.inbound.relay.dialect import Dialect, Encoder
from adapters.inbound.relay.envelopes import Envelope, OpenAiEnvelope
from domain.formats.openai_chat.errors import encode_error
from domain.formats.sse import frame
from domain.json import JsonObject, write
from domain.llm.events import Failed, StreamEvent
from domain.llm.reply import BrokenStream, Reply


@final
@dataclass(frozen=True, slots=True)
class PlainDialect(Dialect):
    """`words` are for failures before the first byte; those in a stream are OpenAI's."""

    words: Envelope = field(default_factory=OpenAiEnvelope)

    @property
    @override
    def envelope(self) -> Envelope:
        return self.words

    @override
    def encoder(self) -> Encoder:
        return _Failures()

    @override
    def whole(self, reply: Reply) -> JsonObject:
        raise BrokenStream("the answer came without its bytes")


@final
class _Failures(Encoder):
    @override
    def feed(self, event: StreamEvent) -> bytes:
        if not isinstance(event, Failed):
            return b""
        _, body = encode_error(event.failure)
        return frame(write(body))

    @override
    def heartbeat(self) -> bytes:
        return b""  # nobody knows yet whether there will be events at all
