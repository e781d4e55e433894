"""What people do with keys of their own at providers, on the stores of the container."""

from adapters.inbound.chat.provider_key_use_cases import ProviderKeyUseCases
from adapters.outbound.mongo.provider_keys import MongoProviderKeys
from adapters.outbound.providers.listing import ListModels
from adapters.outbound.system.clock import utc_now
from application.own_provider_keys import (
    ForgetProviderKey,
    KeepProviderKey,
    ListProviderKeys,
    OpenProviders,
)
from application.ports.changes import Changes
from application.ports.clock import Clock
from application.ports.offers import AskForModels, Sealing
from application.ports.provider_keys import ProviderKeys
from entrypoints.container import Container


def provider_key_use_cases(container: Container) -> ProviderKeyUseCases:
    return use_cases_on(
        MongoProviderKeys(container.database()),
        container.open_providers(),
        container.sealing(),
        container.changes(),
        ask=ListModels(),
    )


def use_cases_on(
    keys: ProviderKeys,
    providers: OpenProviders,
    sealing: Sealing,
    changes: Changes,
    *,
    ask: AskForModels,
    clock: Clock = utc_now,
) -> ProviderKeyUseCases:
    return ProviderKeyUseCases(
        list=ListProviderKeys(providers=providers, keys=keys),
        keep=KeepProviderKey(
            providers=providers,
            keys=keys,
            sealing=sealing,
            ask=ask,
            changes=changes,
            clock=clock,
        ),
        forget=ForgetProviderKey(keys=keys, changes=changes),
    )
