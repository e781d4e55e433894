from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import final

from typing_extensions import override

from application.ports.carried_reasoning import TURN_BYTES_MAX, TURNS_MAX, CarriedReasoning
from application.ports.clock import Clock
from domain.formats.carried_text import carried_text
from domain.formats.carrying import CarriedTurn


@final
class MemoryCarriedReasoning(CarriedReasoning):
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._by_owner: dict[str, dict[str, tuple[datetime, CarriedTurn]]] = {}

    @override
    async def put(self, key: str, turn: CarriedTurn, *, owner: str, lasting: timedelta) -> None:
        if len(carried_text(turn).encode("utf-8", "replace")) > TURN_BYTES_MAX:
            return
        turns = self._by_owner.setdefault(owner, {})
        turns.pop(key, None)
        turns[key] = (self._clock() + lasting, turn)
        if len(turns) > TURNS_MAX:
            del turns[next(iter(turns))]

    @override
    async def get(self, keys: Sequence[str], *, owner: str) -> Mapping[str, CarriedTurn]:
        now, turns = self._clock(), self._by_owner.get(owner, {})
        found = ((key, turns[key]) for key in keys if key in turns)
        return {key: turn for key, (until, turn) in found if now < until}
