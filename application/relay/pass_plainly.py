from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from application.call_record import Call
from application.metering import Metering
from application.ports.access import Access
from application.ports.language_models import ModelCatalog
from application.ports.plain_passages import PlainPassages, PlainRequest
from application.routing.routing import Asked
from domain.catalog.models import Catalog, Model
from domain.errors import Invalid
from domain.formats.openai_plain.request import PlainAsked
from domain.formats.passing import Piece
from domain.ids import RequestId
from domain.llm.prompt import Prompt
from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class PassPlainly:
    """Let a request for pictures, sound or a verdict through to its model, on its key's account."""

    catalog: ModelCatalog
    access: Access
    metering: Metering
    passages: PlainPassages

    @asynccontextmanager
    async def __call__(
        self,
        asked: PlainAsked,
        *,
        payer: Payer,
        request: RequestId,
        address: str = "",
        client: str = "",
    ) -> AsyncGenerator[AsyncIterator[Piece]]:
        """Open the answer. A request that names no model gets the first that it may have.

        Raises `NotFound` for a model that is not on offer, and what `Metering` raises.
        """
        catalog = await self.catalog.current()
        model = await self._model(catalog, asked, payer)
        measure = asked.measure.counted_as(model.price)
        call = Call(
            request=request,
            source="relay",
            payer=payer,
            model=model,
            prompt=Prompt(turns=()),
            streamed=asked.streamed,
            address=address,
            client=client,
            attended=True,
            task=asked.task,
            expected=measure.expected,
            at_most=measure.at_most,
        )

        def ask(place: Model) -> Asked:
            renamed = asked.names_model and asked.model not in {None, place.upstream}
            through = PlainRequest(
                path=asked.path,
                content=asked.body(place.upstream),
                content_type=asked.content_type,
                measure=measure,
                streamed=asked.streamed,
                model=asked.model if renamed else None,
            )
            pieces = self.passages.plain_of(place).send(through, request=request)
            return Asked(pieces, asked.streamed)

        async with self.metering.pass_on(call, ask) as pieces:
            yield pieces

    async def _model(self, catalog: Catalog, asked: PlainAsked, payer: Payer) -> Model:
        if asked.model is not None:
            return catalog.find(asked.model)
        grants = await self.access.of(payer)
        for model in catalog.answering(asked.task).models:
            if grants.allow(model.name):
                return model
        raise Invalid("model: is missing")
