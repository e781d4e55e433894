"""Chats brought along from other systems."""

from collections.abc import AsyncIterator
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from adapters.inbound.chat.use_cases import Caller, UseCases
from adapters.inbound.http.body import too_long
from application.imports.import_chats import IMPORT_BYTES_MAX

router = APIRouter(prefix="/api/imports", tags=["imports"])


class ImportedChatOut(BaseModel):
    """`reason` says why it was skipped; `conversation_id` is there when it was not."""

    title: str
    outcome: Literal["imported", "present", "skipped"]
    reason: str
    conversation_id: str | None


class ImportReportOut(BaseModel):
    """How many chats of the file became what, and the first of them by name.

    With a `problem` the file was read up to there only.
    """

    imported: int
    present: int
    skipped: int
    problem: str
    chats: list[ImportedChatOut]


@router.post(
    "",
    operation_id="importChats",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    },
)
async def import_chats(request: Request, caller: Caller, use: UseCases) -> ImportReportOut:
    """The bytes of an export of ChatGPT, Claude, LibreChat or Parley: JSON, or a zip around it.

    It is read as it arrives. A chat that is here already stays as it is, so the same file may be
    sent again, also after a try that was cut off.
    """
    report = await use.own.import_chats(_pieces(request), by=caller)
    return ImportReportOut(
        imported=report.imported,
        present=report.present,
        skipped=report.skipped,
        problem=report.problem,
        chats=[
            ImportedChatOut(
                title=each.title,
                outcome=each.outcome,
                reason=each.reason,
                conversation_id=each.conversation,
            )
            for each in report.chats
        ],
    )


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    length = 0
    async for piece in request.stream():
        length += len(piece)
        if length > IMPORT_BYTES_MAX:
            raise too_long(IMPORT_BYTES_MAX)
        yield piece
