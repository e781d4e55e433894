from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol


class TextVectors(Protocol):
    @abstractmethod
    async def of(self, texts: Sequence[str]) -> Sequence[tuple[float, ...]]:
        """Return a vector of length 1 for each text: texts of like meaning have like ones.

        Raise `Unavailable` when there is no model that could.
        """
