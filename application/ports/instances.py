from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.system.instance import Instance


class Instances(Protocol):
    """Which processes of the services there are now."""

    @abstractmethod
    async def announce(self, instance: Instance) -> None:
        """Be there, in the place of what it said before. Raises `Unavailable`."""

    @abstractmethod
    async def leave(self, id: str) -> None:
        """Be there no more; nothing when it was not. Raises `Unavailable`."""

    @abstractmethod
    async def present(self) -> Sequence[Instance]:
        """All that were heard of lately, by service and start. Raises `Unavailable`."""
