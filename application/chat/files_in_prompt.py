"""Files of a thread, fetched for the model that is asked."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from application.ports.file_contents import Content, FileContents, Rendition
from application.ports.files import Files
from domain.conversations.message import Message
from domain.errors import NotFound
from domain.files.file import File
from domain.files.in_prompt import PICTURES_MAX, FilesInPrompt, shares, text_budget
from domain.ids import FileId, UserId
from domain.llm.capabilities import Capabilities
from domain.llm.prompt import InlineData

_DRAWN: Final = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFilesOfThread:
    """What models need of the files that a thread names; the newest pictures, if there are many.

    Only those of `by` are found, whatever a message says.
    """

    files: Files
    contents: FileContents

    async def __call__(
        self, thread: Sequence[Message], *, by: UserId, can: Capabilities
    ) -> FilesInPrompt:
        named = tuple(dict.fromkeys(file for message in thread for file in message.files))
        found = await self.files.several(named, owner=by) if named else ()
        documents = [each for each in found if each.kind == "document"]
        pictures = [each for each in found if each.kind == "picture"] if can.vision else []
        most = shares([each.text_length or 0 for each in documents], text_budget(can))
        return FilesInPrompt(
            texts={
                each.id: text
                for each, length in zip(documents, most, strict=True)
                if (text := await self._text(each.id, length)) is not None
            },
            pictures={
                each.id: picture
                for each in pictures[-PICTURES_MAX:]
                if (picture := await self._picture(each)) is not None
            },
        )

    async def _text(self, id: FileId, length: int) -> str | None:
        data = await self._bytes(id, "text")
        return None if data is None else data.decode()[:length]

    async def _picture(self, file: File) -> InlineData | None:
        data = await self._bytes(file.id, "view" if file.has_view else "original")
        if data is None:
            return None
        media_type = _DRAWN.get(data[:2], file.media_type)
        return InlineData(media_type=media_type, base64=base64.b64encode(data).decode())

    async def _bytes(self, id: FileId, rendition: Rendition) -> bytes | None:
        content = self.contents.read(Content(file=id, rendition=rendition))
        try:
            return b"".join([chunk async for chunk in content])
        except NotFound:
            return None
