from dataclasses import dataclass
from typing import final

from typing_extensions import override

from application.ports.access import Access
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.teams import Teams
from application.ports.users import Users
from application.remembered import Remembered
from domain.accounts.access import Grants, Scope
from domain.errors import Forbidden, NotFound
from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGrants:
    """Ask everybody who has a say about a payer."""

    keys: ApiKeys
    users: Users
    teams: Teams

    async def __call__(self, payer: Payer) -> Grants:
        try:
            scope = (await self.keys.get(payer.key)).scope if payer.key else Scope()
            models: list[tuple[str, ...]] = []
            if payer.user:
                models.append((await self.users.get(payer.user)).models)
            if payer.team:
                models.append((await self.teams.get(payer.team)).models)
        except NotFound as error:
            raise Forbidden(f"nothing is granted to you any more: {error}") from None
        return Grants(models=tuple(models), scope=scope)


@final
class RememberedAccess(Access):
    def __init__(self, read: ReadGrants, *, clock: Clock) -> None:
        self._grants = Remembered(read, clock=clock)

    @override
    async def of(self, payer: Payer) -> Grants:
        return await self._grants(payer)
