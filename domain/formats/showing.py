"""Reasoning as its client is to see it: between tags, not at all, or only what is Anthropic's own.

Not every client can do with it what we would have it do (conversion A7.2, E1): some show no other
text than the answer's, some send back to the vendor what only we could read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal, TypeAlias

from domain.formats.seals import is_foreign
from domain.llm.events import (
    AnswerEvent,
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Cited,
    Failed,
    Finished,
    RedactedThinkingOpened,
    Sent,
    SignatureDelta,
    SoundDelta,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    UsageReported,
)
from domain.llm.prompt import Part, Prompt, Text
from domain.llm.reply import Opening

Manner = Literal["think_tags", "off", "own_seals"]
"""`own_seals` leaves out what Anthropic did not seal itself."""
_OPEN: Final = "<think>"
_CLOSE: Final = "</think>\n\n"
_OURS: Final = re.compile(r"\s*<think>.*?</think>\s*", re.DOTALL)
_Delta: TypeAlias = TextDelta | SoundDelta | Cited | SignatureDelta | ArgumentsDelta


class Showing:
    """Events to events, of which the blocks are numbered anew."""

    def __init__(self, manner: Manner) -> None:
        self._manner: Manner = manner
        self._numbers: dict[int, int] = {}
        self._next = 0
        self._held: dict[int, list[Opening | _Delta]] = {}
        self._others: dict[int, Showing] = {}

    def feed(self, event: StreamEvent) -> Iterator[StreamEvent]:
        match event:
            case Sent() | Started() | UsageReported() | Failed():
                yield event
            case Beside(choice, other):
                beside = self._others.setdefault(choice, Showing(self._manner))
                yield from (Beside(choice, each) for each in beside.tell(other))
            case _:
                yield from self.tell(event)

    def tell(self, event: AnswerEvent) -> Iterator[AnswerEvent]:
        """The same for one of several answers."""
        match event:
            case Finished():
                yield event
            case ThinkingOpened(index) | RedactedThinkingOpened(index):
                self._held[index] = [event]
            case TextDelta() | SoundDelta() | Cited() | SignatureDelta() | ArgumentsDelta():
                if event.index in self._held:
                    yield from self._think(event)
                else:
                    yield replace(event, index=self._numbers[event.index])
            case BlockClosed(index):
                yield from self._closed(index)
            case _:
                yield self._opened(event)

    def _opened(self, event: Opening) -> Opening:
        number = self._numbers[event.index] = self._next
        self._next += 1
        return replace(event, index=number)

    def _think(self, delta: _Delta) -> Iterator[AnswerEvent]:
        if self._manner == "own_seals":
            self._held[delta.index].append(delta)
        elif self._manner == "think_tags" and isinstance(delta, TextDelta) and delta.text:
            if delta.index not in self._numbers:
                yield self._opened(TextOpened(delta.index))
                yield TextDelta(self._numbers[delta.index], _OPEN)
            yield replace(delta, index=self._numbers[delta.index])

    def _closed(self, index: int) -> Iterator[AnswerEvent]:
        held = self._held.pop(index, None)
        if held is not None and self._manner == "own_seals" and _is_own(held):
            opening, *deltas = held
            assert not isinstance(opening, _Delta)
            yield self._opened(opening)
            for delta in deltas:
                assert isinstance(delta, _Delta)
                yield replace(delta, index=self._numbers[index])
        elif held is not None and index in self._numbers:
            yield TextDelta(self._numbers[index], _CLOSE)
        if index in self._numbers:
            yield BlockClosed(self._numbers[index])


def _is_own(held: list[Opening | _Delta]) -> bool:
    """Whether Anthropic can read it again."""
    seals = [each.signature for each in held if isinstance(each, SignatureDelta)]
    seals += [each.data for each in held if isinstance(each, RedactedThinkingOpened)]
    seal = "".join(seals)
    return seal != "" and not is_foreign(seal)


def without_shown(prompt: Prompt) -> Prompt:
    """The history without what was shown between tags: it was never part of an answer (E1.j)."""
    turns = tuple(
        replace(turn, parts=tuple(_unshown(turn.parts))) if turn.role == "assistant" else turn
        for turn in prompt.turns
    )
    return prompt if turns == prompt.turns else replace(prompt, turns=turns)


def _unshown(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Only at the beginning of the turn's text: what comes later the model said itself."""
    begun = False
    for part in parts:
        if begun or not isinstance(part, Text):
            yield part
            continue
        begun = True
        text = _OURS.sub("", part.text, count=1) if _OURS.match(part.text) else part.text
        if text:
            yield part if text == part.text else replace(part, text=text)
