from typing import final

from typing_extensions import override

from application.ports.language_models import ModelCatalog
from domain.catalog.models import Catalog


@final
class StaticModelCatalog(ModelCatalog):
    """The models that the settings name; they change with a restart."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @override
    async def current(self) -> Catalog:
        return self._catalog
