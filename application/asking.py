"""How a place is asked a prompt in its own format: whole where nobody hears it before its end."""

from typing import Final

from application.call_record import Call
from application.ports.language_models import LanguageModels
from application.routing.routing import Asked, AskedWhole
from application.routing.telling import told, told_at_once
from domain.catalog.models import Model
from domain.formats.passing import Piece
from domain.llm.prompt import Dropped, Prompt

SHORT_MAX: Final = 2_048
"""Tokens of an answer that is made in a minute at most."""


def asked_of(
    models: LanguageModels,
    prompt: Prompt,
    place: Model,
    call: Call,
    *,
    dropped: tuple[Dropped, ...] = (),
) -> Asked | AskedWhole:
    """Nothing is asked yet; `dropped` is as in `told`. Raises as `LanguageModels.of` does."""
    model = models.of(place)
    if not _is_short(call):
        stream = model.stream(prompt, request=call.request)
        return Asked(told(stream, choices=prompt.choices, dropped=dropped), streams=True)

    async def tell() -> tuple[Piece, ...]:
        events = await model.whole(prompt, request=call.request)
        return told_at_once(events, choices=prompt.choices, dropped=dropped)

    return AskedWhole(tell)


def _is_short(call: Call) -> bool:
    """Whether its answer may come in one piece: what is long is counted while it comes."""
    output_max = call.prompt.max_output_tokens
    return not call.streamed and output_max is not None and output_max <= SHORT_MAX
