"""What every service has: request ids, error envelopes, probes, counters and logs."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.routing import BaseRoute

from adapters.inbound.http import errors
from adapters.inbound.http.observation import Observation, access_records
from adapters.inbound.http.request_id import RequestIds
from adapters.inbound.http.shutdown import Shutdown
from application.ports.ids import NewId
from domain.errors import DomainError

ReadinessCheck = Callable[[], Awaitable[None]]
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def routes_of(*routers: APIRouter) -> list[BaseRoute]:
    """All their routes, each of which also tells how it fails.

    What they need is worked out once, at the first request; every app that takes them shares it.
    """
    together = APIRouter(
        responses={"default": {"model": errors.ErrorOut, "description": "A failure"}}
    )
    for router in routers:
        together.include_router(router)
    return together.routes


def create_service(
    name: str,
    *,
    new_id: NewId,
    is_ready: ReadinessCheck,
    shutdown: Shutdown,
    lifespan: Lifespan | None = None,
    make: Callable[..., FastAPI] = FastAPI,
) -> FastAPI:
    """Make an empty service. `is_ready` raises a `DomainError` while a needed store is away."""
    app = make(
        title=f"Parley {name}",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.state.shutdown = shutdown
    errors.install(app)
    app.add_middleware(Observation, service=name)
    app.add_middleware(RequestIds, new_id=new_id)

    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    async def readyz() -> Response:
        if shutdown.is_wished:
            return JSONResponse({"status": "stopping"}, status_code=503)
        try:
            await is_ready()
        except DomainError as error:
            return JSONResponse({"status": "not ready", "reason": str(error)}, status_code=503)
        return JSONResponse({"status": "ready"})

    async def metrics() -> Response:
        access_records.count()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    app.add_api_route("/healthz", healthz, include_in_schema=False)
    app.add_api_route("/readyz", readyz, include_in_schema=False)
    app.add_api_route("/metrics", metrics, include_in_schema=False)
    return app


def shutdown_of(request: Request) -> Shutdown:
    found = request.app.state.shutdown
    assert isinstance(found, Shutdown)
    return found
