"""How a request of OpenAI Responses is read, and what is kept of its answer."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, final

from typing_extensions import override

from adapters.inbound.relay.dialect import Asked, Dialect, Encoder, OwnFormat, Stamp, tried
from adapters.inbound.relay.envelopes import Envelope, ResponsesEnvelope
from application.relay.keep_answer import KeepAnswer
from domain.answers.kept_answer import KeptAnswer
from domain.errors import Conflict, Unavailable
from domain.formats.openai_responses import envelope as responses
from domain.formats.openai_responses.continuing import (
    continued,
    in_background,
    items_of,
    own_items,
    previous_of,
    sendable,
)
from domain.formats.openai_responses.envelope import echo_of
from domain.formats.openai_responses.event_numbers import EventNumbers
from domain.formats.openai_responses.passing import ResponsesPassing, output_of, told_answer
from domain.formats.openai_responses.reply import encode_output, encode_reply, sealed_output
from domain.formats.openai_responses.request import ResponsesRequest, decode_request
from domain.formats.openai_responses.stream import StreamEncoder
from domain.formats.reading import At
from domain.formats.untold import RESPONSES, Kind
from domain.ids import AnswerId
from domain.json import JsonObject
from domain.llm.reply import Reply

_HEADERS: Final = re.compile(r"openai-beta")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Reads a request as the end of the conversation that came `earlier`.

    `given` is the body with the items that it only names.
    """

    given: JsonObject
    earlier: Sequence[JsonObject]
    owner: str
    keep_answer: KeepAnswer

    def __call__(self, body: JsonObject, stamp: Stamp) -> Asked:
        at = At(body)
        model, streamed, previous = at.text("model"), at.flag("stream"), previous_of(body)
        kept = at.flag("store") is not False
        whole = {**continued(self.given, self.earlier), "background": False}
        asked, problem = tried(partial(decode_request, earlier=len(self.earlier)), whole)
        answering = _envelope(at, asked, stamp)
        own = self._passing(body, kept=answering.id if kept else None, previous=previous)
        keeping = Keeping(
            answering=answering,
            blank=self._blank(answering, previous, stamp),
            keep_answer=self.keep_answer,
        )
        return Asked(
            model=model,
            prompt=asked.prompt if asked else None,
            streamed=streamed or False,
            dropped=asked.dropped if asked else (),
            dialect=_Responses(answering=answering, numbers=own.numbers),
            own=OwnFormat(name="openai_responses", passing=own, headers=_HEADERS),
            problem=problem,
            keep=keeping if kept else None,
        )

    def _blank(
        self, answering: responses.Envelope, previous: str | None, stamp: Stamp
    ) -> KeptAnswer:
        return KeptAnswer(
            id=AnswerId(answering.id),
            owner=self.owner,
            at=stamp.at,
            previous=None if previous is None else AnswerId(previous),
            input=own_items(self.given, answering),
            output=(),
            response={},
        )

    def _passing(
        self, body: JsonObject, *, kept: str | None, previous: str | None
    ) -> ResponsesPassing:
        """The input goes through as it is, unless it names what only we have."""
        itself = previous is None and self.given is body
        whole = [*self.earlier, *items_of(self.given)]
        return ResponsesPassing(
            input=None if itself else [*sendable(whole)], kept=kept, previous=previous
        )


def _envelope(at: At, asked: ResponsesRequest | None, stamp: Stamp) -> responses.Envelope:
    """What is told around the answer, also where only the provider can read the request."""
    named, created = f"resp_{stamp.request}", int(stamp.at.timestamp())
    if asked is None:
        told = responses.Envelope(
            id=named, created=created, model=at.text("model"), echo=echo_of(at)
        )
    else:
        told = asked.envelope(id=named, created=created)
    return replace(told, background=in_background(at.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Keeps the answer as its client was told it, and with its seals in any case."""

    answering: responses.Envelope
    blank: KeptAnswer
    keep_answer: KeepAnswer

    async def __call__(self, reply: Reply, raw: bytes | None) -> None:
        with suppress(Unavailable, Conflict):  # the answer is worth more than its being kept
            await self.keep_answer(self.whole(reply, raw))

    def begun(self, status: responses.Status) -> KeptAnswer:
        """What is kept before there is an answer."""
        return replace(self.blank, response=self.answering.response(status))

    def whole(self, reply: Reply, raw: bytes | None) -> KeptAnswer:
        """`raw` are the bytes that tell its end, where they go through."""
        told = None if raw is None else told_answer(raw)
        output = () if told is None else output_of(told)
        if told is None:
            told = encode_reply(reply, self.answering)
        elif not output:  # there are providers that only stream it
            told = {**told, "output": encode_output(reply, self.answering)}
        return replace(
            self.blank,
            output=tuple(output or sealed_output(reply, self.answering)),
            response={**told, "background": self.answering.background},
        )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Responses(Dialect):
    answering: responses.Envelope
    numbers: EventNumbers

    @property
    @override
    def envelope(self) -> Envelope:
        return ResponsesEnvelope()

    @property
    @override
    def lacks(self) -> frozenset[Kind]:
        return RESPONSES

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(self.answering, numbers=self.numbers)

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(reply, self.answering)
