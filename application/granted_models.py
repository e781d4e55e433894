from dataclasses import dataclass

from application.ports.access import Access
from application.ports.language_models import ModelCatalog
from domain.catalog.models import Catalog
from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedModels:
    """The part of the catalogue that a payer may use."""

    catalog: ModelCatalog
    access: Access

    async def __call__(self, payer: Payer) -> Catalog:
        catalog, grants = await self.catalog.current(), await self.access.of(payer)
        return Catalog(models=tuple(each for each in catalog.models if grants.allow(each.name)))
