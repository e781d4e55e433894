"""Keys of people's own at providers."""

from dataclasses import dataclass

from application.own_provider_keys import ForgetProviderKey, KeepProviderKey, ListProviderKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderKeyUseCases:
    list: ListProviderKeys
    keep: KeepProviderKey
    forget: ForgetProviderKey
