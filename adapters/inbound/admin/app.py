"""The administration: everything under `/admin/api`, and the live view beside it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

import socketio
from fastapi import FastAPI
from starlette.types import ASGIApp

from adapters.inbound.admin import (
    access,
    account,
    administrators,
    alert_rules,
    alerts,
    allowances,
    analytics,
    announcements,
    audit,
    calls,
    invitations,
    keys,
    offer,
    people,
    registration,
    standings,
    system,
    table_views,
    usage,
)
from adapters.inbound.admin.live import DEFAULT_RHYTHM, PATH, Live, Rhythm
from adapters.inbound.admin.live_door import LiveDoor
from adapters.inbound.admin.use_cases import AdminUseCases
from adapters.inbound.http.body import BodyLimit
from adapters.inbound.http.refresh_cookie import RefreshCookie
from adapters.inbound.http.service import Lifespan, ReadinessCheck, create_service, routes_of
from adapters.inbound.http.shutdown import Shutdown

_ROUTES = routes_of(
    account.router,
    people.router,
    administrators.router,
    invitations.router,
    registration.router,
    keys.router,
    access.router,
    standings.router,
    allowances.router,
    offer.router,
    usage.router,
    calls.router,
    audit.router,
    analytics.router,
    alerts.router,
    alert_rules.router,
    system.router,
    announcements.router,
    table_views.router,
)


async def _always_ready() -> None:
    return


def create_app(
    use: AdminUseCases,
    *,
    is_ready: ReadinessCheck = _always_ready,
    shutdown: Shutdown | None = None,
    lifespan: Lifespan | None = None,
    plain_http_allowed: bool = True,
    live_rhythm: Rhythm = DEFAULT_RHYTHM,
) -> FastAPI:
    """The HTTP side. Its live view is `app.state.live`; `with_live` serves both."""
    ending = shutdown or Shutdown()
    live = Live(use, ending, rhythm=live_rhythm)

    @asynccontextmanager
    async def whole_life(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            if lifespan is not None:
                await stack.enter_async_context(lifespan(app))
            broadcasting = asyncio.create_task(live.broadcast())
            try:
                yield
            finally:
                broadcasting.cancel()
                await asyncio.wait({broadcasting})
                await live.server.shutdown()

    app = create_service(
        "admin",
        new_id=use.new_id,
        is_ready=is_ready,
        shutdown=ending,
        lifespan=whole_life,
    )
    app.add_middleware(BodyLimit)
    app.state.use_cases = use
    app.state.record_act = use.audit.record
    app.router.routes.extend(_ROUTES)
    app.state.live = live
    app.state.refresh_cookie = RefreshCookie(
        audience="admin", plain_http_allowed=plain_http_allowed
    )
    return app


def with_live(app: FastAPI) -> ASGIApp:
    """One callable for the server: sockets under their path, everything else to the app."""
    live = app.state.live
    assert isinstance(live, Live)
    whole: ASGIApp = socketio.ASGIApp(live.server, app, socketio_path=PATH)
    return LiveDoor(whole, path=PATH, is_full=live.is_full)
