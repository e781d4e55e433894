import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
from typing_extensions import override

from adapters.outbound.memory.kept_answers import MemoryKeptAnswers
from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.stop_signals import MemoryStopSignals
from application.ports.kept_answers import KeptAnswers
from application.relay.background_answers import BackgroundAnswers, BackgroundJob, lease_of
from application.relay.forget_answer import ForgetAnswer
from application.relay.read_answer import ReadAnswer
from application.relay.recall_conversation import RecallConversation
from application.relay.stop_answer import StopAnswer
from domain.answers.kept_answer import KeptAnswer, NoSuchAnswer
from domain.errors import DomainError, Invalid, RateLimited, Unavailable, UpstreamFailed
from domain.formats.passing import Passed, Piece
from domain.ids import AnswerId
from domain.json import JsonObject
from domain.llm.events import (
    BlockClosed,
    Failed,
    Failure,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
)
from domain.llm.reply import Reply
from tests.clock import FakeClock
from tests.contracts.kept_answers import HERS, a_kept_answer

ID = AnswerId("resp_1")
BEGUN = replace(a_kept_answer(), output=(), response={"status": "in_progress", "background": True})
WORDS: tuple[StreamEvent, ...] = (
    Started(id="u", model="m"),
    TextOpened(0),
    TextDelta(0, "Hello"),
    BlockClosed(0),
    Finished(reason="end"),
)


def ending(status: str, said: str) -> KeptAnswer:
    return replace(BEGUN, response={"status": status, "background": True, "said": said})


@dataclass
class Job(BackgroundJob):
    """Says `events`, then waits for `goes_on`, or raises `error`; knows whether it was left."""

    events: tuple[StreamEvent, ...] = WORDS
    goes_on: bool = False
    error: DomainError | None = None
    refusal: DomainError | None = None
    kept: KeptAnswer = BEGUN
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    left: bool = False

    @property
    @override
    def begun(self) -> KeptAnswer:
        return self.kept

    @override
    def call(self) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        return self._call()

    @asynccontextmanager
    async def _call(self) -> AsyncGenerator[AsyncIterator[Piece]]:
        if self.refusal is not None:
            raise self.refusal
        try:
            yield self._pieces()
        finally:
            self.left = True

    async def _pieces(self) -> AsyncGenerator[Piece]:
        for event in self.events:
            yield Passed(b"raw", (event,))
        self.heard.set()
        if self.error is not None:
            raise self.error
        if self.goes_on:
            await asyncio.Event().wait()

    @override
    def ended(self, reply: Reply, raw: bytes | None) -> KeptAnswer:
        return ending("completed", f"{reply.text} {raw!r}")

    @override
    def failed(self, failure: Failure | DomainError) -> KeptAnswer:
        return ending("failed", failure.message if isinstance(failure, Failure) else str(failure))

    @override
    def stopped(self) -> KeptAnswer:
        return ending("cancelled", "")


@dataclass
class House:
    answers: KeptAnswers = field(default_factory=MemoryKeptAnswers)
    clock: FakeClock = field(default_factory=FakeClock)
    signals: MemoryStopSignals = field(default_factory=MemoryStopSignals)

    def __post_init__(self) -> None:
        self.leases = MemoryLeases(clock=self.clock)
        self.background = BackgroundAnswers(
            answers=self.answers, leases=self.leases, stop_signals=self.signals, worker="w"
        )
        self.read = ReadAnswer(answers=self.answers, leases=self.leases)
        self.stop = StopAnswer(read_answer=self.read, stop_signals=self.signals)
        self.forget = ForgetAnswer(answers=self.answers, stop_signals=self.signals)

    async def ended(self) -> KeptAnswer:
        await self.background.all_done()
        return await self.read(ID, owner=HERS)


async def test_an_answer_is_made_while_nobody_listens() -> None:
    house, job = House(), Job()

    await house.background.start(job)

    assert await house.ended() == ending("completed", "Hello b'raw'")
    assert job.left
    assert await house.leases.holder_of(lease_of(ID)) is None


async def test_an_answer_under_way_is_read_as_such_and_not_gone_on_from() -> None:
    house, job = House(), Job(goes_on=True)

    await house.background.start(job)
    await job.heard.wait()

    assert await house.read(ID, owner=HERS) == BEGUN
    with pytest.raises(Invalid, match="previous_response_id: the answer 'resp_1' is not done"):
        await RecallConversation(answers=house.answers)(ID, owner=HERS)
    await house.stop(ID, owner=HERS)
    await house.background.all_done()


async def test_whoever_stops_it_closes_the_call() -> None:
    house, job = House(), Job(events=WORDS[:3], goes_on=True)
    await house.background.start(job)
    await job.heard.wait()

    told = await house.stop(ID, owner=HERS)

    assert told.response["status"] == "cancelled"
    assert await house.ended() == ending("cancelled", "")
    assert job.left


