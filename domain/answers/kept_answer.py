"""An answer of the relay that is kept, so that a later request may go on from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from domain.errors import NotFound
from domain.ids import AnswerId
from domain.json import JsonObject, write
from domain.transactions.transaction import Payer

_RUNNING: Final = frozenset({"queued", "in_progress"})


class NoSuchAnswer(NotFound):
    code = "no_such_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """`input` is what the request brought of its own, `output` what it got, with its seals.

    What was said before is kept with the answer that `previous` names. `response` is what the
    client was told.
    """

    id: AnswerId
    owner: str
    at: datetime
    previous: AnswerId | None
    input: tuple[JsonObject, ...]
    output: tuple[JsonObject, ...]
    response: JsonObject

    @property
    def is_in_background(self) -> bool:
        return self.response.get("background") is True

    @property
    def is_running(self) -> bool:
        """Whether it is still being made."""
        return self.response.get("status") in _RUNNING

    def stopped(self) -> Self:
        """As one that was cancelled."""
        return replace(self, response={**self.response, "status": "cancelled"})

    def lost(self) -> Self:
        """As one whose process died."""
        error: JsonObject = {"code": "server_error", "message": "the relay died; ask again"}
        return replace(self, response={**self.response, "status": "failed", "error": error})

    @property
    def items(self) -> tuple[JsonObject, ...]:
        """Its part of the conversation."""
        return (*self.input, *self.output)

    @property
    def items_by_id(self) -> Mapping[str, JsonObject]:
        named = ((item.get("id"), item) for item in self.items)
        return {name: item for name, item in named if isinstance(name, str) and name}

    @property
    def size(self) -> int:
        """In bytes, as JSON."""
        return len(write([*self.items, self.response]).encode("utf-8", "replace"))


def owner_of(payer: Payer) -> str:
    """Who may read it again: the user, or else everybody in the team, or else the key."""
    if payer.user is not None:
        return f"user:{payer.user}"
    return f"key:{payer.key}" if payer.team is None else f"team:{payer.team}"
