from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final, Protocol

from domain.formats.carrying import CarriedTurn

TURN_BYTES_MAX: Final = 64 * 1024
TURNS_MAX: Final = 1_000
"""How many turns are kept of an owner: the latest ones."""


class CarriedReasoning(Protocol):
    """What models reasoned, for clients that do not send it back. Nobody reads another's.

    It may be lost at any time: who asks goes on without it.
    """

    @abstractmethod
    async def put(self, key: str, turn: CarriedTurn, *, owner: str, lasting: timedelta) -> None:
        """Keep a turn for so long, in place of what the key had; one that is too large is not kept.

        Of an owner's turns the oldest goes when there are more than `TURNS_MAX`. Raise
        `Unavailable`.
        """

    @abstractmethod
    async def get(self, keys: Sequence[str], *, owner: str) -> Mapping[str, CarriedTurn]:
        """Return those that are known, in one round trip at most. Raise `Unavailable`."""
