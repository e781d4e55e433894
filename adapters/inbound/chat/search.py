"""Looking for what was said, in all chats of the caller."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adapters.inbound.chat.use_cases import Caller, UseCases
from application.chat.search_conversations import FoundConversation, Hit
from domain.conversations.conversation import Shelf
from domain.search.excerpt import Excerpt

router = APIRouter(prefix="/api/search", tags=["search"])

_HITS_MAX = 5


class PieceOut(BaseModel):
    """A stretch of text; `marked` where it is what was looked for."""

    text: str
    marked: bool


class HitOut(BaseModel):
    message_id: str
    role: Literal["user", "assistant"]
    at: datetime
    excerpt: list[PieceOut]


class FoundOut(BaseModel):
    """A chat whose title or messages have every word; `more`: how many hits are left out."""

    conversation_id: str
    shelf: Shelf
    updated_at: datetime
    title: list[PieceOut]
    hits: list[HitOut]
    more: int


class SearchOut(BaseModel):
    found: list[FoundOut]


@router.get("", operation_id="searchConversations")
async def search_conversations(
    caller: Caller, use: UseCases, q: Annotated[str, Query(min_length=1, max_length=200)]
) -> SearchOut:
    """The last word may be the beginning of one, unless a space follows."""
    found = await use.search_conversations(q, by=caller)
    return SearchOut(found=[_found_out(each) for each in found])


def _found_out(found: FoundConversation) -> FoundOut:
    return FoundOut(
        conversation_id=found.conversation.id,
        shelf=found.conversation.shelf,
        updated_at=found.conversation.updated_at,
        title=_pieces(found.title),
        hits=[_hit_out(hit) for hit in found.hits[:_HITS_MAX]],
        more=max(0, len(found.hits) - _HITS_MAX),
    )


def _hit_out(hit: Hit) -> HitOut:
    return HitOut(
        message_id=hit.message.id,
        role=hit.message.role,
        at=hit.message.created_at,
        excerpt=_pieces(hit.excerpt),
    )


def _pieces(excerpt: Excerpt) -> list[PieceOut]:
    return [PieceOut(text=piece.text, marked=piece.marked) for piece in excerpt.pieces]
