from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final

from application.call_record import Call
from application.metering import Metering
from application.ports.language_models import ModelCatalog, OwnWords, Passages
from application.relay.ask_together import ask_together, together
from application.relay.carry_reasoning import CarryReasoning
from domain.catalog.models import Model
from domain.catalog.suffixes import Wanted, find_wanted
from domain.errors import Invalid
from domain.formats.parts_reading import FormatName
from domain.formats.passing import Passed, Piece
from domain.ids import RequestId
from domain.llm.events import Beside, Sent, Started, StreamEvent
from domain.llm.prompt import Dropped, Prompt, Reasoning
from domain.transactions.transaction import Payer

_DROPPING: Final[FormatName] = "openai_chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a client asks of the model that it names.

    `own` is the request as it is, for a provider of the client's own format. `problem` is why
    it cannot be told in another; then `prompt` is good for counting alone. `more` are prompts
    beside it: all are one call, and one answer of as many. `attended`: somebody waits for the
    answer, and may leave.
    """

    model: str
    prompt: Prompt
    streamed: bool
    dropped: tuple[Dropped, ...] = ()
    own: OwnWords | None = None
    problem: Invalid | None = None
    address: str = ""
    more: tuple[Prompt, ...] = ()
    attended: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AskModel:
    """Put a client's question to a model, on its key's account, by the shorter of two ways.

    Where client and provider speak the same format the request goes through as it is, else
    it is told again in the provider's.
    """

    catalog: ModelCatalog
    metering: Metering
    passages: Passages
    carry_reasoning: CarryReasoning

    @asynccontextmanager
    async def __call__(
        self, question: Question, *, payer: Payer, request: RequestId
    ) -> AsyncGenerator[AsyncIterator[Piece]]:
        """Open the answer.

        Raises `NotFound` for a model that is not on offer, `Invalid` for what its provider
        cannot be told, and what `Metering` raises.
        """
        if question.more:
            async with self._together(question, payer=payer, request=request) as pieces:
                yield pieces
            return
        wanted = find_wanted(await self.catalog.current(), question.model)
        model, question = wanted.model, _as_its_name_says(question, wanted)
        own = _own_words(question, model)
        if own is None and question.problem is not None:
            raise question.problem
        prompt = await self._whole(question, model, own, payer)
        if prompt is not question.prompt:
            own = None  # told again, with the reasoning that its client dropped
        call = Call(
            request=request,
            source="relay",
            payer=payer,
            model=model,
            prompt=prompt,
            streamed=question.streamed,
            dropped=() if own else question.dropped,
            address=question.address,
            attended=question.attended,
        )
        if own is not None:
            answer = self.passages.of_model(model, own.format).send(own, request=request)
            async with self.metering.pass_on(call, answer) as pieces:
                yield self._carried(pieces, call, own)
        else:
            async with self.metering.open(call) as stream:
                told = _wanted(aiter(stream), prompt.choices)
                yield self._carried(_pieces(told, question.dropped), call, own)

    @asynccontextmanager
    async def _together(
        self, question: Question, *, payer: Payer, request: RequestId
    ) -> AsyncGenerator[AsyncIterator[Piece]]:
        """Every prompt is asked by itself, and all of them are booked as one call."""
        wanted = find_wanted(await self.catalog.current(), question.model)
        model, question = wanted.model, _as_its_name_says(question, wanted)
        prompts = [replace(question.prompt, turns=each.turns) for each in question.more]
        prompts.insert(0, question.prompt)
        call = Call(
            request=request,
            source="relay",
            payer=payer,
            model=model,
            prompt=together(prompts),
            streamed=question.streamed,
            dropped=question.dropped,
            address=question.address,
            attended=question.attended,
        )
        upstream = self.metering.models.of(model)
        streams = [upstream.stream(each, request=request) for each in prompts]
        answer = _closed(ask_together(streams, question.prompt.choices), question.dropped)
        async with self.metering.pass_on(call, answer) as pieces:
            yield pieces

    async def _whole(
        self, question: Question, model: Model, own: OwnWords | None, payer: Payer
    ) -> Prompt:
        if question.problem is not None or not _may_drop(own, model):
            return question.prompt
        return await self.carry_reasoning.into(question.prompt, model=model, payer=payer)

    def _carried(
        self, pieces: AsyncIterator[Piece], call: Call, own: OwnWords | None
    ) -> AsyncIterator[Piece]:
        if not _may_drop(own, call.model):
            return pieces
        return self.carry_reasoning.out_of(pieces, call.prompt, model=call.model, payer=call.payer)


def _may_drop(own: OwnWords | None, model: Model) -> bool:
    """Where bytes go through, only chat has reasoning that its clients drop, and servers want."""
    return own is None or (own.format == _DROPPING and model.capabilities.reasoning_replayed)


def _as_its_name_says(question: Question, wanted: Wanted) -> Question:
    """What the client says itself of reasoning goes before what it hung on the model's name."""
    question = replace(question, dropped=(*question.dropped, *wanted.dropped))
    said = question.problem is not None or question.prompt.reasoning is not None
    if said or wanted.effort is None:
        return question
    prompt = replace(question.prompt, reasoning=Reasoning(effort=wanted.effort))
    return replace(question, prompt=prompt, own=None)


def _own_words(question: Question, model: Model) -> OwnWords | None:
    own = question.own
    if own is None or not model.speaks(own.format):
        return None
    taken = own.passing.takes(own.body, original=model.is_original, capabilities=model.capabilities)
    if not taken:
        return None
    return replace(own, model=None) if question.model == model.upstream else own


async def _wanted(events: AsyncIterator[StreamEvent], choices: int) -> AsyncIterator[StreamEvent]:
    """Without the answers that nobody asked for."""
    async for event in events:
        if not isinstance(event, Beside) or event.choice < choices:
            yield event


async def _closed(
    events: AsyncGenerator[StreamEvent], dropped: tuple[Dropped, ...]
) -> AsyncGenerator[Piece]:
    """Closing it closes the events."""
    async with aclosing(events):
        async for piece in _pieces(events, dropped):
            yield piece


async def _pieces(
    events: AsyncIterator[StreamEvent], dropped: tuple[Dropped, ...]
) -> AsyncIterator[Piece]:
    """What could not be read of the request is told together with what could not be written."""
    if dropped:
        yield Passed(None, (Sent(dropped=dropped),))
    async for event in events:
        if isinstance(event, Started):
            yield Passed(None, (replace(event, dropped=(*dropped, *event.dropped)),))
        else:
            yield Passed(None, (event,))
