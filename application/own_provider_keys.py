"""Whose key a provider is asked with: a person's own, where they have one and it is allowed.

An own key stands for all calls on its person's account, in chat, by agents and through their relay
keys, and for nobody else's. What it is used for costs us nothing; what it would have cost is in
the books beside it (ADR 0049).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from application.ports.changes import Change, Changes
from application.ports.clock import Clock
from application.ports.offers import AskForModels, ProviderAddress, Sealing
from application.ports.provider_keys import ProviderKeys
from application.routing.candidates import Candidates
from domain.accounts.access import Grants
from domain.catalog.models import Model, ProviderKind
from domain.catalog.own_key import ProviderKey, Where, check_key, purpose_of
from domain.errors import Invalid, NotFound, Unavailable, UpstreamFailed
from domain.ids import UserId

PutOwnKeysIn: TypeAlias = Callable[[Candidates, Grants], Candidates]


def no_own_keys(candidates: Candidates, grants: Grants) -> Candidates:
    """Everybody is asked with ours."""
    del grants
    return candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProvider:
    """A provider where people may use keys of their own. `base_url` is `None` for its own."""

    name: str
    kind: ProviderKind
    base_url: str | None

    @property
    def where(self) -> Where:
        return Where(kind=self.kind, base_url=self.base_url)


@dataclass(slots=True)
class OpenProviders:
    """Those that administrators opened, as the offer that is served says."""

    by_name: Mapping[str, OpenProvider] = field(default_factory=dict[str, OpenProvider])


@dataclass(frozen=True, slots=True, kw_only=True)
class UseOwnKeys:
    """Put a payer's own keys into the places that may be asked for them."""

    providers: OpenProviders
    sealing: Sealing

    def __call__(self, candidates: Candidates, grants: Grants) -> Candidates:
        """Raises `Invalid` for a key that cannot be opened: never is another taken in its place."""
        if not grants.own_keys:
            return candidates
        known = {each.provider: each for each in grants.own_keys if self._holds(each)}

        def owned(places: tuple[Model, ...]) -> tuple[Model, ...]:
            return tuple(self._with_key(place, known.get(place.provider)) for place in places)

        return Candidates(
            own=owned(candidates.own),
            usual=owned(candidates.usual),
            longer=owned(candidates.longer),
            unfiltered=owned(candidates.unfiltered),
        )

    def _holds(self, key: ProviderKey) -> bool:
        """Still allowed, and asked where it was given for."""
        provider = self.providers.by_name.get(key.provider)
        return provider is not None and provider.where == key.where

    def _with_key(self, place: Model, key: ProviderKey | None) -> Model:
        if key is None:
            return place
        secret = self.sealing.open(key.sealed, purpose=purpose_of(key.owner, key.provider))
        return replace(place, credential=key.opened(secret))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProvider:
    """`holds`: its key is used. It is not where the provider has moved since it was given."""

    provider: OpenProvider
    key: ProviderKey | None
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProviderKeys:
    """Every provider where people may use their own, with the person's key where there is one."""

    providers: OpenProviders
    keys: ProviderKeys

    async def __call__(self, *, by: UserId) -> Sequence[ListedProvider]:
        known = {each.provider: each for each in await self.keys.of(by)}
        found = list[ListedProvider]()
        for provider in self.providers.by_name.values():
            key = known.get(provider.name)
            holds = key is not None and key.where == provider.where
            found.append(ListedProvider(provider=provider, key=key, holds=holds))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepProviderKey:
    """Store a key when the provider takes it. Nobody reads it again but calls of its person.

    Raises `NotFound` for a provider where people use ours, `Invalid` for what is no key and for
    one that the provider does not take.
    """

    providers: OpenProviders
    keys: ProviderKeys
    sealing: Sealing
    ask: AskForModels
    changes: Changes
    clock: Clock

    async def __call__(self, provider: str, secret: str, *, by: UserId) -> ProviderKey:
        found = self.providers.by_name.get(provider)
        if found is None:
            raise NotFound("nobody uses keys of their own at this provider")
        checked = check_key(secret)
        address = ProviderAddress(kind=found.kind, base_url=found.base_url, api_key=checked)
        try:
            await self.ask(address)
        except UpstreamFailed:
            raise Invalid(f"secret: {provider} did not take this key") from None
        key = ProviderKey.of(
            checked,
            sealed=self.sealing.seal(checked, purpose=purpose_of(by, provider)),
            owner=by,
            provider=provider,
            where=found.where,
            at=self.clock(),
        )
        await self.keys.put(key)
        await told(self.changes, by)
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetProviderKey:
    """Ours is used again, at once and everywhere. One that is not there is no error."""

    keys: ProviderKeys
    changes: Changes

    async def __call__(self, provider: str, *, by: UserId) -> None:
        await self.keys.remove(provider, owner=by)
        await told(self.changes, by)


async def told(changes: Changes, person: UserId) -> None:
    """Every instance asks anew what they have; without word it does half a second later."""
    try:
        await changes.tell(Change(subject=f"user:{person}"))
    except Unavailable:
        return
