"""Chat completions from client to provider as they are (conversion 0.1, A8)."""

from collections.abc import Mapping
from functools import partial
from typing import Final, final

from typing_extensions import override

from domain.errors import Invalid
from domain.formats.openai_chat.plain import is_plain
from domain.formats.openai_chat.reply import decode_reply
from domain.formats.openai_chat.stream import StreamDecoder
from domain.formats.openai_chat.usage import write_usage
from domain.formats.passing import Passed, Passing, SseTap, Tap, data_of, edited, with_counts
from domain.formats.splicing import members, replaced, with_member
from domain.formats.sse import frame
from domain.json import JsonObject, read
from domain.llm.capabilities import Capabilities
from domain.llm.usage import Usage

_ENDING: Final = frame("[DONE]")
_OPTIONS: Final = "stream_options"
_USAGE: Final = "include_usage"


@final
class ChatPassing(Passing):
    """`wants_usage`: whether the client asked for the last chunk, which counts tokens.

    The provider is asked for it in any case: without it nobody knows what the answer costs.
    """

    def __init__(self, *, wants_usage: bool) -> None:
        self._wants_usage = wants_usage

    @override
    def takes(self, body: JsonObject, *, original: bool, capabilities: Capabilities) -> bool:
        return is_plain(body, "openai" if original else "compatible", capabilities)

    @override
    def request(
        self, text: str, *, upstream: str, streamed: bool, capabilities: Capabilities
    ) -> str:
        asked = replaced(text, ["model"], upstream)
        if not streamed or self._wants_usage:
            return asked
        given = next((each.value for each in members(asked) if each.key == _OPTIONS), None)
        options: JsonObject = given if isinstance(given, Mapping) else {}
        return with_member(asked, _OPTIONS, {**options, _USAGE: True})

    @override
    def tap(self, *, model: str | None) -> Tap:
        def edit(frame: bytes) -> bytes:
            if not self._wants_usage and counts_only(frame):
                return b""
            if model is None or b'"model"' not in frame:
                return frame
            return edited(frame, partial(renamed, model))

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
        return with_counts(raw, [["usage"]], write_usage(usage))


def renamed(model: str, text: str) -> str:
    return text if text.strip() == "[DONE]" else replaced(text, ["model"], model)


def counts_only(frame: bytes) -> bool:
    """The chunk without choices, which a client that did not ask for it does not expect."""
    if b'"usage"' not in frame:
        return False
    text = data_of(frame)
    chunk = None if text is None else read(text)
    return isinstance(chunk, Mapping) and chunk.get("choices") == [] and bool(chunk.get("usage"))
