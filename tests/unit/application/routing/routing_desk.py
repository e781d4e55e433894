"""Routing on memory: places that do as they are told, a clock that only moves when it is told."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from adapters.outbound.memory.catalog import StaticModelCatalog
from application.call_record import Call, CallRecord
from application.routing.routing import Asked, AskedWhole, Routing
from domain.accounts.access import Grants
from domain.catalog.models import Catalog, Deployment, Model
from domain.formats.passing import Passed, Piece
from domain.ids import RequestId, UserId
from domain.llm.events import (
    BlockClosed,
    Failed,
    Failure,
    FailureKind,
    Finished,
    Started,
    StreamEvent,
    TextDelta,
    TextOpened,
    UsageReported,
)
from domain.llm.prompt import Prompt
from domain.llm.usage import Usage
from domain.transactions.transaction import Payer
from tests.builders import NOON

USAGE: Final = Usage(input_uncached=1, output=1)
ANSWER: Final[tuple[StreamEvent, ...]] = (
    Started(id="u1", model="m"),
    TextOpened(0),
    TextDelta(0, "hello"),
    BlockClosed(0),
    UsageReported(USAGE),
    Finished(reason="end"),
)
MODEL: Final = Model(
    name="m", label="M", provider="first", kind="openai", upstream="u", unpriced_allowed=True
)


def a_deployment(provider: str, *, weight: int = 1) -> Deployment:
    return Deployment(provider=provider, kind="openai", upstream="u", weight=weight)


def failing(kind: FailureKind, *, retry_after_s: float | None = None) -> tuple[StreamEvent, ...]:
    return (Failed(Failure(kind=kind, message="no", retry_after_s=retry_after_s)),)


Say: TypeAlias = Sequence[StreamEvent] | None
"""What a place says; `None` is nothing, for ever."""


@dataclass
class RoutingDesk:
    """`says` has what each provider says, one answer after the other; the last again and again."""

    says: dict[str, list[Say]] = field(default_factory=dict[str, list[Say]])
    models: tuple[Model, ...] = (MODEL,)
    drawn: float = 0.5
    now_s: float = 100.0
    asked: list[str] = field(default_factory=list[str])
    places: list[Model] = field(default_factory=list[Model])
    closed: list[str] = field(default_factory=list[str])
    pauses: list[float] = field(default_factory=list[float])
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.routing = Routing(
            catalog=StaticModelCatalog(Catalog(models=self.models)),
            stopwatch=lambda: self.now_s,
            draw=lambda: self.drawn,
            pause=self._pause,
        )

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now_s += seconds

    def ask(self, place: Model) -> Asked:
        return Asked(self._say(place), streams=True)

    def ask_at_once(self, place: Model) -> AskedWhole:
        async def tell() -> tuple[Piece, ...]:
            return tuple([piece async for piece in self._say(place)])

        return AskedWhole(tell)

    async def _say(self, place: Model) -> AsyncGenerator[Piece]:
        self.asked.append(place.provider)
        self.places.append(place)
        said = self.says.get(place.provider, [ANSWER])
        events = said.pop(0) if len(said) > 1 else said[0]
        try:
            if events is None:
                self.reached.set()
                await asyncio.Event().wait()
            for event in events or ():
                yield Passed(None, (event,))
        finally:
            self.closed.append(place.provider)

    def record(self, model: Model | None = None) -> CallRecord:
        call = Call(
            request=RequestId("r1"),
            source="relay",
            payer=Payer(user=UserId("ada")),
            model=model or self.models[0],
            prompt=Prompt(turns=()),
            streamed=True,
        )
        return CallRecord.of(call, at=NOON, now_s=self.now_s)

    async def hear(self, record: CallRecord, *, grants: Grants | None = None) -> list[StreamEvent]:
        """The whole answer, as it goes into the record."""
        candidates = await self.routing.candidates(record.call, grants or Grants())
        heard: list[StreamEvent] = []
        async for piece in self.routing.answer(record, candidates, self.ask):
            for event in piece.events:
                record.see(event, now_s=self.now_s)
                heard.append(event)
        return heard

    async def hear_at_once(self, record: CallRecord) -> list[StreamEvent]:
        """The same of answers that come in one piece."""
        candidates = await self.routing.candidates(record.call, Grants())
        heard: list[StreamEvent] = []

        def hear(piece: Piece) -> None:
            for event in piece.events:
                record.see(event, now_s=self.now_s)
                heard.append(event)

        await self.routing.whole(record, candidates, self.ask_at_once, hear)
        return heard

    async def call(self, model: Model | None = None) -> str:
        """Text, or the kind of failure."""
        record = self.record(model)
        await self.hear(record)
        return record.fold.reply().text if record.failure is None else record.failure.kind


def served_by(*providers: str, **changes: object) -> Model:
    first, *others = providers
    model = replace(
        MODEL, provider=first, others=tuple(a_deployment(provider) for provider in others)
    )
    return replace(model, **changes)  # type: ignore[arg-type]  # names are checked at once
