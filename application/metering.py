"""The one gate to the models: whoever asks one asks through here, and every call is booked.

A call is booked exactly once, whatever ends it: the model's finish, its failure, the caller
who goes away, or the death of this process, for which a draft is kept while it runs. Limits,
budgets and holds stand on this same seam.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from application.allowing import Allowing
from application.asking import asked_of
from application.bookkeeping import Bookkeeper
from application.call_record import Call, CallRecord
from application.claiming import claim_for
from application.going_on import GoingOn, both
from application.limit_words import limits_of, piece_with_limits
from application.metered_stream import MeteredStream
from application.open_calls import DRAFT_EVERY_S, OpenCalls
from application.own_provider_keys import PutOwnKeysIn, no_own_keys
from application.ports.access import Access
from application.ports.clock import Clock, Stopwatch
from application.ports.language_models import LanguageModels
from application.recounting import Recount, recounted
from application.routing.candidates import Candidates
from application.routing.routing import Ask, Asked, AskedWhole, Routing
from application.routing.telling import events_of, tell_each
from application.worst_case import dearest
from domain.accounts.access import Grants
from domain.allowances.claim import Taken
from domain.allowances.leaving import ABORT, Leaving
from domain.allowances.terms import Limits
from domain.catalog.models import Model
from domain.errors import DomainError, Unavailable
from domain.formats.passing import Passed, Piece
from domain.llm.events import Failed, Failure, Sent
from domain.llm.events import Limits as LimitWords
from domain.llm.reply import BrokenStream, Reply
from domain.llm.usage import Usage
from domain.transactions.money import ZERO
from domain.transactions.transaction import Transaction

Item = TypeVar("Item")

_SENSELESS: Final = Failed(Failure(kind="malformed", message="the model's answer made no sense"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Metering:
    """Run calls and book them. Leaving the context of `open` closes the provider's end."""

    models: LanguageModels
    routing: Routing
    access: Access
    allowing: Allowing
    own_keys: PutOwnKeysIn = no_own_keys
    address_limits: Limits = field(default_factory=Limits)
    bookkeeper: Bookkeeper
    going_on: GoingOn = field(default_factory=GoingOn)
    open_calls: OpenCalls = field(default_factory=OpenCalls)
    clock: Clock
    stopwatch: Stopwatch

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """What goes on beside the requests; at the end nothing goes on any more."""
        async with (
            self.open_calls.running(self.draft_again, self.stopwatch),
            self.going_on.running(),
        ):
            yield

    @asynccontextmanager
    async def open(self, call: Call) -> AsyncGenerator[MeteredStream]:
        """Ask the model. The stream obeys `domain.llm.events`; provider faults are `Failed`.

        Raises before anything is asked: `Forbidden` when the caller was not granted the model,
        or it has no price and may not be used without one, `Invalid` when it is not for such
        calls, `OverLimit` and `OutOfFunds`, `Unavailable` when nobody knows what was granted or
        spent, or when the call could not be kept for the books. All but the last leave a row
        `refused`.
        """
        record = self._record(call)
        taken, candidates, leaving = await self._admitted(record)

        def ask(place: Model) -> Asked | AskedWhole:
            return asked_of(self.models, call.prompt, place, call)

        answer = self.routing.answer(record, candidates, ask)
        events = events_of(self._watch(answer, record, taken))
        stream = MeteredStream(call=call, events=events)

        def close() -> None:
            stream.transaction = self._close(record, taken)

        async with self._following(events, answer, leaving, record, close) as stream.events:
            yield stream

    @asynccontextmanager
    async def pass_on(
        self,
        call: Call,
        ask: Ask,
        *,
        recount: Recount | None = None,
        booked: Callable[[Transaction], None] | None = None,
    ) -> AsyncGenerator[AsyncIterator[Piece]]:
        """Let an answer through as it comes, from whichever deployment gives it.

        `recount` puts our counts into bytes whose own nobody could believe; `booked` hears what
        went into the books. Raises as `open` does before anything is asked.
        """
        record = self._record(call)
        taken, candidates, leaving = await self._admitted(record)
        answer = self.routing.answer(record, candidates, ask)
        pieces = self._watch(answer, record, taken, recount)

        def close() -> None:
            row = self._close(record, taken)
            if booked is not None:
                booked(row)

        async with self._following(pieces, answer, leaving, record, close) as heard:
            yield heard

    async def whole(
        self,
        call: Call,
        ask: Ask,
        *,
        hear: Callable[[Piece], None],
        recount: Recount | None = None,
    ) -> Reply:
        """An answer that nobody hears before its end: the same without what streams need.

        `hear` is told of each piece; what is returned is all of them. Raises as `open` does.
        """
        record = self._record(call)
        taken, candidates, leaving = await self._admitted(record)
        ours, close = limits_of(taken.standings), partial(self._close, record, taken)

        def tell(piece: Piece) -> None:
            hear(self._seen(piece, record, ours, recount))

        if ours:
            hear(Passed(b"", (Sent(limits=ours),)))
        if leaving.drains:
            answer = self.routing.answer(record, candidates, ask)
            async with self._following(answer, answer, leaving, record, close) as pieces:
                await self._told(tell_each(pieces, tell), record, hear)
                return record.reply
        try:
            await self._told(self.routing.whole(record, candidates, ask, tell), record, hear)
        finally:
            close()
        return record.reply

    async def _told(
        self, telling: Awaitable[None], record: CallRecord, hear: Callable[[Piece], None]
    ) -> None:
        try:
            await telling
        except BrokenStream:
            for piece in self._senseless(record):
                hear(piece)

    def _senseless(self, record: CallRecord) -> tuple[Piece, ...]:
        """What ends an answer that is not over; nothing for one that is."""
        if record.fold.is_over:
            return ()
        record.see(_SENSELESS, now_s=self.stopwatch())
        return (Passed(None, (_SENSELESS,)),)

    @asynccontextmanager
    async def _following(
        self,
        heard: AsyncGenerator[Item],
        source: AsyncGenerator[object],
        leaving: Leaving,
        record: CallRecord,
        close: Callable[[], object],
    ) -> AsyncGenerator[AsyncIterator[Item]]:
        """What is heard of a source. When nobody hears it any more it ends, or goes on a while."""
        if leaving.drains:
            async with self.going_on.of(
                both(heard, source), leaving, record=record, close=close
            ) as followed:
                yield followed
            return
        try:
            async with aclosing(source):
                yield heard
        finally:
            close()

    async def reuse(self, call: Call) -> None:
        """Book a call that is given an answer of before: its rights and limits hold, and no more.

        Raises as `open` does.
        """
        record = self._record(call)
        with self._refusing(record):
            grants = await self._grants(call)
            taken = await self.allowing.take(
                claim_for(record, grants, self.address_limits, Usage(), ZERO)
            )
        row = record.reused(now_s=self.stopwatch())
        self.bookkeeper.book(row)
        self.allowing.settle(taken, row)

    def _record(self, call: Call) -> CallRecord:
        return CallRecord.of(call, at=self.clock(), now_s=self.stopwatch())

    @contextmanager
    def _refusing(self, record: CallRecord) -> Generator[None]:
        """A call that is refused in here is booked as such."""
        try:
            yield
        except DomainError as error:
            self.bookkeeper.book(record.refused(error, now_s=self.stopwatch()))
            raise

    async def _admitted(self, record: CallRecord) -> tuple[Taken, Candidates, Leaving]:
        call = record.call
        with self._refusing(record):
            grants = await self._grants(call)
            candidates = self.own_keys(await self.routing.candidates(call, grants), grants)
            usage, cost = dearest(call, candidates, input_tokens=record.input_tokens)
            taken = await self.allowing.take(
                claim_for(record, grants, self.address_limits, usage, cost, candidates)
            )
        try:
            self.bookkeeper.draft(record.draft(now_s=record.started_s))
        except Unavailable:
            self.allowing.release(taken)
            raise
        self.open_calls.begin(record)
        leaving = (grants.leaving or call.model.leaving) if call.attended else ABORT
        return taken, candidates, leaving

    async def _grants(self, call: Call) -> Grants:
        """Raises `Forbidden` and `Invalid` for a model that is not to be asked so."""
        grants = await self.access.of(call.payer)
        grants.check(call.model.name)
        call.model.check_task(call.task)
        return grants

    def _close(self, record: CallRecord, taken: Taken) -> Transaction:
        self.open_calls.end(record)
        row = record.row(now_s=self.stopwatch())
        self.bookkeeper.book(row)
        self.allowing.settle(taken, row)
        return row

    async def _watch(
        self,
        pieces: AsyncIterator[Piece],
        record: CallRecord,
        taken: Taken,
        recount: Recount | None = None,
    ) -> AsyncGenerator[Piece]:
        try:
            if ours := limits_of(taken.standings):
                yield Passed(b"", (Sent(limits=ours),))
            async for piece in pieces:
                yield self._seen(piece, record, ours, recount)
        except BrokenStream:
            for piece in self._senseless(record):
                yield piece

    def _seen(
        self, piece: Piece, record: CallRecord, ours: LimitWords, recount: Recount | None
    ) -> Piece:
        """A piece as its client may see it, when it is in the record."""
        now_s = self.stopwatch()
        for event in piece.events:
            record.see(event, now_s=now_s)
        record.has_news = True
        if now_s - record.drafted_s >= DRAFT_EVERY_S:
            self.draft_again(record, now_s)
        told = record.told_piece(piece)
        if told is not piece and recount is not None:
            told = recounted(told, recount)
        return piece_with_limits(told, ours)

    def draft_again(self, record: CallRecord, now_s: float) -> None:
        """Write down what is known of a call now."""
        record.drafted_s, record.has_news = now_s, False
        with suppress(Unavailable):  # There is an earlier one.
            self.bookkeeper.draft(record.draft(now_s=now_s))
