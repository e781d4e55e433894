"""From a client's body to the answer on its way: what is the same in every dialect."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from fastapi import Request, Response

from adapters.inbound.http.body import JsonText, body_bytes, json_text, text_of
from adapters.inbound.http.headers import header_in, headers_in
from adapters.inbound.http.request_id import request_id_of
from adapters.inbound.http.service import shutdown_of
from adapters.inbound.relay.access import client_in, neighbourhood_of
from adapters.inbound.relay.answer import Answer, AtOnce
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
from domain.formats.passing import Piece
from domain.formats.showing import Manner
from domain.formats.splicing import with_member
from domain.ids import RequestId
from domain.llm.prompt import Prompt, Text, Turn
from domain.llm.reply import Reply
from domain.transactions.transaction import Payer

_MAKING_ANOTHER: Final = ("anthropic-version", "anthropic-beta", "openai-beta")
"""Headers that make the same body another question."""
_REUSE: Final = REUSE_HEADER.encode()


async def answer_to(request: Request, payer: Payer, use: RelayUseCases, *, read: Read) -> Response:
    """Raises `Invalid` for a body that `read` refuses."""
    return await answer_body(await body_of(request), request, payer, use, read=read)


async def body_of(request: Request) -> JsonText:
    """Raises `Invalid` for anything else than a JSON object within the limits."""
    limits = use_cases_of(request).limits
    return body_in(await body_bytes(request, limit=limits.body_bytes), request)


def body_in(raw: bytes, request: Request) -> JsonText:
    """The same of bytes that are there."""
    body = _deployed(request, text_of(raw))
    use_cases_of(request).limits.check(body.value)
    return body


def is_named_by_path(request: Request) -> bool:
    """Whether the model is, as Azure's clients do."""
    return request.scope.get(DEPLOYMENT) is not None


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
    wanted = None
    may_be_reused = grants.reuse_s is not None or header_in(request, _REUSE) is not None
    if may_be_reused and not asked.keep:
        wanted = await _reusable(question, body, request, payer, stamp, manner)
    is_agent = agent_in(question.model) is not None
    as_it_is = wanted is None and asked.keep is None and manner is None and not is_agent
    if as_it_is and not (asked.streamed or asked.more):
        return Answer(
            AtOnce(partial(_ask_at_once, use, question, payer, stamp.request)),
            dialect=asked.dialect,
            streamed=False,
            shutdown=shutdown_of(request),
            at=stamp.at,
        )
    if is_agent:
        whole = replace(question, prompt=question.prompt.read())
        call = use.ask_agent(whole, payer=payer, request=stamp.request)
    else:
        call = use.ask_model(question, payer=payer, request=stamp.request)
    call = call if manner is None else showing(call, manner)
    ending = Ending()
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


async def _ask_at_once(
    use: RelayUseCases,
    question: Question,
    payer: Payer,
    request: RequestId,
    hear: Callable[[Piece], None],
) -> Reply:
    return await use.ask_model.whole(question, payer=payer, request=request, hear=hear)


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
        address=neighbourhood_of(request),
        client=client_in(request),
    )


def _own_words(request: Request, body: JsonText, asked: Asked) -> OwnWords | None:
    own = asked.own
    if own is None:
        return None
    theirs: dict[str, list[str]] = {}
    for name, value in headers_in(request):
        if own.headers.fullmatch(name):
            theirs.setdefault(name, []).append(value)
    return OwnWords(
        format=own.name,
        passing=own.passing,
        body=body.value,
        text=body.text,
        model=asked.model,
        streamed=asked.streamed,
        headers={name: ",".join(theirs[name]) for name in sorted(theirs)},
    )


def _for_counting(body: JsonText) -> Prompt:
    return Prompt(turns=(Turn(role="user", parts=(Text(text=body.text),)),))
