from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from application.call_record import Call
from application.metering import MeteredStream, Metering
from application.ports.language_models import ModelCatalog
from domain.ids import RequestId
from domain.llm.prompt import Prompt
from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class AskModel:
    """Put a client's prompt to the model that it names, on its key's account."""

    catalog: ModelCatalog
    metering: Metering

    @asynccontextmanager
    async def __call__(
        self, prompt: Prompt, *, model: str, payer: Payer, request: RequestId, streamed: bool
    ) -> AsyncGenerator[MeteredStream]:
        """Open the answer's stream. Raises `NotFound` for a model that is not on offer."""
        catalog = await self.catalog.current()
        call = Call(
            request=request,
            source="relay",
            payer=payer,
            model=catalog.find(model),
            prompt=prompt,
            streamed=streamed,
        )
        async with self.metering.open(call) as stream:
            yield stream
