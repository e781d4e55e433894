from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.agents import ParametersIn
from adapters.inbound.chat.use_cases import Caller, UseCases
from application.chat.conversation_view import ConversationView
from domain.agents.agent import Parameters
from domain.conversations.conversation import Arrangement, Shelf
from domain.ids import ConversationId, MessageId, ProjectId

router = APIRouter(prefix="/api/conversations", tags=["conversations"])

_NAME_LENGTH_MAX = 200


class NewConversation(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    model: str | None = Field(default=None, max_length=_NAME_LENGTH_MAX)
    project_id: str | None = Field(default=None, min_length=1, max_length=64)
    temporary: bool = False
    parameters: ParametersIn = Field(default_factory=ParametersIn)


class ConversationChange(BaseModel):
    """What is left out stays as it is. An empty `project_id` takes it out of its project.

    `temporary` can only end: such a chat is kept from then on.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str | None = Field(default=None, max_length=1_000)
    model: str | None = Field(default=None, max_length=_NAME_LENGTH_MAX)
    active_leaf_id: str | None = Field(default=None, max_length=64)
    pinned: bool | None = None
    archived: bool | None = None
    tags: list[str] | None = Field(default=None, max_length=100)
    project_id: str | None = Field(default=None, max_length=64)
    temporary: Literal[False] | None = None
    parameters: ParametersIn | None = None


class ConversationOut(BaseModel):
    id: str
    title: str
    model: str | None
    active_leaf_id: str | None
    running_generation_id: str | None
    created_at: datetime
    updated_at: datetime
    version: int
    shelf: Shelf
    tags: list[str]
    project_id: str | None
    temporary: bool
    parameters: ParametersIn


class ListPlace(BaseModel):
    """An empty `project_id` asks for those that are in no project."""

    model_config = ConfigDict(extra="forbid")

    cursor: str | None = Field(default=None, max_length=500)
    limit: int = Field(default=30, ge=1, le=100)
    shelf: Shelf = "open"
    tag: str | None = Field(default=None, max_length=100)
    project_id: str | None = Field(default=None, max_length=64)


class ConversationsOut(BaseModel):
    items: list[ConversationOut]
    next_cursor: str | None


def _project(id: str | None) -> ProjectId | None:
    return None if id is None else ProjectId(id)


def _parameters(said: ParametersIn) -> Parameters:
    return Parameters(**said.model_dump())


def conversation_out(view: ConversationView) -> ConversationOut:
    conversation = view.conversation
    return ConversationOut(
        id=conversation.id,
        title=conversation.title,
        model=conversation.model,
        active_leaf_id=conversation.active_leaf,
        running_generation_id=view.running,
        created_at=conversation.created_at,
        updated_at=conversation.updated_at,
        version=conversation.version,
        shelf=conversation.shelf,
        tags=list(conversation.tags),
        project_id=conversation.project,
        temporary=conversation.temporary,
        parameters=ParametersIn(**asdict(conversation.parameters)),
    )


@router.get("", operation_id="listConversations")
async def list_conversations(
    caller: Caller, use: UseCases, wanted: Annotated[ListPlace, Query()]
) -> ConversationsOut:
    found = await use.list_conversations(
        by=caller,
        shelf=wanted.shelf,
        tag=wanted.tag,
        project=_project(wanted.project_id),
        cursor=wanted.cursor,
        limit=wanted.limit,
    )
    return ConversationsOut(
        items=[conversation_out(view) for view in found.items], next_cursor=found.next_cursor
    )


@router.post("", status_code=201, operation_id="startConversation")
async def start_conversation(
    body: NewConversation, caller: Caller, use: UseCases
) -> ConversationOut:
    return conversation_out(
        await use.start_conversation(
            model=body.model,
            project=_project(body.project_id),
            temporary=body.temporary,
            parameters=_parameters(body.parameters),
            by=caller,
        )
    )


@router.get("/{id}", operation_id="readConversation")
async def read_conversation(id: str, caller: Caller, use: UseCases) -> ConversationOut:
    return conversation_out(await use.read_conversation(ConversationId(id), by=caller))


@router.patch("/{id}", operation_id="changeConversation")
async def change_conversation(
    id: str, body: ConversationChange, caller: Caller, use: UseCases
) -> ConversationOut:
    return conversation_out(
        await use.change_conversation(
            ConversationId(id),
            by=caller,
            title=body.title,
            model=body.model,
            show=MessageId(body.active_leaf_id) if body.active_leaf_id is not None else None,
            arrangement=Arrangement(
                pinned=body.pinned,
                archived=body.archived,
                tags=body.tags,
                project=_project(body.project_id),
                keep=body.temporary is False,
            ),
            parameters=None if body.parameters is None else _parameters(body.parameters),
        )
    )


@router.delete("/{id}", status_code=204, operation_id="deleteConversation")
async def delete_conversation(id: str, caller: Caller, use: UseCases) -> None:
    await use.delete_conversation(ConversationId(id), by=caller)


@router.post("/{id}/duplicate", status_code=201, operation_id="duplicateConversation")
async def duplicate_conversation(id: str, caller: Caller, use: UseCases) -> ConversationOut:
    return conversation_out(await use.duplicate_conversation(ConversationId(id), by=caller))
