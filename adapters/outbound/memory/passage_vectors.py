from collections.abc import Mapping
from typing import final

from typing_extensions import override

from application.ports.passage_vectors import PassageVectors, Vector
from domain.ids import FileId


@final
class MemoryPassageVectors(PassageVectors):
    def __init__(self) -> None:
        self._kept: dict[FileId, dict[int, Vector]] = {}

    @override
    async def keep(self, file: FileId, vectors: Mapping[int, Vector]) -> None:
        self._kept[file] = {**vectors, **self._kept.get(file, {})}

    @override
    async def of(self, file: FileId) -> Mapping[int, Vector]:
        return dict(self._kept.get(file, {}))

    @override
    async def delete(self, file: FileId) -> None:
        self._kept.pop(file, None)
