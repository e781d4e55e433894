from datetime import UTC, date
from typing import final

from typing_extensions import override

from application.ports.clock import Clock
from application.ports.language_models import ModelCatalog
from domain.catalog.models import Catalog


@final
class DatedModelCatalog(ModelCatalog):
    """Models until others are served, each with the price that holds today (UTC)."""

    def __init__(self, catalog: Catalog, *, clock: Clock) -> None:
        self._catalog = catalog
        self._clock = clock
        self._today: tuple[date, Catalog] | None = None

    def serve(self, catalog: Catalog) -> None:
        """From now on these."""
        self._catalog, self._today = catalog, None

    @override
    async def current(self) -> Catalog:
        now = self._clock().astimezone(UTC)
        if self._today is None or self._today[0] != now.date():
            self._today = (now.date(), self._catalog.at(now))
        return self._today[1]
