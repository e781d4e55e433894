"""Answers on their way through as bytes, read beside them for the books and to see a cut."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from typing_extensions import override

from domain.errors import Invalid
from domain.formats.failures import CUT, MALFORMED, stream_failure
from domain.formats.openai_plain.measures import Measure
from domain.formats.passing import Passed, data_of
from domain.formats.splicing import replaced
from domain.formats.sse import FrameCutter
from domain.json import JsonObject, read
from domain.llm.events import Failed, Finished, Started, StreamEvent, UsageReported
from domain.llm.usage import Usage

_PICTURE_MAX: Final = 64 * 1024 * 1024
"""An event may hold a whole picture, in base64."""
_DONE: Final = "[DONE]"
_FINISHED: Final = Finished(reason="end")


def whole_json(raw: bytes, measure: Measure, *, started: Started, model: str | None) -> Passed:
    """A JSON object in one piece, called by the client's name. Raises `Invalid` for none."""
    body = read(raw)
    if not isinstance(body, Mapping):
        raise Invalid("an answer must be an object")
    told = raw
    if model is not None and "model" in body:
        told = replaced(raw.decode("utf-8-sig"), ["model"], model).encode("utf-8", "replace")
    return Passed(told, _events(started, plausible(measure.of_answer(body), measure)))


def whole_text(raw: bytes, measure: Measure, *, started: Started) -> Passed:
    """Raises `Invalid` where no text can be an answer."""
    usage = measure.of_text(raw.decode("utf-8", "replace"))
    if usage is None:
        raise Invalid("a text is no answer")
    return Passed(raw, _events(started, plausible(usage, measure)))


def _events(started: Started, usage: Usage) -> tuple[StreamEvent, ...]:
    return (started, UsageReported(usage), _FINISHED)


def plausible(usage: Usage, measure: Measure) -> Usage:
    """A provider's numbers are not trusted blindly."""
    return usage if usage.is_plausible else measure.expected


class PlainTap(Protocol):
    """One answer on its way. It has begun, and costs something, with its first piece."""

    @abstractmethod
    def feed(self, data: bytes) -> Iterator[Passed]: ...

    @abstractmethod
    def close(self) -> Iterator[Passed]:
        """The input ended; exactly one `Finished` or `Failed` has come when this is through."""


class SoundTap(PlainTap):
    """Sound is complete when its connection ends well; its whole cost is known at once."""

    def __init__(self, measure: Measure, started: Started) -> None:
        self._opening: tuple[StreamEvent, ...] = (started, UsageReported(measure.expected))

    @override
    def feed(self, data: bytes) -> Iterator[Passed]:
        opening, self._opening = self._opening, ()
        yield Passed(data, opening)

    @override
    def close(self) -> Iterator[Passed]:
        if self._opening:
            yield Passed(None, (CUT,))
        else:
            yield Passed(b"", (_FINISHED,))


class EventTap(PlainTap):
    """A stream of events, complete when one has come that ends it. Each part adds its usage."""

    def __init__(self, measure: Measure, started: Started) -> None:
        self._opening: tuple[StreamEvent, ...] = (started, UsageReported(measure.expected))
        self._measure = measure
        self._cutter = FrameCutter(limit=_PICTURE_MAX)
        self._usage: Usage | None = None

    @override
    def feed(self, data: bytes) -> Iterator[Passed]:
        try:
            for frame in self._cutter.feed(data):
                yield self._passed(frame)
        except Invalid:
            yield Passed(None, (MALFORMED,))

    @override
    def close(self) -> Iterator[Passed]:
        rest = self._cutter.close()
        if rest.strip():
            yield self._passed(rest + b"\n\n")
        if self._usage is None:
            yield Passed(None, (CUT,))
        else:
            yield Passed(b"", (_FINISHED,))

    def _passed(self, frame: bytes) -> Passed:
        text = data_of(frame)
        if text is None or text.strip() in {"", _DONE}:
            return Passed(frame)
        try:
            event = read(text)
        except Invalid:
            return Passed(None, (MALFORMED,))
        if not isinstance(event, Mapping):
            return Passed(None, (MALFORMED,))
        opening, self._opening = self._opening, ()
        return Passed(frame, (*opening, *self._meaning(event)))

    def _meaning(self, event: JsonObject) -> Iterator[StreamEvent]:
        kind = event.get("type")
        if event.get("error") is not None or kind == "error":
            yield Failed(stream_failure(event.get("error") or event))
        elif isinstance(kind, str) and self._measure.ends(kind):
            part = plausible(self._measure.of_answer(event), self._measure)
            self._usage = part if self._usage is None else self._usage + part
            yield UsageReported(self._usage)
