from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Protocol

from domain.accounts.user import Email


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Plain text to one address. What it says may open an account: it is in no log."""

    to: Email
    subject: str
    text: str = field(repr=False)


class Post(Protocol):
    """Sends mail."""

    @abstractmethod
    async def send(self, letter: Letter) -> None:
        """Hand it over to whoever delivers it. Raise `Unavailable` when nobody takes it."""
