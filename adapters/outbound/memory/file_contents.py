from collections.abc import AsyncGenerator, Sequence
from typing import final

from typing_extensions import override

from application.ports.file_contents import Content, FileContents
from domain.errors import NotFound
from domain.files.file import CHUNK_BYTES
from domain.ids import FileId


@final
class MemoryFileContents(FileContents):
    def __init__(self) -> None:
        self._chunks: dict[Content, dict[int, bytes]] = {}

    @override
    async def append(self, content: Content, data: bytes, *, offset: int) -> None:
        chunks = self._chunks.setdefault(content, {})
        for start in range(0, len(data), CHUNK_BYTES):
            number = (offset + start) // CHUNK_BYTES
            chunks.setdefault(number, data[start : start + CHUNK_BYTES])

    @override
    async def read(self, content: Content) -> AsyncGenerator[bytes]:
        if content not in self._chunks:
            raise NotFound(f"nothing is kept of file {content.file!r}")
        chunks = self._chunks[content]
        for number in sorted(chunks):
            yield chunks[number]

    @override
    async def delete(self, file: FileId) -> None:
        self._chunks = {each: data for each, data in self._chunks.items() if each.file != file}

    @override
    async def owners(self, *, after: FileId | None, limit: int) -> Sequence[FileId]:
        known = sorted({each.file for each in self._chunks})
        return tuple(each for each in known if after is None or each > after)[:limit]
