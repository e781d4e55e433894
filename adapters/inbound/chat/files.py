"""One's own files: sent in pieces, listed, taken away.

A file never opens in the browser from here: whatever it is, it is saved. Pictures for the eye are
those that were drawn anew; the interface fetches them with its token and shows them itself.
"""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, UseCases
from adapters.inbound.http.body import body_bytes
from application.files.list_files import KeptFile
from application.files.read_file import OpenedFile
from domain.files.attachment import ATTACHMENTS_MAX
from domain.files.file import CHUNK_BYTES, PIECE_BYTES_MAX, File
from domain.files.in_prompt import CHARACTERS_PER_TOKEN, TEXT_CHARACTERS_MAX
from domain.ids import FileId

router = APIRouter(prefix="/api/files", tags=["files"])

_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_OCTETS: Final = "application/octet-stream"
_SAFE: Final = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
}


class NewFile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=10_000)
    size: int = Field(ge=0, le=2**53)


class FileOut(BaseModel):
    """`received` bytes are here; an upload goes on from there."""

    id: str
    name: str
    size: int
    received: int
    state: Literal["uploading", "ready"]
    media_type: str
    kind: Literal["picture", "document", "other"]
    width: int | None
    height: int | None
    text_length: int | None
    problem: str | None
    created_at: datetime


class ChatUsingOut(BaseModel):
    id: str
    title: str


class KeptFileOut(BaseModel):
    file: FileOut
    used_in: list[ChatUsingOut]


class FilesOut(BaseModel):
    items: list[KeptFileOut]
    next_cursor: str | None
    bytes_used: int


class FileLimitsOut(BaseModel):
    """Sizes are in bytes.

    `text_max` characters of all files together go to a model at most, and no more than
    `characters_per_token` of what it can read at once.
    """

    file_bytes_max: int
    owner_bytes_max: int
    piece_bytes_max: int
    chunk_bytes: int
    attachments_max: int
    text_max: int
    characters_per_token: float


def file_out(file: File) -> FileOut:
    return FileOut(
        id=file.id,
        name=file.name,
        size=file.size,
        received=file.received,
        state=file.state,
        media_type=file.media_type,
        kind=file.kind,
        width=file.width,
        height=file.height,
        text_length=file.text_length,
        problem=file.problem,
        created_at=file.created_at,
    )


@router.get("", operation_id="listFiles")
async def list_files(
    caller: Caller,
    use: UseCases,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> FilesOut:
    found = await use.files.list(by=caller, cursor=cursor, limit=limit)
    return FilesOut(
        items=[_kept_out(each) for each in found.files],
        next_cursor=found.next_cursor,
        bytes_used=found.bytes_used,
    )


@router.get("/limits", operation_id="readFileLimits")
async def read_file_limits(_: Caller, use: UseCases) -> FileLimitsOut:
    limits = use.files.list.limits
    return FileLimitsOut(
        file_bytes_max=limits.file_bytes_max,
        owner_bytes_max=limits.owner_bytes_max,
        piece_bytes_max=PIECE_BYTES_MAX,
        chunk_bytes=CHUNK_BYTES,
        attachments_max=ATTACHMENTS_MAX,
        text_max=TEXT_CHARACTERS_MAX,
        characters_per_token=CHARACTERS_PER_TOKEN,
    )


@router.post("", status_code=201, operation_id="startUpload")
async def start_upload(
    body: NewFile,
    caller: Caller,
    use: UseCases,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255)] = None,
) -> FileOut:
    """Announce a file. A repeat with the same key finds the upload as far as it is."""
    return file_out(await use.files.start(body.name, body.size, by=caller, key=idempotency_key))


@router.put(
    "/{id}/content",
    operation_id="sendPiece",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_OCTETS: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def send_piece(
    id: str,
    request: Request,
    caller: Caller,
    use: UseCases,
    offset: Annotated[int, Query(ge=0, le=2**53)],
) -> FileOut:
    """The bytes that come next. Every piece but the last ends at a multiple of `chunk_bytes`."""
    data = await body_bytes(request, limit=PIECE_BYTES_MAX)
    return file_out(await use.files.receive(FileId(id), data, offset=offset, by=caller))


@router.post("/{id}/finish", operation_id="finishUpload")
async def finish_upload(id: str, caller: Caller, use: UseCases) -> FileOut:
    """Look into the file once all its bytes are here; from then on it can be used."""
    return file_out(await use.files.finish(FileId(id), by=caller))


@router.get("/{id}", operation_id="readFile")
async def read_file(id: str, caller: Caller, use: UseCases) -> FileOut:
    return file_out(await use.files.read(FileId(id), by=caller))


@router.delete("/{id}", status_code=204, operation_id="deleteFile")
async def delete_file(id: str, caller: Caller, use: UseCases) -> None:
    """Messages keep its name."""
    await use.files.delete(FileId(id), by=caller)


_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "A file to save", "content": {_OCTETS: {}}}
}


@router.get("/{id}/content", operation_id="downloadFile", response_class=Response, responses=_FILE)
async def download_file(id: str, caller: Caller, use: UseCases) -> StreamingResponse:
    """To be saved, never shown. Only pictures keep their type."""
    found = await use.files.read.open(FileId(id), by=caller, rendition="original")
    kind = found.file.media_type if found.file.media_type in _PICTURES else _OCTETS
    headers = {"content-length": str(found.file.size)}
    return _saved(found, kind, name=found.file.name, headers=headers)


@router.get(
    "/{id}/thumbnail", operation_id="readThumbnail", response_class=Response, responses=_FILE
)
async def read_thumbnail(id: str, caller: Caller, use: UseCases) -> StreamingResponse:
    """A small picture of the picture, drawn anew: JPEG or PNG."""
    found = await use.files.read.open(FileId(id), by=caller, rendition="thumbnail")
    return _saved(found, _OCTETS, name="thumbnail")


@router.get("/{id}/text", operation_id="readFileText", response_class=Response, responses=_FILE)
async def read_file_text(id: str, caller: Caller, use: UseCases) -> StreamingResponse:
    """What models are told of it."""
    found = await use.files.read.open(FileId(id), by=caller, rendition="text")
    return _saved(found, "text/plain; charset=utf-8", name=f"{found.file.name}.txt")


def _saved(
    found: OpenedFile, kind: str, *, name: str, headers: dict[str, str] | None = None
) -> StreamingResponse:
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return StreamingResponse(
        _closing(found.content),
        media_type=kind,
        headers={**_SAFE, "content-disposition": disposition, **(headers or {})},
    )


async def _closing(content: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    try:
        async for chunk in content:
            yield chunk
    finally:
        await content.aclose()


def _kept_out(kept: KeptFile) -> KeptFileOut:
    return KeptFileOut(
        file=file_out(kept.file),
        used_in=[ChatUsingOut(id=each.id, title=each.title) for each in kept.used_in],
    )
