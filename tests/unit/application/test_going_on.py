"""Calls whose client leaves in the middle: at once over, or going on as far as was agreed."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from typing import final

import pytest
from typing_extensions import override

from adapters.outbound.system.clock import monotonic_s
from application.call_record import Call
from application.metering import Metering
from application.ports.language_models import LanguageModel, LanguageModels
from domain.accounts.access import Grants
from domain.allowances.leaving import ABORT, SECONDS_MAX, TOKENS_MAX, Leaving
from domain.catalog.models import Model
from domain.errors import Invalid, Unavailable
from domain.ids import RequestId
from domain.llm.events import (
    BlockClosed,
    Failed,
    Failure,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import Prompt
from domain.llm.usage import Usage
from domain.transactions.transaction import Transaction
from tests.access import Granted
from tests.allowing import allowing
from tests.books import BookkeepingDesk
from tests.clock import FakeClock
from tests.hurried import run_hurried
from tests.routing import routing
from tests.unit.application.test_metering import CALL

ATTENDED = replace(CALL, attended=True)
TO_THE_END = Leaving(drains=True)
USAGE = Usage(input_uncached=3, output=9)
WORDS = 40


@final
@dataclass
class Speaking(LanguageModel, LanguageModels):
    """Says `WORDS` words, one whenever it is let; `closed` when it was made to stop."""

    last: StreamEvent = field(default_factory=lambda: Finished(reason="end"))
    said: int = 0
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    may_speak: asyncio.Event = field(default_factory=asyncio.Event)
    problem: Unavailable | None = None

    @override
    def of(self, model: Model) -> LanguageModel:
        return self

    @override
    async def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        try:
            yield (Started(id="u1", model="m"),)
            yield (TextOpened(0),)
            for _ in range(WORDS):
                yield (TextDelta(0, "seven letters "),)
                self.said += 1
                await self.may_speak.wait()
                await asyncio.sleep(0)
            if self.problem is not None:
                raise self.problem
            yield (BlockClosed(0),)
            yield (UsageReported(USAGE),)
            yield (self.last,)
        finally:
            self.closed.set()


@dataclass
class Desk:
    leaving: Leaving | None = TO_THE_END
    model: Speaking = field(default_factory=Speaking)

    def __post_init__(self) -> None:
        self.books = BookkeepingDesk()
        self.allowing = allowing(FakeClock())
        self.metering = Metering(
            routing=routing(),
            models=self.model,
            access=Granted(Grants(leaving=self.leaving)),
            allowing=self.allowing,
            bookkeeper=self.books.bookkeeper,
            clock=FakeClock(),
            stopwatch=monotonic_s,
        )

    async def leave_after(self, count: int, call: Call = ATTENDED) -> list[StreamEvent]:
        """Hear so many events, then go away in the middle."""
        heard: list[StreamEvent] = []
        enough = asyncio.Event()

        async def listen() -> None:
            async with self.metering.open(call) as stream:
                async for event in stream:
                    heard.append(event)
                    if len(heard) == count:
                        enough.set()

        listening = asyncio.ensure_future(listen())
        await enough.wait()
        listening.cancel()
        await asyncio.wait({listening})
        return heard

    async def listen(self) -> list[StreamEvent]:
        async with self.metering.open(ATTENDED) as stream:
            return [event async for event in stream]

    async def rows(self) -> Sequence[Transaction]:
        await self.books.bookkeeper.carry()
        return await self.books.transactions.latest(10)

    async def row(self) -> Transaction:
        await self.model.closed.wait()
        await asyncio.sleep(0)
        (row,) = await self.rows()
        return row


async def test_a_call_goes_on_to_its_end_and_is_booked_with_the_provider_s_count() -> None:
    desk = Desk()
    heard = await desk.leave_after(3)
    assert len(heard) == 3
    assert not desk.model.closed.is_set()
    assert not await desk.rows()

    desk.model.may_speak.set()
    row = await desk.row()

    assert desk.model.said == WORDS
    assert row.outcome == "client_closed"
    assert row.usage == USAGE


@pytest.mark.parametrize(
    ("leaving", "call"), [(ABORT, ATTENDED), (None, ATTENDED), (TO_THE_END, CALL)]
)
async def test_otherwise_it_ends_at_once_and_what_was_said_is_billed(
    leaving: Leaving | None, call: Call
) -> None:
    desk = Desk(leaving=leaving)

    await desk.leave_after(3, call)

    assert desk.model.closed.is_set()
    row = await desk.row()
    assert row.outcome == "client_closed"
    assert row.usage.estimated
    assert row.usage.output > 0


async def test_a_cap_of_tokens_ends_what_goes_on() -> None:
    desk = Desk(leaving=Leaving(drains=True, tokens=1))
    await desk.leave_after(3)
    desk.model.may_speak.set()

    row = await desk.row()

    assert desk.model.said < WORDS
    assert (row.outcome, row.usage.estimated) == ("client_closed", True)


def test_a_cap_of_seconds_ends_what_goes_on() -> None:
    async def leave_for_good() -> tuple[str, float]:
        desk = Desk(leaving=Leaving(drains=True, seconds=60))
        began = asyncio.get_running_loop().time()
        await desk.leave_after(3)
        row = await desk.row()
        return row.outcome, asyncio.get_running_loop().time() - began

    outcome, took_s = run_hurried(leave_for_good())

    assert (outcome, round(took_s)) == ("client_closed", 60)


async def test_a_client_that_stays_hears_everything_as_it_is() -> None:
    desk = Desk()
    desk.model.may_speak.set()

    async with desk.metering.open(ATTENDED) as stream:
        heard = [event async for event in stream]

    assert len(heard) == WORDS + 5
    assert stream.transaction == await desk.row()
    assert (await desk.row()).outcome == "ok"


async def test_who_has_heard_enough_ends_the_call_though_it_could_go_on() -> None:
    desk = Desk()

    async with desk.metering.open(ATTENDED) as stream:
        async for _ in stream:
            break

    assert desk.model.closed.is_set()
    assert len(await desk.rows()) == 1


async def test_a_failure_after_the_client_left_is_booked_as_one() -> None:
    desk = Desk(model=Speaking(last=Failed(Failure(kind="server", message="broken"))))
    await desk.leave_after(3)
    desk.model.may_speak.set()

    assert (await desk.row()).outcome == "error"


async def test_what_is_raised_reaches_who_listens() -> None:
    desk = Desk(model=Speaking(problem=Unavailable("away")))
    desk.model.may_speak.set()

    with pytest.raises(Unavailable):
        await desk.listen()

    assert len(await desk.rows()) == 1


async def test_nothing_goes_on_when_the_process_ends() -> None:
    desk = Desk()
    async with desk.metering.going_on.running():
        await desk.leave_after(3)
        assert not desk.model.closed.is_set()

    assert desk.model.closed.is_set()
    assert (await desk.row()).outcome == "client_closed"


@pytest.mark.parametrize(
    "senseless",
    [
        {"seconds": 1},
        {"tokens": 1},
        {"drains": True, "seconds": 0},
        {"drains": True, "seconds": SECONDS_MAX + 1},
        {"drains": True, "tokens": -1},
        {"drains": True, "tokens": TOKENS_MAX + 1},
    ],
)
def test_a_cap_is_one_of_a_call_that_goes_on(senseless: dict[str, int]) -> None:
    with pytest.raises(Invalid, match="cap"):
        Leaving(
            drains=bool(senseless.get("drains")),
            seconds=senseless.get("seconds"),
            tokens=senseless.get("tokens"),
        )
