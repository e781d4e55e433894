"""Being let in by the word of a provider of identities."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.accounts.prove_owner import ProveOwner
from application.accounts.sign_in_by_provider import (
    BeginAtProvider,
    EnterByProvider,
    HearProvider,
    LinkIdentity,
    UnlinkIdentity,
)
from application.ports.identities import Identities
from domain.accounts.identity import ProviderRules


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderUseCases:
    rules: Sequence[ProviderRules]
    begin: BeginAtProvider
    hear: HearProvider
    enter: EnterByProvider
    link: LinkIdentity
    unlink: UnlinkIdentity
    identities: Identities
    prove: ProveOwner
