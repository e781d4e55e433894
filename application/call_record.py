"""What has been seen of one call, and the row that it makes in the books."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from domain.catalog.models import Model
from domain.errors import DomainError
from domain.formats.passing import Passed, Piece
from domain.formats.untold import Kind, paths_of, untold
from domain.ids import RequestId
from domain.llm.events import (
    Failed,
    Failure,
    Finished,
    Sent,
    SoundDelta,
    Started,
    StreamEvent,
    TextDelta,
    UsageReported,
)
from domain.llm.prompt import Dropped, Prompt
from domain.llm.reply import BrokenStream, Reply, ReplyFold
from domain.llm.service_tier import tier_asked
from domain.llm.tasks import Task
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_input, estimate_output, estimate_sound
from domain.transactions.money import ZERO
from domain.transactions.price import Price
from domain.transactions.transaction import (
    Attempt,
    Outcome,
    Payer,
    Source,
    Transaction,
    total_cost,
)

_COUNTING: Final = (UsageReported, Finished)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One question to one model on somebody's account.

    `expected` and `at_most` are for calls whose prompt does not say how much they are: those that
    are no chat. `attended`: it has a client, who may leave before it is answered; `lacks` is what
    of the answer its format cannot tell.
    """

    request: RequestId
    source: Source
    payer: Payer
    model: Model
    prompt: Prompt
    streamed: bool
    dropped: tuple[Dropped, ...] = ()
    address: str = ""
    attended: bool = False
    lacks: frozenset[Kind] = frozenset()
    task: Task = "chat"
    expected: Usage | None = None
    at_most: Usage | None = None
    client: str = ""


