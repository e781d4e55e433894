"""What every store of memories must do. Subclass and give it the fixture it names."""

from dataclasses import replace

import pytest

from application.ports.memories import Memories
from domain.accounts.memory import Fact, Memory
from domain.errors import Conflict
from domain.ids import FactId
from tests.builders import ADA, EVE, NOON


class MemoriesContract:
    async def test_nobody_is_remembered_until_they_want_to_be(self, memories: Memories) -> None:
        assert await memories.of(ADA) == Memory(id=ADA)
        assert not Memory(id=ADA).is_on

    async def test_a_memory_comes_back_as_saved_and_is_one_person_s(
        self, memories: Memories
    ) -> None:
        fact = Fact(id=FactId("f"), text="Likes $where and a.b", at=NOON)
        saved = await memories.save(Memory(id=ADA, is_on=True, facts=(fact,)))
        assert saved == await memories.of(ADA)
        assert saved.version == 1
        later = await memories.save(replace(saved, facts=()))
        assert await memories.of(ADA) == later
        assert await memories.of(EVE) == Memory(id=EVE)

    async def test_a_stale_save_is_a_conflict(self, memories: Memories) -> None:
        first = Memory(id=ADA)
        saved = await memories.save(first)
        await memories.save(saved)
        for stale in (first, saved):
            with pytest.raises(Conflict, match="has changed"):
                await memories.save(stale)
