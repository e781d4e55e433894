from abc import abstractmethod
from collections.abc import AsyncIterator
from typing import Protocol

from domain.files.reading import Reading


class FileReader(Protocol):
    @abstractmethod
    async def read(self, content: AsyncIterator[bytes], *, name: str) -> Reading:
        """Find out what the bytes are and what can be read out of them.

        The name only helps to tell one kind of plain text from another. Whatever is in the bytes,
        it ends within bounds of time and memory and runs nothing of them. Raise `Unavailable`
        when too many files are being read already.
        """
