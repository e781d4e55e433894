from abc import abstractmethod
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something about a subject (`key:<id>`, `user:<id>`, `team:<id>`) is no longer as it was.

    `ended`: it may do nothing any more.
    """

    subject: str
    ended: bool = False

    def concerns(self, payer: Payer) -> bool:
        kind, _, name = self.subject.partition(":")
        said = {"key": payer.key, "user": payer.user, "team": payer.team}
        return bool(name) and said.get(kind) == name


class Changes(Protocol):
    """What has just been changed, from every instance to every instance. Nothing is kept."""

    @abstractmethod
    async def tell(self, change: Change) -> None:
        """Raises `Unavailable`."""

    @abstractmethod
    def listen(self) -> AsyncIterator[Change]:
        """Yield each change told from now on, without end. Survives a broken connection."""
