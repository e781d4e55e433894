"""Answers of OpenAI Responses that were kept: read again, forgotten, their input listed."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query

from adapters.inbound.relay.caller import CallingPayer, UseCases
from domain.answers.kept_answer import owner_of
from domain.errors import Invalid
from domain.ids import AnswerId
from domain.json import Json, JsonObject

_ONE: Final = "/v1/responses/{id}"

router = APIRouter()


@router.get(_ONE, response_model=None)
async def get_response(id: AnswerId, payer: CallingPayer, use: UseCases) -> JsonObject:
    return (await use.read_answer(id, owner=owner_of(payer))).response


@router.delete(_ONE, response_model=None)
async def delete_response(id: AnswerId, payer: CallingPayer, use: UseCases) -> JsonObject:
    """Forget it for good; answers that went on from it cannot be continued any more."""
    await use.forget_answer(id, owner=owner_of(payer))
    return {"id": id, "object": "response", "deleted": True}


@router.post(f"{_ONE}/cancel", response_model=None)
async def cancel_response(id: AnswerId, payer: CallingPayer, use: UseCases) -> JsonObject:
    """For answers in the background; any other is cancelled by hanging up."""
    return (await use.stop_answer(id, owner=owner_of(payer))).response


@router.get(f"{_ONE}/input_items", response_model=None)
async def list_input_items(
    id: AnswerId,
    payer: CallingPayer,
    use: UseCases,
    *,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    order: Literal["asc", "desc"] = "desc",
    after: str | None = None,
) -> JsonObject:
    """All that the answer was given, what was said before it included."""
    owner = owner_of(payer)
    answer = await use.answers.get(id, owner=owner)
    items = [*await use.recall_conversation(answer.previous, owner=owner), *answer.input]
    if order == "desc":
        items.reverse()
    ids = [str(item.get("id")) for item in items]
    if after is not None and after not in ids:
        raise Invalid(f"after: there is no item {after!r}")
    start = 0 if after is None else ids.index(after) + 1
    shown: list[Json] = [*items[start : start + limit]]
    return {
        "object": "list",
        "data": shown,
        "first_id": ids[start] if shown else None,
        "last_id": ids[start + len(shown) - 1] if shown else None,
        "has_more": start + limit < len(items),
    }
