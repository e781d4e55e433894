"""From the operator's settings and the administrators' offer to what is served."""

from dataclasses import dataclass, replace
from typing import Any, final

from pydantic import SecretStr, ValidationError

from adapters.outbound.prices.catalog import DatedModelCatalog
from adapters.outbound.prices.genai import prices_of
from adapters.outbound.providers.registry import ConfiguredLanguageModels
from adapters.outbound.system.clock import utc_now
from application.admin.change_offer import purpose_of
from application.ports.offers import Sealing
from domain.catalog.models import Catalog
from domain.catalog.offer import Offer, OfferedProvider
from domain.errors import Invalid
from domain.json import JsonObject, write
from entrypoints.configuration import offer as rules
from entrypoints.configuration.providers import ModelSettings
from entrypoints.model_catalog import catalog_from
from entrypoints.provider_connections import connections
from entrypoints.settings import ProviderSettings, Settings


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOffer:
    """The operator's providers are the operator's: an offer adds others, under other names."""

    settings: Settings
    sealing: Sealing
    catalog: DatedModelCatalog
    models: ConfiguredLanguageModels

    def check(self, offer: Offer) -> None:
        """Raise `Invalid`, naming what is wrong."""
        self._read(offer)

    def serve(self, offer: Offer) -> None:
        """From now on. Streams that run go on. Raises `Invalid`."""
        settings, catalog = self._read(offer)
        self.models.configure(connections(settings))
        self.catalog.serve(catalog)

    def _read(self, offer: Offer) -> tuple[Settings, Catalog]:
        mine = self.settings.offered_providers.keys() & offer.providers.keys()
        if mine:
            raise Invalid(f"the provider {min(mine)!r} is the operator's: take another name")
        added = {name: self._provider(name, each) for name, each in offer.providers.items()}
        models = [_model(each) for each in offer.models]
        names = {model.name for model in models} | {*offer.removed}
        kept = [model for model in self.settings.models if model.name not in names]
        settings = self.settings.model_copy(
            update={
                "providers": {**self.settings.providers, **added},
                "models": (*kept, *models),
            }
        )
        offered = [row for row in settings.offered_models if row.name not in offer.removed]
        try:
            rules.check(tuple(offered), settings.offered_providers)
        except ValueError as error:
            raise Invalid(str(error)) from None
        catalog = catalog_from(settings, prices_of=prices_of, at=utc_now())
        left = tuple(model for model in catalog.models if model.name not in offer.removed)
        return settings, replace(catalog, models=left)

    def _provider(self, name: str, given: OfferedProvider) -> ProviderSettings:
        key = given.sealed_key
        opened = None if key is None else self.sealing.open(key, purpose=purpose_of(name))
        if {"api_key", "api_key_env"} & given.settings.keys():
            raise Invalid(f"provider {name!r}: its key is given beside its settings")
        try:
            values: dict[str, Any] = {**given.settings, "api_key": opened and SecretStr(opened)}
            return ProviderSettings.model_validate(values)
        except ValidationError as error:
            raise Invalid(f"provider {name!r}: {_reasons(error)}") from None


def _model(given: JsonObject) -> ModelSettings:
    try:
        return ModelSettings.model_validate_json(write(given))
    except ValidationError as error:
        raise Invalid(f"model {given.get('name')!r}: {_reasons(error)}") from None


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(step) for step in each['loc'])}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False)
    )
