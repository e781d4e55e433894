import asyncio

from adapters.outbound.memory.changes import MemoryChanges
from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.pulses import MemoryPulses
from application.alerts.pulse import BeatPulse
from application.alerts.watch import ALERTS_CHANGED, LASTING, RULES_CHANGED, WatchAlerts
from application.ports.pulses import Pulse, RestingPlace
from domain.errors import Unavailable
from tests.builders import NOON
from tests.clock import FakeClock


class Watched:
    """Two instances on the same stores; each look is counted."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.leases = MemoryLeases(clock=self.clock)
        self.changes = MemoryChanges()
        self.looks: list[str] = []
        self.told: list[tuple[str, Exception]] = []
        self.looked = asyncio.Event()
        self.failure: Exception | None = None

    def instance(self, name: str) -> WatchAlerts:
        async def evaluate() -> int:
            self.looks.append(name)
            self.looked.set()
            if self.failure is not None:
                raise self.failure
            return 1

        return WatchAlerts(
            evaluate=evaluate,
            deliver=evaluate,
            clear=evaluate,
            leases=self.leases,
            changes=self.changes,
            process=name,
            told=lambda what, error: self.told.append((what, error)),
        )


async def test_one_of_all_looks_until_it_is_gone() -> None:
    watched = Watched()
    one, other = watched.instance("one"), watched.instance("other")

    await one.look()
    await other.look()
    await other.deliver()
    await one.deliver()
    watched.clock.advance(LASTING)
    await other.look()

    assert watched.looks == ["one", "other", "other"]


async def test_one_of_all_clears_away() -> None:
    watched = Watched()

    await watched.instance("one").clear()
    await watched.instance("other").clear()

    assert watched.looks == ["one"]


async def test_all_hear_of_what_was_changed() -> None:
    watched = Watched()
    heard = aiter(watched.changes.listen())
    first = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)

    await watched.instance("one").look()

    assert await first == ALERTS_CHANGED


async def test_a_changed_rule_is_looked_at_at_once_and_a_fault_ends_nothing() -> None:
    watched = Watched()
    watched.failure = Unavailable("away")

    async with watched.instance("one").running():
        await watched.looked.wait()
        watched.looked.clear()
        watched.failure = ValueError("odd")
        await watched.changes.tell(RULES_CHANGED)
        await watched.looked.wait()
    watched.failure = None
    await watched.instance("other").look()

    assert watched.looks[-1] == "other"
    assert {type(error) for _, error in watched.told} == {Unavailable, ValueError}


async def test_a_process_says_which_places_rest_and_how_far_its_books_are_behind() -> None:
    pulses = MemoryPulses()
    beat = BeatPulse(
        pulses=pulses,
        process="p1",
        resting=lambda: [("openai", "gpt")],
        behind_s=lambda: 7,
        clock=lambda: NOON,
    )

    async with beat.running():
        await asyncio.sleep(0)

    resting = (RestingPlace(provider="openai", upstream="gpt"),)
    assert list(await pulses.all(at=NOON)) == [
        Pulse(process="p1", at=NOON, resting=resting, behind_s=7)
    ]
