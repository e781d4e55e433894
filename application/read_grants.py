from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from typing_extensions import override

from application.ports.access import Access
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.provider_keys import ProviderKeys
from application.ports.teams import Teams
from application.ports.users import Users
from application.remembered import Remembered
from domain.accounts.access import Grants, Scope
from domain.allowances.terms import Terms
from domain.errors import Forbidden, NotFound
from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGrants:
    """Ask everybody who has a say about a payer."""

    keys: ApiKeys
    users: Users
    teams: Teams
    provider_keys: ProviderKeys

    async def __call__(self, payer: Payer) -> Grants:
        try:
            return await self._grants(payer)
        except NotFound as error:
            raise Forbidden(f"nothing is granted to you any more: {error}") from None

    async def _grants(self, payer: Payer) -> Grants:
        key = await self.keys.get(payer.key) if payer.key else None
        user = await self.users.get(payer.user) if payer.user else None
        team = await self.teams.get(payer.team) if payer.team else None
        own_keys = await self.provider_keys.of(payer.user) if payer.user else ()
        named = (("key", key), ("user", user), ("team", team))
        return Grants(
            models=tuple(each.models for each in (user, team) if each is not None),
            scope=Scope() if key is None else key.scope,
            terms=tuple(
                Terms(subject=f"{kind}:{each.id}", limits=each.limits, budgets=each.budgets)
                for kind, each in named
                if each is not None
            ),
            leaving=None if key is None else key.leaving,
            reuse_s=None if key is None else key.reuse_s,
            reasoning="reasoning_content" if key is None else key.reasoning,
            own_keys=tuple(own_keys),
        )


@final
class RememberedAccess(Access):
    def __init__(self, read: ReadGrants, *, clock: Clock) -> None:
        self._grants: Remembered[Payer, Grants] = Remembered(read, clock=clock)

    @override
    async def of(self, payer: Payer) -> Grants:
        return await self._grants(payer)

    def doubt(self, about: Callable[[Payer], bool], *, forget: bool = False) -> None:
        """Ask anew what whom this is about was granted; or know nothing of it at once."""
        self._grants.doubt(
            lambda payer, _: isinstance(payer, Payer) and about(payer), forget=forget
        )
