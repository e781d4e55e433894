"""Links that everybody may read. One route here asks for no token: `readShared`."""

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.conversations import ConversationOut, conversation_out
from adapters.inbound.chat.use_cases import Caller, UseCases
from application.chat.conversation_view import ConversationView
from domain.conversations.message import Message, MessageState
from domain.conversations.sharing import SharedLink
from domain.ids import ConversationId, MessageId, ShareId

router = APIRouter(prefix="/api", tags=["sharing"])

_DAYS_MAX: Final = 3650
_PAGE: Final = 100


class NewLink(BaseModel):
    """`leaf_id` is the branch's last message, null for the branch that is shown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    leaf_id: str | None = Field(default=None, max_length=64)
    days: int | None = Field(default=30, ge=1, le=_DAYS_MAX)
    named: bool = False


class LinkOut(BaseModel):
    id: str
    conversation_id: str
    title: str
    author: str
    messages: int
    created_at: datetime
    expires_at: datetime | None


class LinksOut(BaseModel):
    items: list[LinkOut]


class SharedMessageOut(BaseModel):
    id: str
    role: Literal["user", "assistant"]
    text: str
    model: str | None
    state: MessageState


class SharedOut(BaseModel):
    """`author` is empty where nobody is named; `next` is where to go on."""

    title: str
    author: str
    shared_at: datetime
    expires_at: datetime | None
    messages: list[SharedMessageOut]
    next: str | None


def _link(link: SharedLink) -> LinkOut:
    return LinkOut(
        id=link.id,
        conversation_id=link.conversation,
        title=link.title,
        author=link.author,
        messages=link.messages,
        created_at=link.created_at,
        expires_at=link.expires_at,
    )


def _message(message: Message) -> SharedMessageOut:
    return SharedMessageOut(
        id=message.id,
        role=message.role,
        text=message.text,
        model=message.model,
        state=message.state,
    )


@router.post("/conversations/{id}/links", status_code=201, operation_id="shareBranch")
async def share_branch(id: str, body: NewLink, caller: Caller, use: UseCases) -> LinkOut:
    """A copy of the branch as it is now; what is said later stays private."""
    link = await use.own.share_branch(
        ConversationId(id),
        leaf=None if body.leaf_id is None else MessageId(body.leaf_id),
        lasting=None if body.days is None else timedelta(days=body.days),
        named=body.named,
        by=caller,
    )
    return _link(link)


@router.get("/links", operation_id="listLinks")
async def list_links(caller: Caller, use: UseCases) -> LinksOut:
    return LinksOut(items=[_link(each) for each in await use.own.list_links(by=caller)])


@router.delete("/links/{id}", status_code=204, operation_id="revokeLink")
async def revoke_link(id: str, caller: Caller, use: UseCases) -> None:
    await use.own.revoke_link(ShareId(id), by=caller)


@router.get("/shared/{id}", operation_id="readShared")
async def read_shared(
    id: str,
    response: Response,
    use: UseCases,
    after: Annotated[str | None, Query(max_length=64)] = None,
) -> SharedOut:
    """For everybody who has the address, and for no search engine."""
    response.headers["x-robots-tag"] = "noindex, nofollow"
    page = await use.own.read_shared(
        ShareId(id), after=None if after is None else MessageId(after), limit=_PAGE
    )
    return SharedOut(
        title=page.link.title,
        author=page.link.author,
        shared_at=page.link.created_at,
        expires_at=page.link.expires_at,
        messages=[_message(each) for each in page.messages],
        next=page.next,
    )


@router.post("/shared/{id}/copy", status_code=201, operation_id="copyShared")
async def copy_shared(id: str, caller: Caller, use: UseCases) -> ConversationOut:
    made = await use.own.copy_shared(ShareId(id), by=caller)
    return conversation_out(ConversationView(conversation=made))
