"""Every route of a service, also of the routers that it takes as they are."""

from collections.abc import Iterator, Sequence

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute


def api_routes(routes: Sequence[BaseRoute]) -> Iterator[APIRoute]:
    for each in routes:
        within = getattr(each, "original_router", None)
        if isinstance(each, APIRoute):
            yield each
        elif isinstance(within, APIRouter):
            yield from api_routes(within.routes)
