from dataclasses import dataclass
from math import ceil
from typing import Final

from application.ports.access import Access
from application.ports.language_models import ModelCatalog, TokenCounters
from application.relay.ask_model import Question
from domain.catalog.models import Model
from domain.catalog.suffixes import find_wanted
from domain.ids import RequestId
from domain.llm.events import Failure
from domain.transactions.estimate import estimate_input
from domain.transactions.transaction import Payer

_SAFETY: Final = 1.2
"""Clients compact their history by this number: too early is better than too late."""

_OF_THE_QUESTION: Final = frozenset({"bad_request", "unprocessable", "context_overflow"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCount:
    """`estimated` marks a number that we counted ourselves."""

    tokens: int
    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTokens:
    """Say how many input tokens a question holds, without asking it.

    Nothing is booked, and no limit counts it: coding tools ask dozens of times in a second.
    """

    catalog: ModelCatalog
    access: Access
    counters: TokenCounters

    async def __call__(
        self, question: Question, *, payer: Payer, request: RequestId
    ) -> TokenCount | Failure:
        """Count by the vendor, else by ourselves.

        A vendor's refusal of the question is handed on. Raises `NotFound` for a model that is
        not on offer, `Forbidden` for one that was not granted, `Invalid` for a question that
        nobody can read, or for a model that does not chat.
        """
        model = find_wanted(await self.catalog.current(), question.model).model
        (await self.access.of(payer)).check(model.name)
        model.check_task("chat")
        counted = await self._by_the_vendor(question, model, request)
        if isinstance(counted, int):
            return TokenCount(tokens=counted, estimated=False)
        if counted is not None and counted.kind in _OF_THE_QUESTION:
            return counted
        if question.problem is not None:
            raise question.problem
        tokens = ceil(estimate_input(question.prompt) * _SAFETY)
        return TokenCount(tokens=tokens, estimated=True)

    async def _by_the_vendor(
        self, question: Question, model: Model, request: RequestId
    ) -> int | Failure | None:
        own = question.own if question.own and model.speaks(question.own.format) else None
        if own is None and question.problem is not None:
            return None
        counter = self.counters.counter_of(model)
        return await counter.count(own or question.prompt, request=request)
