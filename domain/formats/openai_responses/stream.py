"""Streams of responses, read (conversion C5); written in `stream_writing`."""

from collections.abc import Iterator
from typing import Final

from typing_extensions import override

from domain.formats.failures import stream_failure
from domain.formats.openai_evidence import read_annotations, read_logprobs
from domain.formats.openai_responses.blocks import OpenItems, Voice
from domain.formats.openai_responses.reply import end_of, response_events
from domain.formats.openai_responses.stream_writing import StreamEncoder
from domain.formats.reading import At
from domain.formats.sse_decoding import SseDecoder, VendorStream
from domain.formats.text_run import Saying
from domain.formats.tool_words import AS_THEY_ARE, ToolWords
from domain.json import JsonObject
from domain.llm.events import Failed, Started, StreamEvent

__all__ = ["StreamDecoder", "StreamEncoder"]

_STARTS: Final = frozenset({"created", "in_progress", "queued"})
_ENDS: Final = frozenset({"completed", "incomplete", "failed", "cancelled"})
_SPOKEN: Final[dict[str, tuple[Voice, str]]] = {
    "output_text": ("output_text", "content_index"),
    "refusal": ("refusal", "content_index"),
    "reasoning_summary_text": ("summary", "summary_index"),
    "reasoning_text": ("reasoning", "content_index"),
}
_CITED: Final = "output_text.annotation.added"
_WHOLE: Final = ("text", "refusal")
_ARGUED: Final = frozenset({"function_call_arguments", "custom_tool_call_input"})


class _Responses(VendorStream):
    def __init__(self) -> None:
        self._items = OpenItems()
        self._started = False

    @override
    def take(self, chunk: JsonObject) -> Iterator[StreamEvent]:
        at = At(chunk)
        kind = at.text_or_none("type") or ""
        if kind == "error":
            yield Failed(stream_failure(chunk))
            return
        if not kind.startswith("response."):
            return
        name = kind.removeprefix("response.")
        response = at.object("response") or At({})
        if not self._started and name != "failed":
            self._started = True
            yield Started(
                id=response.text_or_none("id") or "", model=response.text_or_none("model") or ""
            )
        if name in _ENDS:
            yield from self._end(name, response)
        elif name not in _STARTS:
            yield from self._item(name, at)

    def _end(self, name: str, response: At) -> Iterator[StreamEvent]:
        """The kind of the event is the state, where the response does not tell it."""
        state = {**response.value, "status": response.text_or_none("status") or name}
        if name == "failed" and not response.has("error"):
            state["error"] = {"message": "the provider's answer failed"}
        yield from end_of(At(state, "response"), self._items)

    def _item(self, name: str, at: At) -> Iterator[StreamEvent]:
        number = at.integer("output_index", least=0) or 0
        what, _, when = name.rpartition(".")
        if name == _CITED:
            index = at.integer("content_index", least=0) or 0
            told = At({"annotations": [at.value.get("annotation")]})
            yield from self._items.cite(number, index, read_annotations(told))
        elif what in _SPOKEN:
            yield from self._spoken(what, when, number, at)
        elif what in _ARGUED and when == "delta":
            yield from self._items.argue(number, _word(at, "delta"))
        elif what in _ARGUED:
            self._items.argued(number, _word(at, "arguments") or _word(at, "input"))
        elif name == "output_item.added":
            yield from self._items.add(number, at.needed("item"))
        elif name == "output_item.done":
            yield from self._items.done(number, at.needed("item"))

    def _spoken(self, what: str, when: str, number: int, at: At) -> Iterator[StreamEvent]:
        voice, place = _SPOKEN[what]
        index = at.integer(place, least=0) or 0
        if when == "delta":
            logprobs = read_logprobs(at)
            yield from self._items.say(number, voice, index, _word(at, "delta"), logprobs)
        elif when == "done":
            whole = next((word for key in _WHOLE if (word := _word(at, key))), "")
            yield from self._items.said(number, voice, index, whole)

    @override
    def saying(self, chunk: JsonObject) -> Saying | None:
        at = At(chunk)
        what, _, when = (at.text_or_none("type") or "").removeprefix("response.").rpartition(".")
        if when != "delta" or what not in _SPOKEN or chunk.get("logprobs"):
            return None
        voice, place = _SPOKEN[what]
        number = at.integer("output_index", least=0) or 0
        return self._items.saying(number, voice, at.integer(place, least=0) or 0)

    @override
    def done(self) -> Iterator[StreamEvent]:
        """`[DONE]` says nothing here: an answer ends with its last state."""
        yield from ()

    @override
    def end(self) -> Iterator[StreamEvent]:
        yield from ()

    @override
    def whole(self, body: JsonObject) -> Iterator[StreamEvent]:
        yield from response_events(At(body))


class StreamDecoder(SseDecoder):
    """Bytes of a responses stream to events, with the tools called back by `words`."""

    def __init__(self, words: ToolWords = AS_THEY_ARE) -> None:
        super().__init__(_Responses(), words)


def _word(at: At, key: str) -> str:
    """Not scrubbed: half a character may wait for its other half in the next delta."""
    found = at.value.get(key)
    return found if isinstance(found, str) else ""
