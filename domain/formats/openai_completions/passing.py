"""OpenAI's first format from client to provider as it is, to servers that speak it themselves.

They alone can do all of it: go on from tokens, fill in a middle, say how likely a prompt was.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final, final

from typing_extensions import override

from domain.errors import Invalid
from domain.formats.openai_chat.passing import ChatPassing, counts_only, renamed
from domain.formats.openai_completions.stream import StreamDecoder, decode_reply
from domain.formats.passing import Passed, Passing, SseTap, Tap, edited
from domain.formats.sse import frame
from domain.json import JsonObject, read
from domain.llm.capabilities import Capabilities
from domain.llm.usage import Usage

_ENDING: Final = frame("[DONE]")


@final
class CompletionsPassing(Passing):
    """`wants_usage` as in chat: the provider is asked to count in any case."""

    def __init__(self, *, wants_usage: bool) -> None:
        self._wants_usage = wants_usage
        self._as_chat = ChatPassing(wants_usage=wants_usage)

    @override
    def takes(self, body: JsonObject, *, original: bool, capabilities: Capabilities) -> bool:
        del body, original, capabilities
        return True

    @override
    def request(
        self, text: str, *, upstream: str, streamed: bool, capabilities: Capabilities
    ) -> str:
        return self._as_chat.request(
            text, upstream=upstream, streamed=streamed, capabilities=capabilities
        )

    @override
    def tap(self, *, model: str | None) -> Tap:
        def edit(frame: bytes) -> bytes:
            if not self._wants_usage and counts_only(frame):
                return b""
            return frame if model is None else edited(frame, partial(renamed, model))

        return SseTap(StreamDecoder(), edit=edit, ending=_ENDING)

    @override
    def whole(self, raw: bytes, *, model: str | None) -> Passed:
        body = read(raw)
        if not isinstance(body, Mapping):
            raise Invalid("an answer must be an object")
        events = tuple(decode_reply(body))
        return Passed(raw if model is None else renamed(model, raw.decode()).encode(), events)

    @override
    def recounted(self, raw: bytes, usage: Usage) -> bytes:
        return self._as_chat.recounted(raw, usage)
