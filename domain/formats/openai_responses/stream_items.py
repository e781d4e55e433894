"""One item of an answer while it grows: the events that clients build it from (conversion C4).

Every event names its item and the item's place; whatever was said in pieces is said once more
whole at its end.
"""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from typing_extensions import override

from domain.formats.openai_evidence import write_logprobs
from domain.formats.openai_responses.envelope import Envelope
from domain.formats.openai_responses.output import (
    annotations,
    call_item,
    content_part,
    message_item,
    open_reasoning,
    reasoning_item,
    summary_part,
)
from domain.formats.reading import scrub
from domain.json import Json, JsonObject
from domain.llm.events import ToolCallOpened
from domain.llm.evidence import Citation, Likelihood
from domain.llm.prompt import RedactedThinking, Refusal, Text, Thinking, ToolCall


class GrowingItem(Protocol):
    """Events without their numbers. What was said is kept, since it ends each item."""

    @abstractmethod
    def grow(self, text: str) -> Iterator[JsonObject]: ...

    @abstractmethod
    def close(self) -> Iterator[JsonObject]:
        """End it. After this, `item` is what became of it."""

    @property
    @abstractmethod
    def item(self) -> JsonObject | None:
        """The whole item; `None` when there was nothing to show."""


def _event(type: str, number: int, **members: Json) -> JsonObject:
    return {"type": f"response.{type}", "output_index": number, **members}


@dataclass(slots=True)
class GrowingMessage(GrowingItem):
    envelope: Envelope
    number: int
    phase: str | None = None
    _parts: list[Text | Refusal] = field(default_factory=list[Text | Refusal])
    _pieces: list[str] = field(default_factory=list[str])
    _citations: list[Citation] = field(default_factory=list[Citation])
    _logprobs: list[Likelihood] = field(default_factory=list[Likelihood])
    _refuses: bool = False
    _id: str = field(init=False)

    def __post_init__(self) -> None:
        self._id = self.envelope.item_id("msg", self.number)

    def open(self) -> Iterator[JsonObject]:
        item = message_item(self._id, (), "in_progress", phase=self.phase)
        yield _event("output_item.added", self.number, item=item)

    def begin(self, *, refuses: bool) -> Iterator[JsonObject]:
        """Begin the next part of the content."""
        self._refuses = refuses
        yield self._part_event("content_part.added", part=content_part(self._part("")))

    @override
    def grow(self, text: str) -> Iterator[JsonObject]:
        yield from self.say(text)

    def say(self, text: str, logprobs: tuple[Likelihood, ...] = ()) -> Iterator[JsonObject]:
        self._pieces.append(text)
        self._logprobs += logprobs
        if self._refuses:
            yield self._part_event("refusal.delta", delta=scrub(text))
        else:
            told = write_logprobs(logprobs)
            yield self._part_event("output_text.delta", delta=scrub(text), logprobs=told)

    def cite(self, citation: Citation) -> None:
        """Told at the end of the part, when its length is known."""
        if not self._refuses:
            self._citations.append(citation)

    def end(self) -> Iterator[JsonObject]:
        """End the part."""
        text = "".join(self._pieces)
        part = self._part(text)
        if self._refuses:
            yield self._part_event("refusal.done", refusal=scrub(text))
        else:
            for number, each in enumerate(annotations(self._citations, len(text))):
                yield self._part_event(
                    "output_text.annotation.added",
                    annotation_index=number,
                    annotation=each,
                )
            told = write_logprobs(self._logprobs)
            yield self._part_event("output_text.done", text=scrub(text), logprobs=told)
        yield self._part_event("content_part.done", part=content_part(part))
        self._parts.append(part)
        self._pieces.clear()
        self._citations.clear()
        self._logprobs.clear()

    @override
    def close(self) -> Iterator[JsonObject]:
        yield _event("output_item.done", self.number, item=self.item)

    @property
    @override
    def item(self) -> JsonObject:
        content = [content_part(part) for part in self._parts]
        return message_item(self._id, content, phase=self.phase)

    def _part(self, text: str) -> Text | Refusal:
        if self._refuses:
            return Refusal(text=text)
        return Text(text=text, citations=tuple(self._citations), logprobs=tuple(self._logprobs))

    def _part_event(self, type: str, **members: Json) -> JsonObject:
        index = len(self._parts)
        return _event(type, self.number, item_id=self._id, content_index=index, **members)


