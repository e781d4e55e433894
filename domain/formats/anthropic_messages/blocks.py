"""Blocks of a message to events, numbered anew without those that the vendor keeps to itself.

Server tools, fallbacks and blocks of unknown kinds are passed over, with all their deltas
(conversion C5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from domain.formats.anthropic_messages.citations import read_citation
from domain.formats.arguments import arguments_text
from domain.formats.reading import At, readable
from domain.formats.seals import UNSIGNED
from domain.formats.text_run import Saying
from domain.json import Json
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Cited,
    RedactedThinkingOpened,
    SignatureDelta,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)

_TEXT_OF: Final[Mapping[tuple[str, Json], str]] = {
    ("text", "text_delta"): "text",
    ("thinking", "thinking_delta"): "thinking",
}


@dataclass(slots=True)
class _Open:
    """`given` is a tool's whole input, when it came at once; deltas overrule it."""

    index: int
    kind: str
    given: str = ""


class OpenBlocks:
    def __init__(self) -> None:
        self._next = 0
        self._open: dict[int, _Open] = {}

    def start(self, number: int, block: At) -> Iterator[StreamEvent]:
        yield from self.stop(number)
        kind = block.text_or_none("type") or ""
        if kind not in {"text", "thinking", "redacted_thinking", "tool_use"}:
            return
        opened = _Open(self._next, kind)
        self._open[number] = opened
        self._next += 1
        yield from self._opening(opened, block)

    def _opening(self, opened: _Open, block: At) -> Iterator[StreamEvent]:
        index = opened.index
        match opened.kind:
            case "text":
                yield TextOpened(index)
                yield from _text(index, block.value.get("text"))
                yield from _cited(index, block)
            case "thinking":
                yield ThinkingOpened(index)
                yield from _text(index, block.value.get("thinking"))
                yield from _signature(index, block.value.get("signature"))
            case "redacted_thinking":
                yield RedactedThinkingOpened(index, block.text("data"))
            case _:
                given = block.value.get("input")
                opened.given = arguments_text(given) if given else ""
                call_id = block.text_or_none("id") or f"call_{index}"
                yield ToolCallOpened(index, call_id, block.text("name"))

    def delta(self, number: int, delta: At) -> Iterator[StreamEvent]:
        opened = self._open.get(number)
        if opened is None:
            return
        match opened.kind, delta.text_or_none("type"):
            case "text", "text_delta":
                yield from _text(opened.index, delta.value.get("text"))
            case "text", "citations_delta":
                yield from _cited(opened.index, At({"citations": [delta.value.get("citation")]}))
            case "thinking", "thinking_delta":
                yield from _text(opened.index, delta.value.get("thinking"))
            case "thinking", "signature_delta":
                yield from _signature(opened.index, delta.value.get("signature"))
            case "tool_use", "input_json_delta":
                fragment = delta.value.get("partial_json")
                if isinstance(fragment, str) and fragment:
                    opened.given = ""
                    yield ArgumentsDelta(opened.index, fragment)
            case _:
                return  # a delta of another kind than its block

    def saying(self, number: int, delta: At) -> Saying | None:
        """Where a delta of an open block has its text, if it is one of text."""
        opened = self._open.get(number)
        key = _TEXT_OF.get((opened.kind, delta.value.get("type"))) if opened else None
        if opened is None or key is None:
            return None
        return Saying(key, partial(TextDelta, opened.index))

    def stop(self, number: int) -> Iterator[StreamEvent]:
        opened = self._open.pop(number, None)
        if opened is None:
            return
        if opened.given:
            yield ArgumentsDelta(opened.index, opened.given)
        yield BlockClosed(opened.index)

    def close(self) -> Iterator[StreamEvent]:
        for number in tuple(self._open):
            yield from self.stop(number)


def _text(index: int, text: Json) -> Iterator[StreamEvent]:
    if isinstance(text, str) and text:
        yield TextDelta(index, text)


def _cited(index: int, at: At) -> Iterator[StreamEvent]:
    for citation in readable(read_citation(each) for each in at.objects("citations")):
        if citation is not None:
            yield Cited(index, citation)


def _signature(index: int, signature: Json) -> Iterator[StreamEvent]:
    """Our own mark of reasoning that nobody sealed is no seal."""
    if isinstance(signature, str) and signature and signature != UNSIGNED:
        yield SignatureDelta(index, signature)
