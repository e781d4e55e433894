"""Responses from client to provider as they are (conversion 0.1, A8, A10).

Nothing is kept at the vendor: `store` is always false there. An answer that *we* keep is told
under our id; what it goes on from is sent along, and its reasoning sealed, so that it can be sent
again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, final

from typing_extensions import override

from domain.errors import Invalid
from domain.formats.openai_responses.event_numbers import EventNumbers
from domain.formats.openai_responses.options_reading import ENCRYPTED
from domain.formats.openai_responses.plain import is_plain
from domain.formats.openai_responses.reply import decode_reply
from domain.formats.openai_responses.stream import StreamDecoder
from domain.formats.openai_responses.usage import write_usage
from domain.formats.passing import Passed, Passing, SseTap, Tap, data_of, edited, with_counts
from domain.formats.splicing import members, replaced, with_member
from domain.json import Json, JsonObject, listed, read
from domain.llm.capabilities import Capabilities
from domain.llm.usage import Usage

_PREVIOUS: Final = "previous_response_id"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesPassing(Passing):
    """`input` is sent in place of the client's, which names what we keep.

    `kept` is the answer's own id where it shall be kept, with the `previous` one. `numbers` are
    those of the events that went through, for whoever has to tell how the stream ends.
    """

    input: Sequence[Json] | None = None
    kept: str | None = None
    previous: str | None = None
    numbers: EventNumbers = field(default_factory=EventNumbers)

    @override
    def takes(self, body: JsonObject, *, original: bool, capabilities: Capabilities) -> bool:
        given = body.get("input") if self.input is None else self.input
        return is_plain(body, given, "openai" if original else "compatible", capabilities)

    @override
    def request(
        self, text: str, *, upstream: str, streamed: bool, capabilities: Capabilities
    ) -> str:
        asked = replaced(text, ["model"], upstream)
        # It is we who keep the answer, and who go on while nobody listens.
        asked = replaced(with_member(asked, "store", False), ["background"], False)
        if self.input is not None:
            asked = replaced(asked, [_PREVIOUS], None)
            asked = with_member(asked, "input", self.input)
        if self.kept is None or capabilities.thinking == "none":
            return asked
        return _with_seals(asked)

    @override
    def tap(self, *, model: str | None) -> Tap:
        told, numbers = self._told(model), self.numbers

        def edit(frame: bytes) -> bytes:
            numbers.see(frame)
            if not told or b'"response"' not in frame:
                return frame
            return edited(frame, partial(_retold, told, ("response",)))

        return SseTap(StreamDecoder(), edit=edit, ending=b"")

    @override
    def whole(self, raw: bytes, *, model: str | None) -> Passed:
        body = read(raw)
        if not isinstance(body, Mapping):
            raise Invalid("an answer must be an object")
        events = tuple(decode_reply(body))
        told = self._told(model)
        return Passed(_retold(told, (), raw.decode()).encode() if told else raw, events)

    @override
    def recounted(self, raw: bytes, usage: Usage) -> bytes:
        return with_counts(raw, [["usage"], ["response", "usage"]], write_usage(usage))

    def _told(self, model: str | None) -> JsonObject:
        """What the answer says of itself to the client."""
        told: dict[str, Json] = {} if model is None else {"model": model}
        if self.kept is not None:
            told |= {"id": self.kept, "store": True}
        if self.previous is not None:
            told[_PREVIOUS] = self.previous
        return told


def told_answer(raw: bytes) -> JsonObject | None:
    """The answer that these bytes tell whole: a body, or the last event of a stream."""
    text = raw.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        found = read(text)
    else:
        event = read(data_of(raw) or "null")
        found = event.get("response") if isinstance(event, Mapping) else None
    return found if isinstance(found, Mapping) else None


def output_of(response: JsonObject) -> Sequence[JsonObject]:
    """Its items; none where the provider only streamed them."""
    found = response.get("output")
    return [item for item in listed(found) if isinstance(item, Mapping)]


def _retold(told: JsonObject, path: Sequence[str], text: str) -> str:
    if text.strip() == "[DONE]":  # some servers say it here too
        return text
    for key, value in told.items():
        text = replaced(text, [*path, key], value)
    return text


def _with_seals(text: str) -> str:
    given = next((each.value for each in members(text) if each.key == "include"), None)
    wanted = [*listed(given)]
    if ENCRYPTED in wanted:
        return text
    return with_member(text, "include", [*wanted, ENCRYPTED])
