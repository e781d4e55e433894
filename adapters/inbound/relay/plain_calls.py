"""OpenAI's pictures, sound and moderations: through to a provider of its kind, as they are."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from adapters.inbound.http.body import body_bytes
from adapters.inbound.http.service import shutdown_of
from adapters.inbound.relay.access import client_in, neighbourhood_of
from adapters.inbound.relay.answer import Answer
from adapters.inbound.relay.asking import plain_body_of, stamped
from adapters.inbound.relay.caller import CallingPayer, UseCases
from adapters.inbound.relay.paths import DEPLOYMENT
from adapters.inbound.relay.plain import PlainDialect
from adapters.inbound.relay.use_cases import RelayUseCases, use_cases_of
from domain.formats.openai_plain import request as reading
from domain.formats.openai_plain.request import Form, PlainAsked, Written
from domain.transactions.transaction import Payer

router = APIRouter()
_FromJson = Callable[[str, Written], PlainAsked]
_FromForm = Callable[[str, Form], PlainAsked]


@router.post("/v1/images/generations")
async def generate_images(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    return _answer(await _from_json(request, reading.images), request, payer, use)


@router.post("/v1/images/edits")
async def edit_images(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    """A form with the pictures, or JSON with their addresses."""
    if _is_form(request):
        asked = await _from_form(request, reading.image_form)
    else:
        asked = await _from_json(request, reading.images)
    return _answer(asked, request, payer, use)


@router.post("/v1/images/variations")
async def vary_image(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    return _answer(await _from_form(request, reading.image_form), request, payer, use)


@router.post("/v1/audio/speech")
async def speak(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    return _answer(await _from_json(request, reading.speech), request, payer, use)


@router.post("/v1/audio/transcriptions")
async def transcribe(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    return _answer(await _from_form(request, reading.transcription_form), request, payer, use)


@router.post("/v1/audio/translations")
async def translate(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    return _answer(await _from_form(request, reading.transcription_form), request, payer, use)


@router.post("/v1/moderations")
async def moderate(request: Request, payer: CallingPayer, use: UseCases) -> Response:
    return _answer(await _from_json(request, reading.moderation), request, payer, use)


async def _from_json(request: Request, read: _FromJson) -> PlainAsked:
    body = await plain_body_of(request)
    return read(_path(request), Written(value=body.value, text=body.text))


async def _from_form(request: Request, read: _FromForm) -> PlainAsked:
    """The model that the path names goes before the form's, as Azure's clients expect."""
    content = await body_bytes(request, limit=use_cases_of(request).limits.body_bytes)
    form = Form.read(content, request.headers.get("content-type", ""))
    return read(_path(request), form).asking(request.scope.get(DEPLOYMENT))


def _path(request: Request) -> str:
    """The provider's, by the route that was found."""
    route: str = getattr(request.scope.get("route"), "path", "")
    return route.removeprefix("/v1")


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").strip().lower().startswith("multipart/")


def _answer(asked: PlainAsked, request: Request, payer: Payer, use: RelayUseCases) -> Response:
    stamp = stamped(request, use)
    return Answer(
        use.pass_plainly(
            asked,
            payer=payer,
            request=stamp.request,
            address=neighbourhood_of(request),
            client=client_in(request),
        ),
        dialect=PlainDialect(),
        streamed=True,
        shutdown=shutdown_of(request),
        at=stamp.at,
    )
