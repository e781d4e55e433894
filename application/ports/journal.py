"""Keeping calls safe on this machine until the ledger has them."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.transactions.batch import WriterId
from domain.transactions.transaction import Transaction


class Unbooked(Protocol):
    """One process' ended calls that the ledger may not have yet, oldest first."""

    @property
    @abstractmethod
    def writer(self) -> WriterId:
        """The process that wrote them."""

    @abstractmethod
    async def ahead(self, limit: int) -> Sequence[Transaction]:
        """Return the oldest ones, at most `limit`: the same again until `done`. Empty: none now."""

    @abstractmethod
    async def done(self, count: int) -> None:
        """Note that the first `count` of them are in the ledger."""


class Journal(Unbooked, Protocol):
    """What this process knows of its calls: safe from its own death the moment it is written.

    Nobody waits for the disk: it is brought up to date a few milliseconds later, for many
    calls at once, and from then on a power failure loses nothing either.
    """

    @abstractmethod
    async def begin(self) -> None:
        """Be there, so that others find it should this process die. Raises `Unavailable`."""

    @abstractmethod
    def draft(self, transaction: Transaction) -> None:
        """Say what is to be booked should this process die now; a later word replaces it.

        Raises `Unavailable` when it cannot be kept.
        """

    @abstractmethod
    def close(self, transaction: Transaction) -> None:
        """Say the last word on a call. What cannot be written is kept in memory."""

    @property
    @abstractmethod
    def waiting(self) -> int:
        """How many ended calls are not noted as in the ledger."""

    @abstractmethod
    async def something(self) -> None:
        """Return once there is something ahead."""

    @abstractmethod
    async def end(self, *, keep: bool) -> None:
        """Leave in order. It stays for others to claim if something is left, or `keep`."""


class Abandoned(Unbooked, Protocol):
    """The journal of a process that has died. Its drafts count as ended, after all else."""

    @abstractmethod
    async def discard(self) -> None:
        """Remove it: all of it is in the books."""

    @abstractmethod
    async def release(self) -> None:
        """Leave it for another time."""


class Journals(Protocol):
    """The journals on this machine."""

    @abstractmethod
    async def claim(self) -> Abandoned | None:
        """Return the oldest whose process has died, for us alone; `None` when there is none."""

    @abstractmethod
    async def set_aside(self, transaction: Transaction) -> None:
        """Keep a call that the ledger cannot store, for a person to look at."""
