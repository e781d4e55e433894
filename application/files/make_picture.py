"""A picture that a model of pictures made, as a file of whoever wanted it."""

import base64
import binascii
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from application.call_record import Call
from application.files.keep_file import KeepFile
from application.granted_models import GrantedModels
from application.metering import Metering
from application.ports.egress import Egress, WebRequest
from application.ports.plain_passages import PlainPassages, PlainRequest
from application.routing.routing import Asked
from domain.catalog.models import Model
from domain.errors import Invalid, NotFound, UpstreamFailed
from domain.files.attachment import Attachment
from domain.formats.openai_plain import request as reading
from domain.formats.openai_plain.request import PlainAsked, Written
from domain.formats.passing import Piece
from domain.formats.reading import At
from domain.ids import RequestId, UserId
from domain.json import Json, JsonObject, read, write
from domain.llm.events import Failed
from domain.llm.prompt import Prompt
from domain.transactions.transaction import Payer, Transaction

PROMPT_LENGTH_MAX: Final = 32_000
_PATH: Final = "/images/generations"
_ANSWER_MAX: Final = 40_000_000
_OLDER: Final = "dall-e"
"""These have to be told that the picture itself is wanted; the others take no such wish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePicture:
    """Ask the first model of pictures that a person may use, on their account, as `/v1` does.

    Raises `Invalid` for a prompt that cannot be, `NotFound` without such a model, what `Metering`
    raises, `UpstreamFailed` when no picture comes, and `NoRoom`.
    """

    granted_models: GrantedModels
    metering: Metering
    passages: PlainPassages
    egress: Egress
    keep: KeepFile

    async def __call__(
        self,
        prompt: str,
        *,
        size: str | None,
        name: str,
        by: UserId,
        request: RequestId,
        booked: Callable[[Transaction], None] | None = None,
    ) -> Attachment:
        """`booked` hears what it cost, also when no picture comes."""
        if not prompt.strip() or len(prompt) > PROMPT_LENGTH_MAX:
            raise Invalid(f"prompt: has 1 to {PROMPT_LENGTH_MAX:,} characters")
        payer = Payer(user=by)
        model = await self.model_for(by)
        if model is None:
            raise NotFound("there is no model of pictures")
        call, asked = _call(model, prompt, size, payer=payer, request=request)

        def ask(place: Model) -> Asked:
            through = PlainRequest(
                path=asked.path,
                content=asked.body(place.upstream),
                content_type=asked.content_type,
                measure=asked.measure,
                streamed=False,
            )
            return Asked(self.passages.plain_of(place).send(through, request=request), False)

        async with self.metering.pass_on(call, ask, booked=booked) as pieces:
            answer = await _whole(pieces)
        file = await self.keep(name, await self._picture(answer), by=by)
        if file.kind != "picture":
            raise UpstreamFailed("what the model of pictures made is no picture")
        return Attachment.of(file)

    async def model_for(self, user: UserId) -> Model | None:
        """Which one a person's pictures are made by."""
        models = (await self.granted_models(Payer(user=user))).answering("images").models
        return models[0] if models else None

    async def _picture(self, answer: JsonObject) -> bytes:
        """In the answer itself, or where the answer says, as any address that others choose."""
        picture = next(At(answer).objects("data"), At({}))
        data, url = picture.text_or_none("b64_json"), picture.text_or_none("url")
        if data:
            try:
                return base64.b64decode(data, validate=True)
            except binascii.Error:
                raise UpstreamFailed("the picture did not arrive whole") from None
        if not url:
            raise UpstreamFailed("the model of pictures gave none")
        fetched = await self.egress.send(WebRequest(url=url, bytes_max=_ANSWER_MAX))
        if fetched.status != 200 or fetched.is_cut:  # noqa: PLR2004 - there it is
            raise UpstreamFailed("the picture could not be fetched")
        return fetched.body


def _call(
    model: Model, prompt: str, size: str | None, *, payer: Payer, request: RequestId
) -> tuple[Call, PlainAsked]:
    body: dict[str, Json] = {"model": model.name, "prompt": prompt, "n": 1}
    if size is not None:
        body["size"] = size
    if _OLDER in model.upstream:
        body["response_format"] = "b64_json"
    asked = reading.images(_PATH, Written(value=body, text=write(body)))
    measure = asked.measure.counted_as(model.price)
    call = Call(
        request=request,
        source="chat",
        payer=payer,
        model=model,
        prompt=Prompt(turns=()),
        streamed=False,
        attended=True,
        task="images",
        expected=measure.expected,
        at_most=measure.at_most,
    )
    return call, asked


async def _whole(pieces: AsyncIterator[Piece]) -> JsonObject:
    raw = bytearray()
    async for piece in pieces:
        for event in piece.events:
            if isinstance(event, Failed):
                raise UpstreamFailed(event.failure.message)
        raw += piece.raw or b""
        if len(raw) > _ANSWER_MAX:
            raise UpstreamFailed("the picture is too large")
    found = read(bytes(raw))
    if not isinstance(found, dict):
        raise UpstreamFailed("the model of pictures gave none")
    return found
