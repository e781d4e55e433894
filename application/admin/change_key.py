from collections.abc import Callable
from dataclasses import dataclass

from application.admin.list_keys import OwnedKey
from application.admin.owners import owner_names
from application.admin.permissions import Principal, authorise
from application.ports.api_keys import ApiKeys
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.errors import Conflict
from domain.ids import KeyId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeKey:
    """Say how a key's calls go: when their clients leave, when they are asked again.

    Raises `NotFound`, and what the change raises.
    """

    keys: ApiKeys
    users: Users
    teams: Teams

    async def __call__(
        self, id: KeyId, change: Callable[[ApiKey], ApiKey], *, by: Principal
    ) -> OwnedKey:
        authorise(by, "change_keys")
        key = await self._change(id, change)
        names = await owner_names([key], self.users, self.teams)
        return OwnedKey(key=key, owner_name=names[key.id])

    async def _change(self, id: KeyId, change: Callable[[ApiKey], ApiKey]) -> ApiKey:
        key = await self.keys.get(id)
        try:
            return await self.keys.save(change(key))
        except Conflict:
            return await self._change(id, change)
