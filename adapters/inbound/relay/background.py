"""An answer that is made while nobody listens (OpenAI Responses, `background`)."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import final

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from typing_extensions import override

from adapters.inbound.http.body import JsonText
from adapters.inbound.http.shutdown import Shutdown
from adapters.inbound.relay.asking import question_of, stamped
from adapters.inbound.relay.envelopes import failure_from, shown
from adapters.inbound.relay.responses_reading import Keeping, Reading
from adapters.inbound.relay.use_cases import RelayUseCases
from application.relay.background_answers import BackgroundAnswers, BackgroundJob
from domain.answers.kept_answer import KeptAnswer
from domain.errors import DomainError
from domain.formats.openai_responses.errors import failed_error
from domain.formats.passing import Piece
from domain.llm.events import Failure
from domain.llm.reply import Reply
from domain.transactions.transaction import Payer


async def answer_in_background(
    body: JsonText, request: Request, payer: Payer, use: RelayUseCases, *, read: Reading
) -> Response:
    """The answer as it is before it is made. Raises what opening the call raises."""
    stamp = stamped(request, use)
    asked = read(body.value, stamp)
    assert isinstance(asked.keep, Keeping)  # what is not kept is refused before
    question = replace(question_of(asked, body, request), attended=False)
    call = use.ask_model(question, payer=payer, request=stamp.request)
    await use.background.start(_Job(asking=call, keeping=asked.keep))
    return JSONResponse(asked.keep.begun("queued").response)


@asynccontextmanager
async def going_on(answers: BackgroundAnswers, shutdown: Shutdown) -> AsyncGenerator[None]:
    """On leaving, answers in the background have been given their time and are kept."""
    draining = asyncio.create_task(_drain(answers, shutdown))
    try:
        yield
    finally:
        shutdown.begin(patience_s=0)
        await draining


async def _drain(answers: BackgroundAnswers, shutdown: Shutdown) -> None:
    await shutdown.wished()
    await answers.drain(shutdown.due)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class _Job(BackgroundJob):
    asking: AbstractAsyncContextManager[AsyncIterator[Piece]]
    keeping: Keeping

    @override
    def call(self) -> AbstractAsyncContextManager[AsyncIterator[Piece]]:
        return self.asking

    @property
    @override
    def begun(self) -> KeptAnswer:
        return self.keeping.begun("in_progress")

    @override
    def ended(self, reply: Reply, raw: bytes | None) -> KeptAnswer:
        return self.keeping.whole(reply, raw)

    @override
    def failed(self, failure: Failure | DomainError) -> KeptAnswer:
        told = failure_from(failure) if isinstance(failure, DomainError) else shown(failure)
        failed = self.keeping.begun("failed")
        return replace(failed, response={**failed.response, "error": failed_error(told)})

    @override
    def stopped(self) -> KeptAnswer:
        return self.begun.stopped()
