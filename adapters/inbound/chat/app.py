"""The chat service: everything under `/api`."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from adapters.inbound.chat import (
    account,
    agents,
    by_provider,
    conversations,
    entry,
    exports,
    files,
    generations,
    messages,
    models,
    own_account,
    presets,
    projects,
    prompts,
    retention,
    search,
    second_factor,
    tools,
)
from adapters.inbound.chat.background import background
from adapters.inbound.chat.own_routers import OWN_ROUTERS
from adapters.inbound.chat.use_cases import ChatUseCases
from adapters.inbound.http.body import BodyLimit
from adapters.inbound.http.refresh_cookie import RefreshCookie
from adapters.inbound.http.service import Lifespan, ReadinessCheck, create_service, routes_of
from adapters.inbound.http.shutdown import Shutdown

_ROUTES = routes_of(
    account.router,
    entry.router,
    by_provider.router,
    own_account.router,
    second_factor.router,
    models.router,
    conversations.router,
    messages.router,
    exports.router,
    generations.router,
    projects.router,
    prompts.router,
    presets.router,
    retention.router,
    search.router,
    tools.router,
    files.router,
    agents.router,
    *OWN_ROUTERS,
)


async def _always_ready() -> None:
    return


def create_app(
    use: ChatUseCases,
    *,
    is_ready: ReadinessCheck = _always_ready,
    shutdown: Shutdown | None = None,
    lifespan: Lifespan | None = None,
    plain_http_allowed: bool = True,
) -> FastAPI:
    """`lifespan` opens and closes what the use cases stand on, around the background work."""
    ending = shutdown or Shutdown()

    @asynccontextmanager
    async def whole_life(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            if lifespan is not None:
                await stack.enter_async_context(lifespan(app))
            await stack.enter_async_context(background(use, ending))
            yield

    app = create_service(
        "chat",
        new_id=use.new_id,
        is_ready=is_ready,
        shutdown=ending,
        lifespan=whole_life,
    )
    app.add_middleware(BodyLimit, streamed=("/api/imports",))
    app.state.use_cases = use
    app.state.record_act = use.own.record_act
    app.router.routes.extend(_ROUTES)
    app.state.refresh_cookie = RefreshCookie(audience="chat", plain_http_allowed=plain_http_allowed)
    return app
