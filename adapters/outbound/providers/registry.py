"""Every configured provider, opened when it is first needed.

A vendor's SDK takes seconds to import. So a service starts without any, and a provider is
opened in a thread, while the event loop goes on: in the background after the start, or by the
first question that comes before that.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, aclosing
from typing import Final, final

from typing_extensions import override

from adapters.outbound.providers.provider import Provider
from application.ports.embedding_models import EmbeddingModel, EmbeddingModels
from application.ports.language_models import (
    LanguageModel,
    LanguageModels,
    OwnWords,
    Passage,
    Passages,
    TokenCounter,
    TokenCounters,
)
from application.ports.plain_passages import PlainPassage, PlainPassages, PlainRequest
from domain.catalog.models import Model
from domain.errors import NotFound
from domain.formats.parts_reading import FormatName
from domain.formats.passing import Piece
from domain.ids import RequestId
from domain.llm.embedding import Embedded, EmbeddingRequest
from domain.llm.events import Failure, StreamEvent
from domain.llm.prompt import Prompt

Open = Callable[[], Provider]
"""Imports what the provider needs and makes its client: slow, and safe in any thread.

Two that are equal open the same provider.
"""
RETIRED_S: Final = 3_660.0
"""Longer than any answer may take."""


@final
class ConfiguredLanguageModels(
    LanguageModels, Passages, TokenCounters, EmbeddingModels, PlainPassages
):
    """Every configured provider by its name, with the way to its models."""

    def __init__(self, by_name: Mapping[str, Open]) -> None:
        self._by_name = {name: _Opening(open_) for name, open_ in by_name.items()}
        self._retired: set[_Opening] = set()
        self._closing: set[asyncio.Task[None]] = set()

    @override
    def of(self, model: Model) -> LanguageModel:
        opening = self._opening(model)
        opened = opening.opened
        if opened is None:
            return _ModelToBe(opening, model)
        return _as_whose(opened, model).model(model)

    @override
    def of_model(self, model: Model, format: FormatName) -> Passage:
        opening = self._opening(model)
        opened = opening.opened
        return (
            _PassageToBe(opening, model, format)
            if opened is None
            else _as_whose(opened, model).passage(model, format)
        )

    @override
    def counter_of(self, model: Model) -> TokenCounter:
        return _CounterToBe(self._opening(model), model)

    @override
    def embedder_of(self, model: Model) -> EmbeddingModel:
        return _EmbedderToBe(self._opening(model), model)

    @override
    def plain_of(self, model: Model) -> PlainPassage:
        return _PlainToBe(self._opening(model), model)

    def _opening(self, model: Model) -> "_Opening":
        opening = self._by_name.get(model.provider)
        if opening is None:
            raise NotFound(f"the provider {model.provider!r} is not configured")
        return opening

    def configure(self, by_name: Mapping[str, Open]) -> None:
        """Serve these providers from now on; those that did not change stay open.

        The others are closed when no answer of theirs can run any more.
        """
        known = self._by_name
        self._by_name = {
            name: known[name] if name in known and known[name].open == open_ else _Opening(open_)
            for name, open_ in by_name.items()
        }
        for old in {*known.values()} - {*self._by_name.values()}:
            self._retired.add(old)
            asyncio.get_running_loop().call_later(RETIRED_S, self._close_soon, old)

    def _close_soon(self, retired: "_Opening") -> None:
        closing = asyncio.get_running_loop().create_task(retired.aclose())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        self._retired.discard(retired)

    async def open_all(self) -> None:
        """So that nobody has to wait for it later."""
        for opening in self._by_name.values():
            await opening.provider()

    async def aclose(self) -> None:
        """Close every provider that was opened, whatever becomes of the others."""
        async with AsyncExitStack() as closing:
            for opening in (*self._by_name.values(), *self._retired):
                closing.push_async_callback(opening.aclose)


def _as_whose(provider: Provider, model: Model) -> Provider:
    """With the key of the person whose call it is, where they use their own."""
    own = model.credential
    return provider if own is None else provider.with_key(own.secret)


class _Opening:
    """One provider: opened once, however many ask for it at the same time."""

    def __init__(self, open_: Open) -> None:
        self.open = open_
        self._lock = asyncio.Lock()
        self.opened: Provider | None = None

    async def provider(self) -> Provider:
        async with self._lock:
            if self.opened is None:
                self.opened = await asyncio.to_thread(self.open)
            return self.opened

    async def aclose(self) -> None:
        async with self._lock:
            opened, self.opened = self.opened, None
            if opened is not None:
                await opened.aclose()


@final
class _ModelToBe(LanguageModel):
    """A model whose provider may still have to be opened."""

    def __init__(self, opening: _Opening, model: Model) -> None:
        self._opening = opening
        self._model = model

    @override
    async def whole(self, prompt: Prompt, *, request: RequestId) -> tuple[StreamEvent, ...]:
        provider = _as_whose(await self._opening.provider(), self._model)
        return await provider.model(self._model).whole(prompt, request=request)

    @override
    async def stream(
        self, prompt: Prompt, *, request: RequestId
    ) -> AsyncGenerator[tuple[StreamEvent, ...]]:
        provider = _as_whose(await self._opening.provider(), self._model)
        answer = provider.model(self._model).stream(prompt, request=request)
        async with aclosing(answer) as told:
            async for events in told:
                yield events


@final
class _PassageToBe(Passage):
    """The same for a request as it is."""

    def __init__(self, opening: _Opening, model: Model, format: FormatName) -> None:
        self._opening = opening
        self._model = model
        self._format: FormatName = format

    @override
    async def whole(self, words: OwnWords, *, request: RequestId) -> tuple[Piece, ...]:
        provider = _as_whose(await self._opening.provider(), self._model)
        return await provider.passage(self._model, self._format).whole(words, request=request)

    @override
    async def send(self, words: OwnWords, *, request: RequestId) -> AsyncGenerator[Piece]:
        provider = _as_whose(await self._opening.provider(), self._model)
        answer = provider.passage(self._model, self._format).send(words, request=request)
        async with aclosing(answer) as pieces:
            async for piece in pieces:
                yield piece


@final
class _CounterToBe(TokenCounter):
    def __init__(self, opening: _Opening, model: Model) -> None:
        self._opening = opening
        self._model = model

    @override
    async def count(self, asked: OwnWords | Prompt, *, request: RequestId) -> int | Failure:
        provider = _as_whose(await self._opening.provider(), self._model)
        return await provider.counter(self._model).count(asked, request=request)


@final
class _EmbedderToBe(EmbeddingModel):
    def __init__(self, opening: _Opening, model: Model) -> None:
        self._opening = opening
        self._model = model

    @override
    async def embed(
        self, asked: EmbeddingRequest, *, request: RequestId
    ) -> AsyncGenerator[Embedded]:
        provider = _as_whose(await self._opening.provider(), self._model)
        answer = provider.embedder(self._model).embed(asked, request=request)
        async with aclosing(answer) as parts:
            async for part in parts:
                yield part


@final
class _PlainToBe(PlainPassage):
    def __init__(self, opening: _Opening, model: Model) -> None:
        self._opening = opening
        self._model = model

    @override
    async def send(self, asked: PlainRequest, *, request: RequestId) -> AsyncGenerator[Piece]:
        provider = _as_whose(await self._opening.provider(), self._model)
        answer = provider.plain(self._model).send(asked, request=request)
        async with aclosing(answer) as pieces:
            async for piece in pieces:
                yield piece