@dataclass(slots=True, kw_only=True)
class CallRecord:
    """Times are of one stopwatch, in seconds; the prompt's tokens are counted once.

    `sound_length` is how much was said aloud so far, in letters of base64. `served` is the model
    as the deployment serves it that was asked last. `has_news`: more is known than was written
    down. `failed_with` is what the last one counted before it failed without a word.
    """

    call: Call
    at: datetime
    started_s: float
    input_tokens: int
    fold: ReplyFold = field(default_factory=ReplyFold)
    first_s: float | None = None
    drafted_s: float = 0.0
    has_news: bool = False
    failed_with: Usage | None = None
    dropped: tuple[Dropped, ...] = ()
    left: bool = False
    served: Model
    attempts: int = 0
    earlier: tuple[Attempt, ...] = ()
    absurd: bool = False
    sound_length: int = 0

    @classmethod
    def of(cls, call: Call, *, at: datetime, now_s: float) -> "CallRecord":
        expected = call.expected
        tokens = estimate_input(call.prompt) if expected is None else expected.input_total
        return cls(
            call=call,
            at=at,
            started_s=now_s,
            input_tokens=tokens,
            drafted_s=now_s,
            dropped=call.dropped,
            served=call.model,
        )

    def ask(self, place: Model) -> None:
        """Somebody is asked now."""
        self.served = place
        self.has_news = self.attempts > 0  # the first draft says that one is asked
        self.attempts += 1

    def pass_over(self, failure: Failure, *, lasted_s: float, usage: Usage | None) -> None:
        """Who was asked last gave no answer, and another will be asked; `usage` as it told it."""
        price = None if usage is None else self.price
        self.earlier = (
            *self.earlier,
            Attempt(
                model=self.served.name,
                provider=self.served.provider,
                upstream=self.served.upstream,
                error_kind=failure.kind,
                lasted_ms=round(lasted_s * 1000),
                usage=usage,
                price=price,
                cost=None if usage is None else self.served.cost(usage, self.call.task),
                own_key=self.served.is_paid_by_them,
            ),
        )

    @property
    def price(self) -> Price | None:
        return self.served.price_for(self.call.task)

    @property
    def failure(self) -> Failure | None:
        """Why the answer ended too early."""
        return self.fold.failure

    @property
    def reply(self) -> Reply:
        """All that was said, with our own count where the provider's is none to be told."""
        reply = self.fold.reply()
        return replace(reply, usage=self._counted(reply)) if self.absurd else reply

    def see(self, event: StreamEvent, *, now_s: float) -> None:
        """Raises `BrokenStream` for an event that cannot come now."""
        if type(event) is TextDelta:  # nearly all that ever comes
            self.fold.feed(event)
            if self.first_s is None:
                self.first_s = now_s
            return
        self.fold.feed(self._weighed(event))
        if isinstance(event, Sent | Started) and event.dropped:
            self.dropped = (*self.call.dropped, *event.dropped)
        if self.first_s is None and not isinstance(event, Sent | Started | Failed):
            self.first_s = now_s

    def hear(self, pieces: Sequence[Piece]) -> None:
        """What was said and did not reach the caller, who left: it may tell what the call took."""
        with suppress(BrokenStream):
            for piece in pieces:
                for event in piece.events:
                    self.fold.feed(self._weighed(event))

    def told(self, event: StreamEvent) -> Iterator[StreamEvent]:
        """An event that was seen, as its client may see it.

        A count that nobody can have used is told as ours, and once more at the end, when all is
        said.
        """
        if isinstance(event, UsageReported):
            self.absurd = not event.usage.is_plausible
        if self.absurd and isinstance(event, UsageReported | Finished):
            yield UsageReported(self._counted(self.fold.reply()))
        if not (self.absurd and isinstance(event, UsageReported)):
            yield event

    def _weighed(self, event: StreamEvent) -> StreamEvent:
        """Sound is weighed and let go: an hour of it would fill the memory, and the books."""
        if not isinstance(event, SoundDelta):
            return event
        self.sound_length += len(event.base64)
        return replace(event, base64="")

    def told_piece(self, piece: Piece) -> Piece:
        """The same for a piece that was seen; then it says what its bytes should have counted."""
        for event in piece.events:
            if isinstance(event, _COUNTING):
                break
        else:
            return piece
        told = tuple(each for event in piece.events for each in self.told(event))
        if told == piece.events or not isinstance(piece, Passed):
            return piece
        counted = next(event.usage for event in told if isinstance(event, UsageReported))
        return replace(piece, events=told, counted=counted)

    def row(self, *, now_s: float) -> Transaction:
        """The call as it is over now."""
        reply = self.fold.reply()
        if self.failed_with is not None:
            reply = replace(reply, usage=self.failed_with)
        outcome, error_kind = _outcome(reply)
        row = self._row(reply, outcome, error_kind, now_s)
        # It went on without its client: counted like any other, but nobody heard the end.
        return replace(row, outcome="client_closed") if self.left and outcome == "ok" else row

    def refused(self, error: DomainError, *, now_s: float) -> Transaction:
        """A call that nobody was asked to answer."""
        row = self._row(Reply(usage=Usage()), "refused", error.code, now_s)
        return replace(row, cost=ZERO, attempts=0)

    def reused(self, *, now_s: float) -> Transaction:
        """A call that was given what was answered before."""
        row = self._row(Reply(usage=Usage()), "ok", None, now_s)
        return replace(row, cost=ZERO, attempts=0, reused=True)

    def draft(self, *, now_s: float) -> Transaction:
        """What is booked should nobody be left to say more."""
        attempts = self.attempts or 1
        return self._row(self.fold.reply(), "recovered", None, now_s, attempts=attempts)

    def _row(
        self,
        reply: Reply,
        outcome: Outcome,
        error_kind: str | None,
        now_s: float,
        *,
        attempts: int | None = None,
    ) -> Transaction:
        call, price = self.call, self.price
        usage = self._usage(reply, outcome)
        if usage.tier is None and call.prompt.service_tier is not None:
            usage = replace(
                usage,
                tier=tier_asked(call.prompt.service_tier, (each.path for each in self.dropped)),
            )
        return Transaction(
            id=call.request,
            at=self.at,
            source=call.source,
            payer=call.payer,
            model=call.model.name,
            provider=self.served.provider,
            upstream=self.served.upstream,
            outcome=outcome,
            error_kind=error_kind,
            usage=usage,
            price=price,
            cost=total_cost(self.served.cost(usage, call.task), self.earlier),
            streamed=call.streamed,
            dropped=paths_of((*self.dropped, *untold(reply, call.lacks))),
            first_token_ms=None
            if self.first_s is None
            else round((self.first_s - self.started_s) * 1000),
            latency_ms=round((now_s - self.started_s) * 1000),
            attempts=self.attempts if attempts is None else attempts,
            earlier=self.earlier,
            client=call.client,
            own_key=self.served.is_paid_by_them,
        )

    def _usage(self, reply: Reply, outcome: Outcome) -> Usage:
        """The vendor's count; else ours, marked; a failure with nothing said took nothing."""
        if reply.usage is not None and not reply.usage.is_plausible:
            return self._usage(replace(reply, usage=None), outcome)
        if reply.usage is not None and outcome == "ok":
            return reply.usage
        if self.call.expected is not None:
            expected = replace(self.call.expected, estimated=True)
            return reply.usage or (Usage() if outcome == "error" else expected)
        counted = self._counted(reply)
        if not counted.output:
            return reply.usage or (Usage() if outcome == "error" else counted)
        if reply.usage is None:
            return counted
        # An early report (Anthropic's start) knows the input, not yet the output.
        output = max(reply.usage.output, counted.output)
        return replace(reply.usage, output=output, estimated=output > reply.usage.output)

    def _counted(self, reply: Reply) -> Usage:
        """By ourselves, and marked so."""
        if not (reply.parts or reply.others or self.sound_length):
            return Usage(input_uncached=self.input_tokens, estimated=True)
        counted = estimate_output(reply)
        output = counted.output + estimate_sound(self.sound_length)
        return replace(counted, output=output, input_uncached=self.input_tokens)


def _outcome(reply: Reply) -> tuple[Outcome, str | None]:
    if isinstance(reply.finished, Finished):
        return "ok", None
    if reply.failure is not None:
        return "error", reply.failure.kind
    return "client_closed", None
