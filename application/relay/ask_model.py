from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from application.asking import asked_of
from application.call_record import Call
from application.metering import Metering
from application.ports.language_models import ModelCatalog, OwnWords, Passages
from application.relay.ask_together import ask_together, together
from application.relay.carry_reasoning import CarryReasoning
from application.routing.routing import Ask, Asked, AskedWhole
from application.routing.telling import told
from domain.catalog.models import Model
from domain.catalog.suffixes import Wanted, find_wanted
from domain.errors import Invalid
from domain.formats.parts_reading import FormatName
from domain.formats.passing import Piece
from domain.formats.untold import Kind
from domain.ids import RequestId
from domain.llm.prompt import Dropped, Prompt, Reasoning
from domain.llm.reply import Reply
from domain.llm.tasks import Task
from domain.transactions.transaction import Payer

_DROPPING: Final[FormatName] = "openai_chat"
_TASK_OF: Final[dict[FormatName, Task]] = {"openai_completions": "completions"}
"""What is no chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a client asks of the model that it names.

    `own` is the request as it is, for a provider of the client's own format. `problem` is why
    it cannot be told in another; then `prompt` is good for counting alone. `more` are prompts
    beside it: all are one call, and one answer of as many. `attended`: somebody waits for the
    answer, and may leave. `lacks` is what of an answer the client cannot be told.
    """

    model: str
    prompt: Prompt
    streamed: bool
    dropped: tuple[Dropped, ...] = ()
    own: OwnWords | None = None
    problem: Invalid | None = None
    address: str = ""
    client: str = ""
    more: tuple[Prompt, ...] = ()
    attended: bool = True
    lacks: frozenset[Kind] = frozenset()


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
        model, question = await self._wanted(question)
        if question.more and not _takes_own_words(question, model):
            async with self._together(question, model, payer=payer, request=request) as pieces:
                yield pieces
            return
        call, ask = await self._asking(question, model, payer=payer, request=request)
        recount = None if question.own is None else question.own.passing.recounted
        async with self.metering.pass_on(call, ask, recount=recount) as pieces:
            yield pieces

    async def whole(
        self,
        question: Question,
        *,
        payer: Payer,
        request: RequestId,
        hear: Callable[[Piece], None],
    ) -> Reply:
        """The answer to one prompt as a whole. Raises the same; `hear` is as in `Metering`."""
        model, question = await self._wanted(question)
        call, ask = await self._asking(question, model, payer=payer, request=request)
        recount = None if question.own is None else question.own.passing.recounted
        return await self.metering.whole(call, ask, hear=hear, recount=recount)

    async def _wanted(self, question: Question) -> tuple[Model, Question]:
        """The model, and what is asked of it, with what its name says."""
        wanted = find_wanted(await self.catalog.current(), question.model)
        if question.prompt.unread is not None and not _goes_straight(wanted):
            question = replace(question, prompt=question.prompt.read())
        return wanted.model, _as_its_name_says(question, wanted)

    async def _asking(
        self, question: Question, model: Model, *, payer: Payer, request: RequestId
    ) -> tuple[Call, Ask]:
        """What is booked, and how a place is asked."""
        own = _own_words(question, model)
        if question.problem is not None and not _takes_own_words(question, model):
            raise question.problem
        prompt = await self._whole(question, model, own, payer)
        if question.more:
            prompt = together((prompt, *question.more))  # to be counted by
        call = Call(
            request=request,
            source="relay",
            payer=payer,
            model=model,
            prompt=prompt,
            streamed=question.streamed,
            dropped=() if own else question.dropped,
            address=question.address,
            client=question.client,
            attended=question.attended,
            lacks=question.lacks,
            task=_TASK_OF.get(own.format, "chat") if own else "chat",
        )
        return call, partial(self._asked, question, call, own)

    def _asked(
        self, question: Question, call: Call, first: OwnWords | None, place: Model
    ) -> Asked | AskedWhole:
        """By the shorter way there is to a place; `first` are the words for the model's first.

        Raises `Invalid` for what it cannot be told.
        """
        own = first if place.place == call.model.place else _own_words(question, place)
        if own is None and question.problem is not None:
            raise question.problem
        if own is None and question.more:
            raise Invalid("prompt: another server that is left takes one at a time")
        prompt = call.prompt if _same_model(place, call.model) else question.prompt
        if own is not None and (prompt is question.prompt or not _may_drop(own, place)):
            asked = self._passed(own, place, call)
        else:  # perhaps told again, with the reasoning that its client dropped
            own = None
            asked = asked_of(self.metering.models, prompt, place, call, dropped=question.dropped)
        if _may_drop(own, place) and self.carry_reasoning.keeps(prompt, model=place):
            return self.carry_reasoning.keeping(asked, prompt, model=place, payer=call.payer)
        return asked

    def _passed(self, own: OwnWords, place: Model, call: Call) -> Asked | AskedWhole:
        passage = self.passages.of_model(place, own.format)
        if own.streamed:
            return Asked(passage.send(own, request=call.request), streams=True)
        return AskedWhole(lambda: passage.whole(own, request=call.request))

    @asynccontextmanager
    async def _together(
        self, question: Question, model: Model, *, payer: Payer, request: RequestId
    ) -> AsyncGenerator[AsyncIterator[Piece]]:
        """Every prompt is asked by itself, and all of them are booked as one call."""
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
            client=question.client,
            attended=question.attended,
            lacks=question.lacks,
        )

        def ask(place: Model) -> Asked:
            upstream = self.metering.models.of(place)
            streams = [upstream.stream(each, request=request) for each in prompts]
            events = ask_together(streams, question.prompt.choices)
            return Asked(told(events, dropped=question.dropped), streams=True)

        async with self.metering.pass_on(call, ask) as pieces:
            yield pieces

    async def _whole(
        self, question: Question, model: Model, own: OwnWords | None, payer: Payer
    ) -> Prompt:
        if question.problem is not None or not _may_drop(own, model):
            return question.prompt
        return await self.carry_reasoning.into(question.prompt, model=model, payer=payer)


def _goes_straight(wanted: Wanted) -> bool:
    """Whether nobody who may be asked needs all of the prompt: Anthropic's format alone does not.

    What is hung on the name is part of the prompt.
    """
    model = wanted.model
    others = (each.kind for each in model.others)
    alike = all(kind == "anthropic" for kind in (model.kind, *others))
    return alike and not model.fallbacks.names and wanted.effort is None


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


def _takes_own_words(question: Question, model: Model) -> bool:
    """Whether one of its deployments can be asked as the client asked."""
    return any(_own_words(question, place) is not None for place in model.places)


def _same_model(place: Model, model: Model) -> bool:
    """Only then the reasoning that is put back means something to it."""
    return (place.kind, place.upstream) == (model.kind, model.upstream)
