"""From the operator's settings and the administrators' offer to what is served."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, final

from pydantic import SecretStr, ValidationError

from adapters.outbound.prices.catalog import DatedModelCatalog
from adapters.outbound.prices.genai import prices_of
from adapters.outbound.providers.registry import ConfiguredLanguageModels
from adapters.outbound.system.clock import utc_now
from application.admin.change_offer import purpose_of
from application.own_provider_keys import OpenProvider, OpenProviders
from application.ports.offers import ProviderAddress, Sealing
from domain.catalog.assortment import Assortment, KnownModel, KnownProvider
from domain.catalog.models import Catalog
from domain.catalog.offer import Offer, OfferedProvider
from domain.errors import Invalid, NotFound
from domain.json import JsonObject, read, write
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
    open_providers: OpenProviders = field(default_factory=OpenProviders)

    def check(self, offer: Offer) -> None:
        """Raise `Invalid`, naming what is wrong."""
        self._read(offer)

    def serve(self, offer: Offer) -> None:
        """From now on. Streams that run go on. Raises `Invalid`."""
        settings, catalog = self._read(offer)
        self.models.configure(connections(settings))
        self.catalog.serve(catalog)
        self.open_providers.by_name = {
            name: OpenProvider(name=name, kind=each.kind, base_url=each.base_url)
            for name, each in settings.offered_providers.items()
            if name in offer.own_keys
        }

    def assortment(self, offer: Offer) -> Assortment:
        """All that is served and all that was removed. Raises `Invalid`."""
        self.check(offer)
        settings = self._joined(offer)
        rows = {row.name: row for row in settings.offered_models}
        names = [model.get("name") for model in offer.models]
        catalog = catalog_from(settings, prices_of=prices_of, at=utc_now())
        return Assortment(
            providers=tuple(
                KnownProvider(
                    name=name,
                    kind=each.kind,
                    base_url=each.base_url,
                    has_key=each.api_key is not None,
                    is_operators=name not in offer.providers,
                    takes_own_keys=name in offer.own_keys,
                )
                for name, each in settings.offered_providers.items()
            ),
            models=tuple(
                KnownModel(
                    model=model,
                    definition=_written(rows[model.name]),
                    is_operators=model.name not in names,
                    is_offered=model.name not in offer.removed,
                )
                for model in catalog.models
            ),
        )

    def address(self, name: str, offer: Offer) -> ProviderAddress:
        """Where a provider is asked, with its key. Raises `NotFound`, `Invalid`."""
        given = offer.providers.get(name)
        known = self._provider(name, given) if given else self.settings.offered_providers.get(name)
        if known is None:
            raise NotFound(f"there is no provider {name!r}")
        key = None if known.api_key is None else known.api_key.get_secret_value()
        return ProviderAddress(kind=known.kind, base_url=known.base_url, api_key=key)

    def _read(self, offer: Offer) -> tuple[Settings, Catalog]:
        settings = self._joined(offer, without=offer.removed)
        offered = [row for row in settings.offered_models if row.name not in offer.removed]
        try:
            rules.check(tuple(offered), settings.offered_providers)
        except ValueError as error:
            raise Invalid(str(error)) from None
        catalog = catalog_from(settings, prices_of=prices_of, at=utc_now())
        left = tuple(model for model in catalog.models if model.name not in offer.removed)
        return settings, replace(catalog, models=left)

    def _joined(self, offer: Offer, *, without: tuple[str, ...] = ()) -> Settings:
        """The operator's settings and the offer, whose models go before his."""
        mine = self.settings.offered_providers.keys() & offer.providers.keys()
        if mine:
            raise Invalid(f"the provider {min(mine)!r} is the operator's: take another name")
        added = {name: self._provider(name, each) for name, each in offer.providers.items()}
        models = [_model(each) for each in offer.models]
        names = {model.name for model in models} | {*without}
        kept = [model for model in self.settings.models if model.name not in names]
        return self.settings.model_copy(
            update={
                "providers": {**self.settings.providers, **added},
                "models": (*kept, *models),
            }
        )

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


def _written(model: ModelSettings) -> JsonObject:
    written = read(model.model_dump_json(by_alias=True, exclude_defaults=True))
    assert isinstance(written, Mapping)
    return written


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(step) for step in each['loc'])}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False)
    )