async def test_an_answer_that_has_ended_is_not_stopped_any_more() -> None:
    house = House()
    await house.background.start(Job())
    ended = await house.ended()

    assert await house.stop(ID, owner=HERS) == ended


async def test_an_answer_that_somebody_listened_to_cannot_be_stopped() -> None:
    house = House()
    await house.answers.add(a_kept_answer())

    with pytest.raises(Invalid, match="only answers in the background"):
        await house.stop(ID, owner=HERS)
    with pytest.raises(NoSuchAnswer):
        await house.stop(ID, owner="team:t1")


@pytest.mark.parametrize(
    "job",
    [
        Job(events=(Failed(Failure(kind="server", message="no")),)),
        Job(events=WORDS[:3], error=UpstreamFailed("no")),
    ],
    ids=["told", "raised"],
)
async def test_what_goes_wrong_is_kept_as_a_failure(job: Job) -> None:
    house = House()

    await house.background.start(job)

    assert await house.ended() == ending("failed", "no")


async def test_a_call_that_does_not_open_is_refused_at_once() -> None:
    house = House()

    with pytest.raises(RateLimited):
        await house.background.start(Job(refusal=RateLimited("slow down")))

    await house.background.all_done()
    with pytest.raises(NoSuchAnswer):
        await house.read(ID, owner=HERS)
    assert await house.leases.holder_of(lease_of(ID)) is None


class Brittle(KeptAnswers):
    """A store that goes away before an answer has ended."""

    def __init__(self) -> None:
        self._kept = MemoryKeptAnswers()

    @override
    async def add(self, answer: KeptAnswer) -> None:
        await self._kept.add(answer)

    @override
    async def get(self, id: AnswerId, *, owner: str) -> KeptAnswer:
        return await self._kept.get(id, owner=owner)

    @override
    async def items(self, ids: Sequence[str], *, owner: str) -> Mapping[str, JsonObject]:
        return await self._kept.items(ids, owner=owner)

    @override
    async def change(self, answer: KeptAnswer) -> None:
        raise Unavailable("the store is away")

    @override
    async def forget(self, id: AnswerId, *, owner: str) -> None:
        await self._kept.forget(id, owner=owner)

    @override
    async def forget_before(self, moment: datetime, *, owner: str) -> None:
        await self._kept.forget_before(moment, owner=owner)


async def test_an_answer_whose_end_cannot_be_kept_lets_go_of_its_lease() -> None:
    house = House(answers=Brittle())

    await house.background.start(Job())
    await house.background.all_done()

    assert await house.answers.get(ID, owner=HERS) == BEGUN
    assert await house.leases.holder_of(lease_of(ID)) is None


@pytest.mark.exhaustive
async def test_what_is_too_large_to_be_kept_is_refused_or_has_failed() -> None:
    house, large = House(), "x" * 13 * 1024 * 1024
    too_much = replace(BEGUN, input=({"text": large},))

    with pytest.raises(Invalid, match="input: is too large"):
        await house.background.start(Job(kept=too_much))
    await house.background.start(Job(events=(*WORDS[:2], TextDelta(0, large), *WORDS[3:])))

    assert (await house.ended()).response["said"] == "the answer is too large to be kept"


async def test_an_answer_whose_process_died_is_kept_as_failed_from_then_on() -> None:
    house = House()
    await house.answers.add(BEGUN)

    lost = await house.read(ID, owner=HERS)

    assert lost.response["status"] == "failed"
    assert "died" in str(lost.response["error"])
    assert await house.answers.get(ID, owner=HERS) == lost


async def test_what_is_forgotten_is_stopped_and_stays_forgotten() -> None:
    house, job = House(), Job(goes_on=True)
    await house.background.start(job)
    await job.heard.wait()

    await house.forget(ID, owner=HERS)

    await house.background.all_done()
    assert job.left
    with pytest.raises(NoSuchAnswer):
        await house.read(ID, owner=HERS)
    with pytest.raises(NoSuchAnswer):
        await house.forget(ID, owner=HERS)


async def test_a_process_that_ends_lets_answers_finish_and_keeps_the_rest_as_failed() -> None:
    house, job = House(), Job(goes_on=True)
    await house.background.start(job)
    await job.heard.wait()

    async def at_once() -> None:
        return

    await house.background.drain(at_once)

    assert (await house.ended()).response["said"] == "the relay was restarted; ask again"
    assert job.left


async def test_a_process_that_ends_waits_for_answers_that_finish() -> None:
    house = House()
    await house.background.start(Job())

    async def never() -> None:
        await asyncio.Event().wait()

    await house.background.drain(never)

    assert (await house.ended()).response["status"] == "completed"
