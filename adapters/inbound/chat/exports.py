"""Conversations as files."""

from collections.abc import AsyncIterator
from typing import Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from adapters.inbound.chat.use_cases import Caller, UseCases
from application.chat.export_conversations import ExportConversations
from domain.conversations.export import document_of, file_name, markdown_of
from domain.ids import ConversationId, UserId
from domain.json import write

router = APIRouter(prefix="/api", tags=["exports"])

ExportFormat = Literal["markdown", "json"]
_JSON: Final = "application/json"
_MARKDOWN: Final = "text/markdown; charset=utf-8"
_ENDING: Final = {_JSON: "json", _MARKDOWN: "md"}


@router.get(
    "/conversations/{id}/export",
    operation_id="exportConversation",
    response_class=Response,
    responses={200: {"description": "A file", "content": {"text/markdown": {}, _JSON: {}}}},
)
async def export_conversation(
    id: str, caller: Caller, use: UseCases, format: ExportFormat = "markdown"
) -> Response:
    """`markdown`: the branch that is shown; `json`: all branches."""
    export, wanted = use.export_conversations, ConversationId(id)
    if format == "json":
        found = await export.whole(wanted, by=caller)
        body, kind = write(document_of(found.conversation, found.messages)), _JSON
    else:
        found = await export.shown(wanted, by=caller)
        body, kind = markdown_of(found.conversation, found.messages), _MARKDOWN
    name = f"{file_name(found.conversation.title)}.{_ENDING[kind]}"
    return Response(body, media_type=kind, headers=_saved_as(name))


@router.get(
    "/export",
    operation_id="exportEverything",
    response_class=StreamingResponse,
    responses={200: {"description": "A list", "content": {_JSON: {}}}},
)
async def export_everything(caller: Caller, use: UseCases) -> StreamingResponse:
    """All conversations as one JSON list, written as it is read."""
    return StreamingResponse(
        _list(use.export_conversations, caller),
        media_type=_JSON,
        headers=_saved_as("parley chats.json"),
    )


async def _list(export: ExportConversations, by: UserId) -> AsyncIterator[str]:
    before = "["
    async for found in export.all(by=by):
        yield before + write(document_of(found.conversation, found.messages))
        before = ",\n"
    yield "[]" if before == "[" else "]"


def _saved_as(name: str) -> dict[str, str]:
    """RFC 6266: any letters, in UTF-8."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
