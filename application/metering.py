"""The one gate to the models: whoever asks one asks through here, and every call is booked.

A call is booked exactly once, whatever ends it: the model's finish, its failure, the caller
who goes away, or the death of this process, for which a draft is kept while it runs. Limits,
budgets and holds stand on this same seam.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

from application.allowing import Allowing
from application.bookkeeping import Bookkeeper
from application.call_record import Call, CallRecord
from application.going_on import GoingOn
from application.limit_words import limits_of, piece_with_limits, with_limits
from application.ports.access import Access
from application.ports.clock import Clock, Stopwatch
from application.ports.language_models import LanguageModels
from application.worst_case import worst_case
from domain.accounts.access import Grants
from domain.allowances.claim import Claim, Taken, claim_of
from domain.allowances.leaving import ABORT, Leaving
from domain.allowances.terms import Limits, Terms
from domain.errors import DomainError, Forbidden, Unavailable
from domain.formats.passing import Passed, Piece
from domain.llm.events import Failed, Failure, Sent, StreamEvent
from domain.llm.reply import BrokenStream
from domain.transactions.money import ZERO
from domain.transactions.transaction import Transaction

Item = TypeVar("Item")

_DRAFT_EVERY_S: Final = 0.5
SHORT_MAX: Final = 2_048
"""Tokens of an answer that is made in a minute at most."""
_SENSELESS: Final = Failed(Failure(kind="malformed", message="the model's answer made no sense"))


@dataclass(slots=True, kw_only=True)
class MeteredStream:
    """The answer as it comes. After its end `transaction` is what went into the books."""

    call: Call
    events: AsyncIterator[StreamEvent]
    transaction: Transaction | None = None

    def __aiter__(self) -> AsyncIterator[StreamEvent]:
        return self.events


@dataclass(frozen=True, slots=True, kw_only=True)
class Metering:
    """Run calls and book them. Leaving the context of `open` closes the provider's end."""

    models: LanguageModels
    access: Access
    allowing: Allowing
    address_limits: Limits = field(default_factory=Limits)
    bookkeeper: Bookkeeper
    going_on: GoingOn = field(default_factory=GoingOn)
    clock: Clock
    stopwatch: Stopwatch

    @asynccontextmanager
    async def open(self, call: Call) -> AsyncGenerator[MeteredStream]:
        """Ask the model. The stream obeys `domain.llm.events`; provider faults are `Failed`.

        Raises before anything is asked: `Forbidden` when the caller was not granted the model,
        or it has no price and may not be used without one, `Invalid` when it is not for such
        calls, `NotFound` when its provider is not configured, `OverLimit` and `OutOfFunds`,
        `Unavailable` when nobody knows what was granted or spent, or when the call could not be
        kept for the books. All but the last leave a row `refused`.
        """
        record = self._record(call)
        with self._refusing(record):
            model = self.models.of(call.model)
        taken, leaving = await self._admitted(record)
        upstream = model.stream(call.prompt, request=call.request, whole=_is_short(call))
        events = self._watch(upstream, record, taken)
        stream = MeteredStream(call=call, events=events)

        def close() -> None:
            stream.transaction = self._close(record, taken)

        async with self._following(events, upstream, leaving, record, close) as stream.events:
            yield stream

    @asynccontextmanager
    async def pass_on(
        self, call: Call, answer: AsyncGenerator[Piece]
    ) -> AsyncGenerator[AsyncIterator[Piece]]:
        """Let an answer through as it comes, from a generator that has not been started.

        Raises as `open` does before anything is asked.
        """
        record = self._record(call)
        taken, leaving = await self._admitted(record)
        pieces = self._watch_pieces(answer, record, taken)

        def close() -> None:
            self._close(record, taken)

        async with self._following(pieces, answer, leaving, record, close) as heard:
            yield heard

    @asynccontextmanager
    async def _following(
        self,
        heard: AsyncGenerator[Item],
        source: AsyncGenerator[object],
        leaving: Leaving,
        record: CallRecord,
        close: Callable[[], None],
    ) -> AsyncGenerator[AsyncIterator[Item]]:
        """What is heard of a source. When nobody hears it any more it ends, or goes on a while."""
        if leaving.drains:
            async with self.going_on.of(
                _both(heard, source), leaving, record=record, close=close
            ) as followed:
                yield followed
            return
        try:
            async with aclosing(source):
                yield heard
        finally:
            close()

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

    async def _admitted(self, record: CallRecord) -> tuple[Taken, Leaving]:
        with self._refusing(record):
            grants = await self.access.of(record.call.payer)
            taken = await self.allowing.take(self._claim(record, grants))
        try:
            self.bookkeeper.draft(record.draft(now_s=record.started_s))
        except Unavailable:
            self.allowing.release(taken)
            raise
        call = record.call
        return taken, (grants.leaving or call.model.leaving) if call.attended else ABORT

    def _claim(self, record: CallRecord, grants: Grants) -> Claim:
        """What the call may come to, of everybody who has a say. Raises `Forbidden`, `Invalid`."""
        call = record.call
        grants.check(call.model.name)
        call.model.check_task(call.task)
        _check_price(call)
        model = call.model
        usage = call.at_most or worst_case(
            model,
            input_tokens=record.input_tokens,
            output_max=call.prompt.max_output_tokens,
            answers=call.prompt.choices,
        )
        terms = [*grants.terms]
        terms.append(
            Terms(subject=f"model:{model.name}", limits=model.limits, budgets=model.budgets)
        )
        if call.address:
            terms.append(Terms(subject=f"ip:{call.address}", limits=self.address_limits))
        cost = ZERO if call.price is None else call.price.cost(usage)
        return claim_of(call.request, terms, usage=usage, cost=cost, at=record.at)

    def _close(self, record: CallRecord, taken: Taken) -> Transaction:
        row = record.row(now_s=self.stopwatch())
        self.bookkeeper.book(row)
        self.allowing.settle(taken, row)
        return row

    async def _watch(
        self, upstream: AsyncIterator[StreamEvent], record: CallRecord, taken: Taken
    ) -> AsyncGenerator[StreamEvent]:
        try:
            if ahead := limits_of(taken.standings):
                yield Sent(limits=ahead)
            async for event in upstream:
                self._see(record, event)
                yield with_limits(event, taken)
        except BrokenStream:
            if record.fold.is_over:
                return
            record.see(_SENSELESS, now_s=self.stopwatch())
            yield _SENSELESS

    async def _watch_pieces(
        self, pieces: AsyncIterator[Piece], record: CallRecord, taken: Taken
    ) -> AsyncGenerator[Piece]:
        try:
            if ahead := limits_of(taken.standings):
                yield Passed(b"", (Sent(limits=ahead),))
            async for piece in pieces:
                for event in piece.events:
                    self._see(record, event)
                yield piece_with_limits(piece, taken)
        except BrokenStream:
            if record.fold.is_over:
                return
            record.see(_SENSELESS, now_s=self.stopwatch())
            yield Passed(None, (_SENSELESS,))

    def _see(self, record: CallRecord, event: StreamEvent) -> None:
        now_s = self.stopwatch()
        record.see(event, now_s=now_s)
        if now_s - record.drafted_s >= _DRAFT_EVERY_S:
            self._draft_again(record, now_s)

    def _draft_again(self, record: CallRecord, now_s: float) -> None:
        record.drafted_s = now_s
        try:
            self.bookkeeper.draft(record.draft(now_s=now_s))
        except Unavailable:
            return  # There is an earlier one.


async def _both(
    heard: AsyncGenerator[Item], source: AsyncGenerator[object]
) -> AsyncGenerator[Item]:
    """One, which closes the other with it."""
    async with aclosing(source), aclosing(heard):
        async for each in heard:
            yield each


def _is_short(call: Call) -> bool:
    """Whether its answer may come in one piece: what is long is counted while it comes."""
    output_max = call.prompt.max_output_tokens
    return not call.streamed and output_max is not None and output_max <= SHORT_MAX


def _check_price(call: Call) -> None:
    if call.price is None and not call.model.unpriced_allowed:
        of = "" if call.model.price is None else f" for {call.task}"
        raise Forbidden(
            f"the model {call.model.name!r} has no price{of}; an administrator can set one"
        )
