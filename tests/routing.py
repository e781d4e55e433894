"""Routing without waiting and without chance, for tests that are mostly about something else."""

import time
from collections.abc import Sequence

from adapters.outbound.memory.catalog import StaticModelCatalog
from application.ports.clock import Stopwatch
from application.routing.routing import Routing
from domain.catalog.models import Catalog, Model


async def at_once(seconds: float) -> None:
    del seconds


def routing(models: Sequence[Model] = (), *, stopwatch: Stopwatch = time.monotonic) -> Routing:
    return Routing(
        catalog=StaticModelCatalog(Catalog(models=tuple(models))),
        stopwatch=stopwatch,
        draw=lambda: 0.0,
        pause=at_once,
    )
