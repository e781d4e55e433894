"""Items of an answer to blocks, as they grow or whole (conversion C5).

An item is known by its place in the output: some servers change its id from event to event.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal, TypeAlias

from domain.formats.arguments import arguments_text
from domain.formats.openai_evidence import read_annotations, read_logprobs
from domain.formats.openai_responses.reasoning import decrypted, spoken
from domain.formats.openai_responses.tools_reading import qualified
from domain.formats.reading import At
from domain.formats.text_run import Saying
from domain.llm.events import (
    ArgumentsDelta,
    BlockClosed,
    Cited,
    RedactedThinkingOpened,
    RefusalOpened,
    SignatureDelta,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
)
from domain.llm.evidence import Citation, Likelihood
from domain.llm.prompt import RedactedThinking

Voice: TypeAlias = Literal["output_text", "refusal", "summary", "reasoning"]
_Part: TypeAlias = tuple[Voice, int]
_OPENINGS: Final[dict[Voice, type[TextOpened | RefusalOpened | ThinkingOpened]]] = {
    "output_text": TextOpened,
    "refusal": RefusalOpened,
    "summary": ThinkingOpened,
    "reasoning": ThinkingOpened,
}
_CALLS: Final = frozenset({"function_call", "custom_tool_call"})


@dataclass(slots=True)
class _Item:
    """`block` is the number of its open block; `said` are the parts that had words.

    `texts` leads from a part's number to its block; `cited` are parts that had citations.

    `given` are a call's arguments that came at once; pieces of them overrule it.
    """

    block: int | None = None
    part: _Part | None = None
    texts: dict[int, int] = field(default_factory=dict[int, int])
    cited: set[int] = field(default_factory=set[int])
    phase: str | None = None
    said: set[_Part] = field(default_factory=set[_Part])
    called: bool = False
    argued: bool = False
    given: str = ""
    done: bool = False


class OpenItems:
    def __init__(self) -> None:
        self._next = 0
        self._items: dict[int, _Item] = {}
        self._seen: set[str] = set()
        self.called = False
        self._answered = False
        self._refuses = False

    @property
    def refused(self) -> bool:
        """A refusal is all that was said."""
        return self._refuses and not self._answered

    def add(self, number: int, at: At) -> Iterator[StreamEvent]:
        """An item begins. Only calls are told: other blocks open with their first word."""
        self._note(at)
        item = self._item(number)
        item.phase = at.text_or_none("phase")
        if at.text_or_none("type") in _CALLS and not item.called and at.has("name"):
            yield from self._call(item, at)

    def say(
        self,
        number: int,
        voice: Voice,
        index: int,
        text: str,
        logprobs: tuple[Likelihood, ...] = (),
    ) -> Iterator[StreamEvent]:
        """A piece of the part `index` of an item."""
        item = self._item(number)
        if not (text or logprobs) or item.done or _is_other_voice(item, voice):
            return
        part: _Part = (voice, index)
        gap = ""
        if item.part != part:
            if _is_reasoning(voice) and item.part is not None:
                gap = "\n\n"  # one block, however many parts its summary has
            else:
                yield from self._close(item)
                yield self._open(item, voice)
            item.part = part
        item.said.add(part)
        assert item.block is not None
        if voice == "output_text":
            item.texts[index] = item.block
        yield TextDelta(item.block, gap + text, logprobs)

    def saying(self, number: int, voice: Voice, index: int) -> Saying | None:
        """How more of the part is said that has just been said."""
        item = self._item(number)
        if item.block is None or item.part != (voice, index):
            return None
        return Saying("delta", partial(TextDelta, item.block))

    def said(
        self,
        number: int,
        voice: Voice,
        index: int,
        text: str,
        logprobs: tuple[Likelihood, ...] = (),
    ) -> Iterator[StreamEvent]:
        """The whole part: all of it is new when no piece of it came."""
        if (voice, index) not in self._item(number).said:
            yield from self.say(number, voice, index, text, logprobs)

    def cite(self, number: int, index: int, citations: Sequence[Citation]) -> Iterator[StreamEvent]:
        """Citations of the text that is part `index` of an item."""
        item = self._item(number)
        block = item.texts.get(index)
        if block is not None and citations:
            item.cited.add(index)
            yield from (Cited(block, citation) for citation in citations)

    def argue(self, number: int, fragment: str) -> Iterator[StreamEvent]:
        """A piece of a call's arguments."""
        item = self._item(number)
        if fragment and not item.done and item.called and item.block is not None:
            item.given, item.argued = "", True
            yield ArgumentsDelta(item.block, fragment)

    def argued(self, number: int, arguments: str) -> None:
        """The whole arguments: they count when no piece of them came."""
        item = self._item(number)
        if not item.argued:
            item.given = arguments or item.given

    def done(self, number: int, at: At) -> Iterator[StreamEvent]:
        """A whole item: what had not come of it before is told now."""
        item = self._item(number)
        if item.done:
            return
        self._note(at)
        match at.text_or_none("type"):
            case "message":
                item.phase = at.text_or_none("phase") or item.phase
                yield from self._message(number, at)
            case "reasoning":
                yield from self._reasoning(number, item, at)
            case "function_call" | "custom_tool_call":
                if not item.called:
                    yield from self._call(item, at)
                self.argued(number, _arguments(at))
            case _:
                pass  # what the vendor's own tools did
        yield from self._close(item)
        item.done = True

    def finish(self, response: At) -> Iterator[StreamEvent]:
        """Tell of the final output what was never streamed, and close what is open."""
        for number, at in enumerate(response.objects("output")):
            if number in self._items or self._seen.isdisjoint(_ids(at)):
                yield from self.done(number, at)
        for item in self._items.values():
            yield from self._close(item)

    def _message(self, number: int, at: At) -> Iterator[StreamEvent]:
        for index, part in enumerate(at.objects("content")):
            refusal = part.value.get("refusal")
            text = part.value.get("text")
            if isinstance(refusal, str):
                yield from self.said(number, "refusal", index, refusal)
            elif isinstance(text, str):
                logprobs = read_logprobs(part)
                yield from self.said(number, "output_text", index, text, logprobs)
                if index not in self._item(number).cited:
                    yield from self.cite(number, index, read_annotations(part))

    def _reasoning(self, number: int, item: _Item, at: At) -> Iterator[StreamEvent]:
        """The seal comes with the whole item alone."""
        content, text = at.text_or_none("encrypted_content"), spoken(at)
        sealed = decrypted(content, text) if content else None
        if isinstance(sealed, RedactedThinking):
            yield from self._close(item)
            yield RedactedThinkingOpened(self._take_number(), sealed.data)
            yield BlockClosed(self._next - 1)
            return
        if not item.said:
            yield from self.say(number, "summary", 0, text)
        if sealed is not None and sealed.signature:
            if item.block is None:
                yield self._open(item, "summary")
            assert item.block is not None
            yield SignatureDelta(item.block, sealed.signature)

    def _call(self, item: _Item, at: At) -> Iterator[StreamEvent]:
        item.called = self.called = True
        item.block = self._take_number()
        item.given = _arguments(at)
        group, name = at.text_or_none("namespace"), at.text("name")
        call_id = at.text_or_none("call_id") or at.text_or_none("id") or f"call_{item.block}"
        yield ToolCallOpened(
            item.block,
            call_id,
            qualified(group, name) if group else name,
            at.text_or_none("type") == "custom_tool_call",
        )

    def _open(self, item: _Item, voice: Voice) -> StreamEvent:
        item.block = self._take_number()
        self._answered = self._answered or voice == "output_text"
        self._refuses = self._refuses or voice == "refusal"
        if voice == "output_text":
            return TextOpened(item.block, item.phase)
        return _OPENINGS[voice](item.block)

    def _close(self, item: _Item) -> Iterator[StreamEvent]:
        block, item.block, item.part = item.block, None, None
        if block is None:
            return
        if item.given:
            yield ArgumentsDelta(block, item.given)
            item.given = ""
        yield BlockClosed(block)

    def _item(self, number: int) -> _Item:
        return self._items.setdefault(number, _Item())

    def _note(self, at: At) -> None:
        self._seen.update(_ids(at))

    def _take_number(self) -> int:
        self._next += 1
        return self._next - 1


def _ids(at: At) -> Iterator[str]:
    for key in ("id", "call_id"):
        found = at.value.get(key)
        if isinstance(found, str) and found:
            yield found


def _arguments(at: At) -> str:
    return arguments_text(at.value.get("arguments", at.value.get("input")))


def _is_reasoning(voice: Voice) -> bool:
    return voice in {"summary", "reasoning"}


def _is_other_voice(item: _Item, voice: Voice) -> bool:
    """Reasoning that comes with its summary is told once, as it came first."""
    return any(_is_reasoning(other) and other != voice for other, _ in item.said)
