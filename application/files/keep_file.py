from dataclasses import dataclass

from application.files.finish_upload import FinishUpload
from application.files.receive_piece import ReceivePiece
from application.files.start_upload import StartUpload
from domain.files.file import PIECE_BYTES_MAX, File
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepFile:
    """Keep bytes that were made here, as if their owner had uploaded them.

    Raises `Invalid` for what may not be kept, `NoRoom` when the owner has no room for it.
    """

    start: StartUpload
    receive: ReceivePiece
    finish: FinishUpload

    async def __call__(self, name: str, data: bytes, *, by: UserId) -> File:
        file = await self.start(name, len(data), by=by)
        for offset in range(0, len(data), PIECE_BYTES_MAX):
            piece = data[offset : offset + PIECE_BYTES_MAX]
            await self.receive(file.id, piece, offset=offset, by=by)
        return await self.finish(file.id, by=by)
