"""Anthropic's messages from client to provider as they are (conversion 0.1, A8)."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, final

from typing_extensions import override

from domain.errors import Invalid
from domain.formats.anthropic_messages.reply import decode_reply
from domain.formats.anthropic_messages.stream import StreamDecoder
from domain.formats.anthropic_messages.usage import write_usage
from domain.formats.passing import Passed, Passing, SseTap, Tap, edited, with_counts
from domain.formats.seals import is_foreign
from domain.formats.splicing import members, replaced
from domain.formats.sse import frame
from domain.json import Json, JsonObject, listed, read
from domain.llm.capabilities import Capabilities
from domain.llm.usage import Usage

_START: Final = b"message_start"
_ENDING: Final = frame('{"type":"message_stop"}', event="message_stop")
_FOREIGN: Final = '"relay:'


@final
class MessagesPassing(Passing):
    @override
    def takes(self, body: JsonObject, *, original: bool, capabilities: Capabilities) -> bool:
        return True

    @override
    def request(
        self, text: str, *, upstream: str, streamed: bool, capabilities: Capabilities
    ) -> str:
        return replaced(_without_foreign_reasoning(text), ["model"], upstream)

    @override
    def tap(self, *, model: str | None) -> Tap:
        def edit(frame: bytes) -> bytes:
            if model is None or _START not in frame:
                return frame
            return edited(frame, partial(_renamed_start, model))

        return SseTap(StreamDecoder(), edit=edit, ending=_ENDING)

    @override
    def whole(self, raw: bytes, *, model: str | None) -> Passed:
        body = read(raw)
        if not isinstance(body, Mapping):
            raise Invalid("an answer must be an object")
        events = tuple(decode_reply(body))
        if model is None:
            return Passed(raw, events)
        return Passed(replaced(raw.decode(), ["model"], model).encode(), events)

    @override
    def recounted(self, raw: bytes, usage: Usage) -> bytes:
        return with_counts(raw, [["usage"], ["message", "usage"]], write_usage(usage))


def _renamed_start(model: str, text: str) -> str:
    return replaced(text, ["message", "model"], model)


def _without_foreign_reasoning(text: str) -> str:
    """Reasoning of other vendors that we marked on its way out; Anthropic refuses the mark."""
    if _FOREIGN not in text:
        return text
    for member in members(text):
        if member.key == "messages":
            return replaced(text, ["messages"], [*_messages(listed(member.value))])
    return text


def _messages(messages: Sequence[Json]) -> Iterator[Json]:
    """A message of nothing else goes with it; Anthropic joins its neighbours by itself."""
    for message in messages:
        if not isinstance(message, Mapping):
            yield message
            continue
        content = message.get("content")
        kept = [_without_our_citations(b) for b in listed(content) if not _is_foreign(b)]
        if kept == list(listed(content)):
            yield message
        elif kept:
            yield {**message, "content": kept}


def _without_our_citations(block: Json) -> Json:
    """Pages that other vendors cited have no index here (B2)."""
    cited = block.get("citations") if isinstance(block, Mapping) else None
    if not isinstance(block, Mapping) or not isinstance(cited, Sequence):
        return block
    kept = [each for each in cited if not _is_ours(each)]
    if len(kept) == len(cited):
        return block
    bare = {key: value for key, value in block.items() if key != "citations"}
    return {**bare, "citations": kept} if kept else bare


def _is_ours(citation: Json) -> bool:
    return isinstance(citation, Mapping) and _foreign_seal(citation, "encrypted_index")


def _is_foreign(block: Json) -> bool:
    if not isinstance(block, Mapping):
        return False
    return any(_foreign_seal(block, key) for key in ("signature", "data"))


def _foreign_seal(block: JsonObject, key: str) -> bool:
    seal = block.get(key)
    return isinstance(seal, str) and is_foreign(seal)
