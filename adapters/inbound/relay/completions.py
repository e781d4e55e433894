"""OpenAI's first format, for clients that still speak it, on every model that chats."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from fastapi import APIRouter, Request, Response
from typing_extensions import override

from adapters.inbound.relay.asking import answer_to
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.dialect import Asked, Dialect, Encoder, OwnFormat, Stamp, tried
from adapters.inbound.relay.envelopes import Envelope, OpenAiEnvelope
from domain.formats.openai_completions.passing import CompletionsPassing
from domain.formats.openai_completions.reply import StreamEncoder, encode_reply
from domain.formats.openai_completions.request import decode_request
from domain.formats.reading import At
from domain.formats.untold import COMPLETIONS, Kind
from domain.json import JsonObject
from domain.llm.reply import Reply

router = APIRouter()


@router.post("/v1/completions")
async def create_completion(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """Go on with a text, or with each of several, whole or as a stream of chunks."""
    return await answer_to(request, payer, use, read=_read)


def _read(body: JsonObject, stamp: Stamp) -> Asked:
    at = At(body)
    model, streamed = at.text("model"), at.flag("stream") or False
    options = at.object("stream_options")
    include_usage = bool(options and options.flag("include_usage"))
    asked, problem = tried(decode_request, body)
    prompts = asked.prompts if asked else ()
    passing = CompletionsPassing(wants_usage=include_usage)
    return Asked(
        model=model,
        prompt=prompts[0] if prompts else None,
        more=prompts[1:],
        streamed=streamed,
        dropped=asked.dropped if asked else (),
        own=OwnFormat(name="openai_completions", passing=passing),
        problem=problem,
        dialect=_Completions(
            id=f"cmpl-{stamp.request}",
            created=int(stamp.at.timestamp()),
            model=model,
            echoes=asked.echoes if asked else ("",),
            answers=sum(prompt.choices for prompt in prompts) or 1,
            include_usage=include_usage,
        ),
    )


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Completions(Dialect):
    """`created` is in seconds since 1970; `model` is echoed as the client named it."""

    id: str
    created: int
    model: str
    echoes: Sequence[str]
    answers: int
    include_usage: bool

    @property
    @override
    def envelope(self) -> Envelope:
        return OpenAiEnvelope()

    @property
    @override
    def lacks(self) -> frozenset[Kind]:
        return COMPLETIONS

    @override
    def encoder(self) -> Encoder:
        return StreamEncoder(
            id=self.id,
            created=self.created,
            model=self.model,
            echoes=self.echoes,
            answers=self.answers,
            include_usage=self.include_usage,
        )

    @override
    def whole(self, reply: Reply) -> JsonObject:
        return encode_reply(
            reply, id=self.id, created=self.created, model=self.model, echoes=self.echoes
        )
