"""The one gate to the models: whoever asks one asks through here, and every call is booked.

A call is booked exactly once, whatever ends it: the model's finish, its failure, or the
caller who goes away. Limits, budgets and holds stand on this same seam.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from application.bookkeeping import Bookkeeper
from application.ports.clock import Clock, Stopwatch
from application.ports.language_models import LanguageModels
from domain.catalog.models import Model
from domain.errors import Forbidden
from domain.ids import RequestId
from domain.llm.events import Failed, Failure, Finished, Started, StreamEvent
from domain.llm.prompt import Prompt
from domain.llm.reply import BrokenStream, Reply, ReplyFold
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_usage
from domain.transactions.transaction import Outcome, Payer, Source, Transaction

_PATIENCE_S: Final = 2.0
_SENSELESS: Final = Failed(Failure(kind="malformed", message="the model's answer made no sense"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One question to one model on somebody's account."""

    request: RequestId
    source: Source
    payer: Payer
    model: Model
    prompt: Prompt
    streamed: bool


@dataclass(slots=True, kw_only=True)
class MeteredStream:
    """The answer as it comes. After its end `transaction` is what went into the books."""

    call: Call
    events: AsyncIterator[StreamEvent]
    transaction: Transaction | None = None

    def __aiter__(self) -> AsyncIterator[StreamEvent]:
        return self.events


@dataclass(slots=True)
class _Reading:
    """What has been seen of an answer, and when."""

    started_s: float
    fold: ReplyFold = field(default_factory=ReplyFold)
    first_s: float | None = None

    def see(self, event: StreamEvent, *, at_s: float) -> None:
        self.fold.feed(event)
        if self.first_s is None and not isinstance(event, Started | Failed):
            self.first_s = at_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Metering:
    """Run calls and book them. Leaving the context of `open` closes the provider's end."""

    models: LanguageModels
    bookkeeper: Bookkeeper
    clock: Clock
    stopwatch: Stopwatch

    @asynccontextmanager
    async def open(self, call: Call) -> AsyncGenerator[MeteredStream]:
        """Ask the model. The stream obeys `domain.llm.events`; provider faults are `Failed`.

        Raises `Forbidden` before anything is asked when the model has no price and may not
        be used without one, `NotFound` when its provider is not configured.
        """
        if call.model.price is None and not call.model.unpriced_allowed:
            raise Forbidden(
                f"the model {call.model.name!r} has no price; an administrator can set one"
            )
        reading = _Reading(self.stopwatch())
        at = self.clock()
        upstream = self.models.of(call.model).stream(call.prompt, request=call.request)
        stream = MeteredStream(call=call, events=self._watch(upstream, reading))
        try:
            async with aclosing(upstream):
                yield stream
        finally:
            stream.transaction = _transaction(call, reading, at=at, now_s=self.stopwatch())
            await self.bookkeeper.book(stream.transaction, patience_s=_PATIENCE_S)

    async def _watch(
        self, upstream: AsyncIterator[StreamEvent], reading: _Reading
    ) -> AsyncIterator[StreamEvent]:
        try:
            async for event in upstream:
                reading.see(event, at_s=self.stopwatch())
                yield event
        except BrokenStream:
            if reading.fold.is_over:
                return
            reading.see(_SENSELESS, at_s=self.stopwatch())
            yield _SENSELESS


def _transaction(call: Call, reading: _Reading, *, at: datetime, now_s: float) -> Transaction:
    reply = reading.fold.reply()
    outcome, error_kind = _outcome(reply)
    usage = _usage(call.prompt, reply, outcome)
    price = call.model.price
    return Transaction(
        id=call.request,
        at=at,
        source=call.source,
        payer=call.payer,
        model=call.model.name,
        provider=call.model.provider,
        upstream=call.model.upstream,
        outcome=outcome,
        error_kind=error_kind,
        usage=usage,
        price=price,
        cost=None if price is None else price.cost(usage),
        streamed=call.streamed,
        first_token_ms=None if reading.first_s is None else _ms(reading.first_s, reading.started_s),
        latency_ms=_ms(now_s, reading.started_s),
    )


def _outcome(reply: Reply) -> tuple[Outcome, str | None]:
    if isinstance(reply.finished, Finished):
        return "ok", None
    if reply.failure is not None:
        return "error", reply.failure.kind
    return "client_closed", None


def _usage(prompt: Prompt, reply: Reply, outcome: Outcome) -> Usage:
    """The vendor's count; else ours, marked; a call that failed with nothing said took nothing."""
    if reply.usage is not None and outcome == "ok":
        return reply.usage
    counted = estimate_usage(prompt, reply)
    if not counted.output:
        return reply.usage or (Usage() if outcome == "error" else counted)
    if reply.usage is None:
        return counted
    # An early report (Anthropic's start) knows the input, not yet the output.
    output = max(reply.usage.output, counted.output)
    return replace(reply.usage, output=output, estimated=output > reply.usage.output)


def _ms(now_s: float, then_s: float) -> int:
    return round((now_s - then_s) * 1000)
