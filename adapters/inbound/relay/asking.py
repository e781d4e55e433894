"""From a client's body to the answer on its way: what is the same in every dialect."""

from typing import Final

from fastapi import Request, Response

from adapters.inbound.http.body import JsonText, json_text
from adapters.inbound.http.request_id import request_id_of
from adapters.inbound.http.service import shutdown_of
from adapters.inbound.relay.access import address_of
from adapters.inbound.relay.answer import Answer
from adapters.inbound.relay.dialect import Asked, Read, Stamp
from adapters.inbound.relay.keeping import keeping
from adapters.inbound.relay.paths import DEPLOYMENT
from adapters.inbound.relay.reusing import HEADER as REUSE_HEADER
from adapters.inbound.relay.reusing import Ending, ReusableAnswer
from adapters.inbound.relay.showing import as_shown, manner_of, showing
from adapters.inbound.relay.use_cases import RelayUseCases, use_cases_of
from application.ports.language_models import OwnWords
from application.relay.ask_model import Question
from application.relay.reuse_answers import Reusable
from domain.agents.agent import agent_in
from domain.formats.showing import Manner
from domain.formats.splicing import with_member
from domain.ids import RequestId
from domain.llm.prompt import Prompt, Text, Turn
from domain.transactions.transaction import Payer

_MAKING_ANOTHER: Final = ("anthropic-version", "anthropic-beta", "openai-beta")
"""Headers that make the same body another question."""


async def answer_to(request: Request, payer: Payer, use: RelayUseCases, *, read: Read) -> Response:
    """Raises `Invalid` for a body that `read` refuses."""
    return await answer_body(await body_of(request), request, payer, use, read=read)


async def body_of(request: Request) -> JsonText:
    """Raises `Invalid` for anything else than a JSON object within the limits."""
    limits = use_cases_of(request).limits
    body = _deployed(request, await json_text(request, limit=limits.body_bytes))
    limits.check(body.value)
    return body


async def plain_body_of(request: Request) -> JsonText:
    """The same for calls that are no conversations: lists in them may be long."""
    limits = use_cases_of(request).limits
    body = _deployed(request, await json_text(request, limit=limits.body_bytes))
    limits.check_depth(body.value)
    return body


def _deployed(request: Request, body: JsonText) -> JsonText:
    """With the model that the path names, as Azure's clients do: it goes before the body's."""
    named: str | None = request.scope.get(DEPLOYMENT)
    if named is None or body.value.get("model") == named:
        return body
    text = with_member(body.text, "model", named)
    return JsonText(text=text, value={**body.value, "model": named})


async def answer_body(
    body: JsonText, request: Request, payer: Payer, use: RelayUseCases, *, read: Read
) -> Response:
    """Raises `Invalid` for a body that `read` refuses."""
    stamp = stamped(request, use)
    asked = read(body.value, stamp)
    grants = await use.access.of(payer)
    manner = manner_of(asked, grants, use.reasoning_to_anthropic_clients)
    asked = asked if manner is None else as_shown(asked, manner)
    question = question_of(asked, body, request)
    ask = use.ask_model if agent_in(question.model) is None else use.ask_agent
    call = ask(question, payer=payer, request=stamp.request)
    call = call if manner is None else showing(call, manner)
    ending = Ending()
    wanted = None if asked.keep else await _reusable(question, body, request, payer, stamp, manner)
    if asked.keep is not None:
        call = keeping(call, asked.keep)
    answer = Answer(
        call if wanted is None else ending.of(call),
        dialect=asked.dialect,
        streamed=asked.streamed,
        shutdown=shutdown_of(request),
        at=stamp.at,
    )
    if wanted is None:
        return answer
    envelope = asked.dialect.envelope
    return ReusableAnswer(
        answer, ending=ending, reuse=use.reuse_answers, wanted=wanted, envelope=envelope
    )


async def _reusable(
    question: Question,
    body: JsonText,
    request: Request,
    payer: Payer,
    stamp: Stamp,
    manner: Manner | None,
) -> Reusable | None:
    reuse = use_cases_of(request).reuse_answers
    lasting = await reuse.lasting(request.headers.get(REUSE_HEADER), payer=payer)
    if lasting is None:
        return None
    asked = {name: request.headers.get(name, "") for name in _MAKING_ANOTHER}
    asked |= {"path": request.url.path, "alt": request.query_params.get("alt", "")}
    asked |= {} if manner is None else {"reasoning": manner}
    return await reuse.reusable(
        question, asked=asked, body=body.value, lasting=lasting, payer=payer, request=stamp.request
    )


def stamped(request: Request, use: RelayUseCases) -> Stamp:
    """Unique even when a client repeats its own request id: the ledger keeps one row a call."""
    request_id = RequestId(f"{request_id_of(request)}-{use.new_id()[-8:]}")
    return Stamp(request=request_id, at=use.clock())


def question_of(asked: Asked, body: JsonText, request: Request) -> Question:
    return Question(
        model=asked.model,
        prompt=asked.prompt or _for_counting(body),
        streamed=asked.streamed,
        dropped=asked.dropped,
        own=_own_words(request, body, asked),
        problem=asked.problem,
        more=asked.more,
        lacks=asked.dialect.lacks,
        address=address_of(request),
    )


def _own_words(request: Request, body: JsonText, asked: Asked) -> OwnWords | None:
    own = asked.own
    if own is None:
        return None
    names = {name for name in request.headers if own.headers.fullmatch(name)}
    return OwnWords(
        format=own.name,
        passing=own.passing,
        body=body.value,
        text=body.text,
        model=asked.model,
        streamed=asked.streamed,
        headers={name: ",".join(request.headers.getlist(name)) for name in sorted(names)},
    )


def _for_counting(body: JsonText) -> Prompt:
    return Prompt(turns=(Turn(role="user", parts=(Text(text=body.text),)),))