@dataclass(slots=True)
class GrowingReasoning(GrowingItem):
    """Shown from its first word, or at its end when all there is, is sealed."""

    envelope: Envelope
    number: int
    redacted: str | None = None
    _pieces: list[str] = field(default_factory=list[str])
    _seal: list[str] = field(default_factory=list[str])
    _id: str = field(init=False)

    def __post_init__(self) -> None:
        self._id = self.envelope.item_id("rs", self.number)

    def seal(self, signature: str) -> None:
        self._seal.append(signature)

    @override
    def grow(self, text: str) -> Iterator[JsonObject]:
        if not self._pieces:
            yield from self._open()
            yield self._summary("reasoning_summary_part.added", part=summary_part(""))
        self._pieces.append(text)
        yield self._summary("reasoning_summary_text.delta", delta=scrub(text))

    @override
    def close(self) -> Iterator[JsonObject]:
        item = self.item
        if item is None:
            return
        if self._pieces:
            text = scrub("".join(self._pieces))
            yield self._summary("reasoning_summary_text.done", text=text)
            yield self._summary("reasoning_summary_part.done", part=summary_part(text))
        else:
            yield from self._open()
        yield _event("output_item.done", self.number, item=item)

    @property
    @override
    def item(self) -> JsonObject | None:
        part: Thinking | RedactedThinking
        if self.redacted is not None:
            part = RedactedThinking(data=self.redacted)
        else:
            part = Thinking(text="".join(self._pieces), signature="".join(self._seal) or None)
        return reasoning_item(part, self.envelope, self.number)

    def _open(self) -> Iterator[JsonObject]:
        item = open_reasoning(self.envelope, self.number)
        yield _event("output_item.added", self.number, item=item)

    def _summary(self, type: str, **members: Json) -> JsonObject:
        return _event(type, self.number, item_id=self._id, summary_index=0, **members)


@dataclass(slots=True)
class GrowingCall(GrowingItem):
    envelope: Envelope
    number: int
    opening: ToolCallOpened
    _pieces: list[str] = field(default_factory=list[str])
    _id: str = field(init=False)

    def __post_init__(self) -> None:
        prefix = "ctc" if self.opening.custom else "fc"
        self._id = self.envelope.item_id(prefix, self.number)

    def open(self) -> Iterator[JsonObject]:
        item = call_item(self._call(""), self.envelope, self.number, "in_progress")
        yield _event("output_item.added", self.number, item=item)

    @override
    def grow(self, text: str) -> Iterator[JsonObject]:
        self._pieces.append(text)
        yield self._call_event("delta", delta=scrub(text))

    @override
    def close(self) -> Iterator[JsonObject]:
        custom = self.opening.custom
        if not self._pieces and not custom:
            yield from self.grow("{}")
        item = self.item
        member = "input" if custom else "arguments"
        yield self._call_event("done", **{member: item[member]})
        yield _event("output_item.done", self.number, item=item)

    @property
    @override
    def item(self) -> JsonObject:
        return call_item(self._call("".join(self._pieces)), self.envelope, self.number)

    def _call(self, arguments: str) -> ToolCall:
        opening = self.opening
        return ToolCall(
            id=opening.id, name=opening.name, arguments=arguments, custom=opening.custom
        )

    def _call_event(self, type: str, **members: Json) -> JsonObject:
        custom = self.opening.custom
        kind = "custom_tool_call_input" if custom else "function_call_arguments"
        return _event(f"{kind}.{type}", self.number, item_id=self._id, **members)
