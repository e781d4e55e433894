"""Deltas of one choice to blocks: who is open, which call a fragment belongs to (C5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.formats.reading import At, scrub
from domain.json import write
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    RefusalOpened,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)

_TEXTS = (
    ("reasoning_content", ThinkingOpened),
    ("reasoning", ThinkingOpened),
    ("content", TextOpened),
    ("refusal", RefusalOpened),
)


@dataclass(slots=True)
class _Call:
    """A call whose name may come after its id; `index` is set once it is opened."""

    id: str
    index: int | None = None
    waiting: str = ""


class OpenBlocks:
    def __init__(self) -> None:
        self._next = 0
        self._text: tuple[int, type[TextOpened | ThinkingOpened | RefusalOpened]] | None = None
        self._calls: dict[int, _Call] = {}
        self._all_calls: list[_Call] = []

    @property
    def called(self) -> bool:
        return any(call.index is not None for call in self._all_calls)

    def feed(self, delta: At) -> Iterator[StreamEvent]:
        for key, opening in _TEXTS:
            text = delta.value.get(key)
            if isinstance(text, str) and text:
                yield from self._say(text, opening)
        for position, call in enumerate(delta.objects("tool_calls")):
            yield from self._call(call, position)

    def close(self) -> Iterator[StreamEvent]:
        yield from self._close_text()
        for call in self._all_calls:
            if call.index is not None:
                yield BlockClosed(call.index)

    def _say(
        self, text: str, opening: type[TextOpened | ThinkingOpened | RefusalOpened]
    ) -> Iterator[StreamEvent]:
        if self._text is None or self._text[1] is not opening:
            yield from self._close_text()
            self._text = (self._take_number(), opening)
            yield opening(self._text[0])
        yield TextDelta(self._text[0], scrub(text))

    def _close_text(self) -> Iterator[StreamEvent]:
        if self._text is not None:
            yield BlockClosed(self._text[0])
            self._text = None

    def _call(self, at: At, position: int) -> Iterator[StreamEvent]:
        yield from self._close_text()
        key = at.integer("index", least=0)
        call = self._called(position if key is None else key, at.text_or_none("id"))
        function = at.object("function") or at.object("custom") or At({})
        name = function.text_or_none("name")
        fragment = _fragment(function)
        if call.index is None:
            if not name:
                call.waiting += fragment
                return
            call.index = self._take_number()
            yield ToolCallOpened(call.index, call.id or f"call_{call.index}", name)
            fragment, call.waiting = call.waiting + fragment, ""
        if fragment:
            yield ArgumentsDelta(call.index, fragment)

    def _called(self, key: int, given_id: str | None) -> _Call:
        """A new id under a known number is a new call: some servers number all of them 0."""
        known = self._calls.get(key)
        if known is not None and (not given_id or given_id == known.id):
            return known
        call = _Call(given_id or "")
        self._calls[key] = call
        self._all_calls.append(call)
        return call

    def _take_number(self) -> int:
        self._next += 1
        return self._next - 1


def _fragment(function: At) -> str:
    given = function.value.get("arguments", function.value.get("input"))
    if given is None:
        return ""
    return given if isinstance(given, str) else write(given)
