from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.answers.kept_answer import KeptAnswer
from domain.ids import AnswerId
from domain.json import JsonObject


class KeptAnswers(Protocol):
    """Answers of the relay. Every question names the owner."""

    @abstractmethod
    async def add(self, answer: KeptAnswer) -> None:
        """Keep it. Raise `Conflict` when the id is taken."""

    @abstractmethod
    async def get(self, id: AnswerId, *, owner: str) -> KeptAnswer:
        """Return the answer, or raise `NoSuchAnswer`."""

    @abstractmethod
    async def items(self, ids: Sequence[str], *, owner: str) -> Mapping[str, JsonObject]:
        """Return those items of the owner's answers that have these ids, by their ids.

        Of two with one id that of the newer answer counts.
        """

    @abstractmethod
    async def change(self, answer: KeptAnswer) -> None:
        """Keep what became of an answer. Raise `NoSuchAnswer` when it is not there any more."""

    @abstractmethod
    async def forget(self, id: AnswerId, *, owner: str) -> None:
        """Forget it for good, or raise `NoSuchAnswer`."""

    @abstractmethod
    async def forget_before(self, moment: datetime, *, owner: str) -> None:
        """Forget all of the owner's answers that are older."""
