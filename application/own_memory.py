"""What models remember of a person: theirs to see, to change and to switch off."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.memories import Memories
from domain.accounts.memory import Fact, Memory
from domain.errors import Conflict, Forbidden
from domain.ids import FactId, UserId

_TRIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMemory:
    """All that is done with one memory; of acts that come together each counts."""

    memories: Memories
    new_id: NewId
    clock: Clock

    async def read(self, *, by: UserId) -> Memory:
        return await self.memories.of(by)

    async def switch(self, *, on: bool, by: UserId) -> Memory:
        """Off, it stays as it is, and nobody is told of it."""
        return await self._changed(lambda memory: memory.switched(on=on), by)

    async def add(self, text: str, *, by: UserId) -> Memory:
        """Raises `Invalid` for what is no fact, `Conflict` for one too many."""
        fact = self._fact(text)
        return await self._changed(lambda memory: memory.with_fact(fact), by)

    async def remember(self, text: str, *, by: UserId) -> Memory:
        """For a model: the same, and `Forbidden` while it is off."""
        fact = self._fact(text)
        return await self._changed(lambda memory: _that_is_on(memory).with_fact(fact), by)

    async def forget_number(self, number: int, *, by: UserId) -> Memory:
        """For a model, which knows numbers. Raises `NotFound`, `Forbidden` while it is off."""
        told = _that_is_on(await self.memories.of(by)).numbered(number)
        return await self._changed(lambda memory: _that_is_on(memory).without(told.id), by)

    async def change(self, id: FactId, text: str, *, by: UserId) -> Memory:
        """Raises `NotFound`, `Invalid`."""
        return await self._changed(lambda memory: memory.with_text(id, text), by)

    async def forget(self, id: FactId, *, by: UserId) -> Memory:
        """Raises `NotFound`."""
        return await self._changed(lambda memory: memory.without(id), by)

    def _fact(self, text: str) -> Fact:
        return Fact(id=FactId(self.new_id()), text=text, at=self.clock())

    async def _changed(self, change: Callable[[Memory], Memory], by: UserId) -> Memory:
        for _ in range(_TRIES):
            known = await self.memories.of(by)
            changed = change(known)
            if changed == known:
                return known
            try:
                return await self.memories.save(changed)
            except Conflict:
                continue
        raise Conflict("what is remembered is being changed; try again")


def _that_is_on(memory: Memory) -> Memory:
    if not memory.is_on:
        raise Forbidden("the person has switched memory off")
    return memory
