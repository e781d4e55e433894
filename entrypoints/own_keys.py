"""People's own keys at providers, for the container."""

from dataclasses import dataclass

from dependency_injector import providers

from adapters.outbound.mongo.driver import Database
from adapters.outbound.mongo.provider_keys import MongoProviderKeys
from adapters.outbound.system.sealing import AesSealing
from application.own_provider_keys import OpenProviders, UseOwnKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKeyParts:
    kept: providers.Provider[MongoProviderKeys]
    opened: providers.Provider[OpenProviders]
    use: providers.Provider[UseOwnKeys]


def own_keys(
    database: providers.Provider[Database], sealing: providers.Provider[AesSealing]
) -> OwnKeyParts:
    opened = providers.Singleton(OpenProviders)
    return OwnKeyParts(
        kept=providers.Singleton(MongoProviderKeys, database),
        opened=opened,
        use=providers.Singleton(UseOwnKeys, providers=opened, sealing=sealing),
    )
