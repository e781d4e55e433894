"""From settings to the catalogue: every model with its capabilities and its price."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from domain.allowances.leaving import Leaving
from domain.allowances.terms import Budget, Limits
from domain.catalog.models import Catalog, Deployment, Fallbacks, Model, ProviderKind
from domain.llm.capabilities import Capabilities
from domain.llm.capability_table import capabilities_of
from domain.llm.prompt import Effort
from domain.llm.service_tier import ServiceTier
from domain.routing.timeouts import Timeouts
from domain.transactions.money import ZERO, NanoUsd, from_usd
from domain.transactions.price import LongContext, MediaRates, Price, TierRates
from entrypoints.configuration.prices import (
    LongContextSettings,
    PriceSettings,
    RatesSettings,
)
from entrypoints.configuration.providers import (
    BudgetSettings,
    DeploymentSettings,
    LeavingSettings,
    LimitsSettings,
)
from entrypoints.settings import ModelSettings, ProviderSettings, Settings

_OTHER_TIERS: Final[tuple[ServiceTier, ...]] = ("batch", "flex", "priority")
_EFFORTS: Final[tuple[Effort, ...]] = ("low", "medium", "high")

PricesOf = Callable[[ProviderKind, str, datetime], Sequence[Price]]
"""The list price of a vendor's model at a time, and those that will follow; empty: unknown."""


def catalog_from(settings: Settings, *, prices_of: PricesOf, at: datetime) -> Catalog:
    """Every offered model; a price in the settings goes before the list price."""
    providers = settings.offered_providers
    default = settings.default_model
    return Catalog(
        models=tuple(
            _model(row, providers, prices_of, at, is_default=row == default)
            for row in settings.offered_models
        )
    )


def _model(
    row: ModelSettings,
    providers: Mapping[str, ProviderSettings],
    prices_of: PricesOf,
    at: datetime,
    *,
    is_default: bool,
) -> Model:
    first = DeploymentSettings(
        provider=row.provider,
        upstream=row.upstream_name,
        format=row.format,
        weight=row.weight,
        price=row.price,
    )
    here, *others = (
        _deployment(each, row, providers[each.provider], prices_of, at)
        for each in (first, *row.deployments)
    )
    return Model(
        name=row.name,
        label=row.label or row.name,
        provider=here.provider,
        kind=here.kind,
        upstream=here.upstream,
        aliases=row.aliases,
        capabilities=here.capabilities,
        unpriced_allowed=row.allow_unpriced,
        is_default=is_default,
        later_prices=here.later_prices,
        limits=_limits(row.limits),
        budgets=tuple(_budget(each) for each in row.budgets),
        format=here.format,
        tasks=row.tasks_at(here.kind),
        weight=here.weight,
        others=tuple(others),
        strategy=row.strategy,
        fallbacks=Fallbacks(
            usual=row.fallbacks, longer=row.context_fallbacks, unfiltered=row.content_fallbacks
        ),
        timeouts=Timeouts() if row.timeouts is None else Timeouts(**row.timeouts.model_dump()),
        attempts=row.attempts,
        leaving=_leaving(row.when_client_leaves),
    ).at(at)


def _deployment(
    given: DeploymentSettings,
    row: ModelSettings,
    provider: ProviderSettings,
    prices_of: PricesOf,
    at: datetime,
) -> Deployment:
    """One that names no price has the list price of its vendor, else the model's."""
    kind, upstream = provider.kind, given.upstream or row.upstream_name
    listed = prices_of(kind, upstream, at)
    prices = [_price(each) for each in given.price] or listed or [_price(e) for e in row.price]
    return Deployment(
        provider=given.provider,
        kind=kind,
        upstream=upstream,
        weight=given.weight,
        capabilities=_capabilities(row, kind, upstream),
        later_prices=tuple(prices),
        format=given.format or provider.usual_format,
    )


def _limits(given: LimitsSettings | None) -> Limits:
    return Limits() if given is None else Limits(**given.model_dump())


def _leaving(given: LeavingSettings) -> Leaving:
    return Leaving(drains=given.drain, seconds=given.seconds, tokens=given.tokens)


def _budget(given: BudgetSettings) -> Budget:
    return Budget(
        window=given.window, limit=from_usd(given.limit), hard=given.hard, zone=given.zone
    )


def _capabilities(row: ModelSettings, kind: ProviderKind, upstream: str) -> Capabilities:
    known = capabilities_of(upstream, kind)
    named = row.capabilities
    return replace(
        _reasoning(known) if "reasoning" in named else replace(known, thinking="none"),
        context_tokens=row.context_tokens or known.context_tokens,
        max_output_tokens=row.max_output_tokens or known.max_output_tokens,
        vision="vision" in named,
        tools="tools" in named,
        reasoning_replayed=known.reasoning_replayed or "reasoning_replay" in named,
        auto_cache=row.auto_cache,
        web_search=row.web_search,
    )


def _reasoning(known: Capabilities) -> Capabilities:
    """A model that is not known to reason does so by the words that most servers take."""
    if known.thinking != "none":
        return known
    return replace(known, thinking="adaptive", efforts=_EFFORTS)


def _price(given: PriceSettings) -> Price:
    return Price(
        **_rates(given),
        source="settings",
        valid_from=given.valid_from,
        long_context=_long_context(given.long_context),
        media=_media(given),
        tiers=tuple(_tiers(given)),
    )


def _tiers(given: PriceSettings) -> Iterator[TierRates]:
    for tier in _OTHER_TIERS:
        rates = given.served(tier)
        if rates is not None:
            long_context = _long_context(rates.long_context)
            yield TierRates(**_rates(rates), tier=tier, long_context=long_context)


def _long_context(given: Sequence[LongContextSettings]) -> tuple[LongContext, ...]:
    return tuple(LongContext(**_rates(each), above=each.above) for each in given)


def _media(given: PriceSettings) -> MediaRates:
    def or_none(rate: Decimal | None) -> NanoUsd | None:
        return None if rate is None else from_usd(rate)

    return MediaRates(
        input_image=or_none(given.input_image),
        input_audio=or_none(given.input_audio),
        output_image=or_none(given.output_image),
        output_audio=or_none(given.output_audio),
        image=or_none(given.image) or ZERO,
        characters=or_none(given.characters) or ZERO,
        audio_hour=or_none(given.audio_hour) or ZERO,
    )


def _rates(given: RatesSettings) -> dict[str, NanoUsd]:
    write = given.input if given.cache_write is None else given.cache_write
    return {
        "input": from_usd(given.input),
        "output": from_usd(given.output),
        "cache_read": _or_input(given.cache_read, given.input),
        "cache_write_5m": from_usd(write),
        "cache_write_1h": _or_input(given.cache_write_1h, write),
    }


def _or_input(rate: Decimal | None, input_rate: Decimal) -> NanoUsd:
    return from_usd(input_rate if rate is None else rate)
