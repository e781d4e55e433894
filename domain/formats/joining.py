"""Characters cut between two deltas of one block are joined again (conversion 0.9)."""

from collections.abc import Iterator
from dataclasses import replace

from domain.formats.reading import scrub
from domain.llm.events import AnswerEvent, ArgumentsDelta, BlockClosed, TextDelta


class SurrogateJoin:
    """Holds half a character back until its other half comes, or its block closes."""

    def __init__(self) -> None:
        self._held: dict[int, TextDelta | ArgumentsDelta] = {}

    def feed(self, event: AnswerEvent) -> Iterator[AnswerEvent]:
        match event:
            case TextDelta(index, text):
                whole = self._whole(index, text, event)
                if whole or event.logprobs:
                    yield event if whole == text else replace(event, text=whole)
            case ArgumentsDelta(index, fragment):
                whole = self._whole(index, fragment, event)
                if whole:
                    yield event if whole == fragment else replace(event, fragment=whole)
            case BlockClosed(index):
                held = self._held.pop(index, None)
                if held is not None:
                    yield _lone(held)
                yield event
            case _:
                yield event

    def _whole(self, index: int, text: str, event: TextDelta | ArgumentsDelta) -> str:
        held = self._held.pop(index, None)
        if held is not None:
            text = (held.text if isinstance(held, TextDelta) else held.fragment) + text
        if text and "\ud800" <= text[-1] <= "\udbff":
            last = text[-1]
            self._held[index] = (
                TextDelta(index, last)
                if isinstance(event, TextDelta)
                else ArgumentsDelta(index, last)
            )
            text = text[:-1]
        return scrub(text)


def _lone(held: TextDelta | ArgumentsDelta) -> AnswerEvent:
    if isinstance(held, TextDelta):
        return replace(held, text="\ufffd")
    return replace(held, fragment="\ufffd")
