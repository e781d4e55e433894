from collections.abc import Sequence

from typing_extensions import override

from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.search_index import MemorySearchIndex
from application.chat.tidy_search import TidySearch
from domain.errors import Unavailable
from domain.ids import UserId
from tests.builders import ADA, EVE
from tests.clock import FakeClock


class Untidy(MemorySearchIndex):  # type: ignore[misc]  # an index that has something to tidy
    def __init__(self, *, away: bool = False) -> None:
        super().__init__()
        self.away = away
        self.tidied: list[UserId] = []

    @override
    async def untidy(self) -> Sequence[UserId]:
        return (ADA, EVE)

    @override
    async def tidy(self, owner: UserId) -> None:
        if self.away:
            raise Unavailable("away")
        self.tidied.append(owner)


async def test_each_person_s_part_is_tidied_and_left_to_others_afterwards() -> None:
    index, leases = Untidy(), MemoryLeases(clock=FakeClock())
    tidy = TidySearch(index=index, leases=leases, worker="w1")

    await tidy()
    await TidySearch(index=index, leases=leases, worker="w2")()

    assert index.tidied == [ADA, EVE, ADA, EVE]


async def test_what_another_instance_tidies_is_left_to_it() -> None:
    index, clock = Untidy(), FakeClock()
    leases = MemoryLeases(clock=clock)
    other = TidySearch(index=Untidy(away=True), leases=leases, worker="w1")
    await other()

    await TidySearch(index=index, leases=leases, worker="w2")()

    assert index.tidied == [EVE]


async def test_a_store_that_is_away_is_no_fault() -> None:
    index = Untidy(away=True)

    await TidySearch(index=index, leases=MemoryLeases(clock=FakeClock()), worker="w1")()

    assert index.tidied == []
