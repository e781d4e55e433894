"""Which providers and models there are, with keys, tables and the bundled model together."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pydantic import SecretStr

from domain.llm.tasks import possible_tasks
from entrypoints.configuration.providers import ModelSettings, ProviderKind, ProviderSettings
from entrypoints.configuration.vendors import LOCAL_PROVIDER, usual_models


class VendorKey(NamedTuple):
    """What the environment says of a vendor; its provider has the vendor's name."""

    kind: ProviderKind
    api_key: SecretStr | None
    base_url: str | None


def with_vendor_keys(
    tables: Mapping[str, ProviderSettings], keys: Iterable[VendorKey]
) -> dict[str, ProviderSettings]:
    """A key in the environment makes a provider, or goes before the one in its table."""
    providers = dict(tables)
    for given in keys:
        known = providers.get(given.kind)
        api_key = given.api_key or (known and known.api_key)
        base_url = given.base_url or (known and known.base_url)
        if api_key is not None:
            kind = known.kind if known else given.kind
            providers[given.kind] = ProviderSettings(
                kind=kind,
                api_key=api_key,
                base_url=base_url,
                format=known.format if known else None,
            )
    return providers


def with_usual_models(
    models: tuple[ModelSettings, ...], providers: Mapping[str, ProviderSettings]
) -> tuple[ModelSettings, ...]:
    """A provider that no model names offers its vendor's usual ones."""
    named = {place for model in models for place in model.provider_names}
    usual = [
        model
        for name, provider in providers.items()
        if name not in named
        for model in usual_models(name, provider.kind)
    ]
    return models + tuple(usual)


def check(models: tuple[ModelSettings, ...], providers: Mapping[str, ProviderSettings]) -> None:
    """Raise `ValueError` when a name has two meanings or none."""
    for model in models:
        if model.provider not in providers:
            known = ", ".join(sorted({*providers, LOCAL_PROVIDER}))
            raise ValueError(
                f"model {model.name!r} names the provider {model.provider!r}; known are: {known}"
            )
        if model.format is not None and not providers[model.provider].speaks_openai:
            raise ValueError(f"model {model.name!r} has a format, which its provider has not")
        _check_tasks(model, providers[model.provider].kind)
        _check_deployments(model, providers)
        _check_fallbacks(model, models)
    names = [name for model in models for name in (model.name, *model.aliases)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two models are called {twice[0]!r}")
    if sum(model.default for model in models) > 1:
        raise ValueError("more than one model is the default")


def _check_deployments(model: ModelSettings, providers: Mapping[str, ProviderSettings]) -> None:
    seen = {(model.provider, model.upstream_name)}
    for each in model.deployments:
        provider = providers.get(each.provider)
        if provider is None:
            known = ", ".join(sorted(providers))
            raise ValueError(
                f"model {model.name!r} has a deployment at {each.provider!r}; known are: {known}"
            )
        if each.format is not None and not provider.speaks_openai:
            raise ValueError(f"model {model.name!r}: {each.provider!r} has no formats to choose")
        place = (each.provider, each.upstream or model.upstream_name)
        if place in seen:
            raise ValueError(f"model {model.name!r}: {each.provider!r} serves it twice")
        seen.add(place)


def _check_fallbacks(model: ModelSettings, models: tuple[ModelSettings, ...]) -> None:
    known = {other.name for other in models if other is not model}
    for name in (*model.fallbacks, *model.context_fallbacks, *model.content_fallbacks):
        if name not in known:
            raise ValueError(f"model {model.name!r} cannot fall back on {name!r}: no other model")


def _check_tasks(model: ModelSettings, kind: ProviderKind) -> None:
    impossible = {*model.tasks_at(kind)} - {*possible_tasks(kind)}
    if impossible:
        raise ValueError(
            f"model {model.name!r}: a provider of kind {kind} has no {min(impossible)}"
        )
    if model.default and "chat" not in model.tasks_at(kind):
        raise ValueError(f"model {model.name!r}: the default must be a model for chat")
