from dataclasses import dataclass

from application.admin.list_keys import OwnedKey
from application.admin.owners import owner_names
from application.admin.permissions import Principal, authorise
from application.ports.api_keys import ApiKeys
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.allowances.leaving import Leaving
from domain.errors import Conflict
from domain.ids import KeyId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLeaving:
    """Say what becomes of a key's calls when clients leave; `None`: what their models say."""

    keys: ApiKeys
    users: Users
    teams: Teams

    async def __call__(self, id: KeyId, leaving: Leaving | None, *, by: Principal) -> OwnedKey:
        authorise(by, "change_keys")
        key = await self._set(id, leaving)
        names = await owner_names([key], self.users, self.teams)
        return OwnedKey(key=key, owner_name=names[key.id])

    async def _set(self, id: KeyId, leaving: Leaving | None) -> ApiKey:
        key = await self.keys.get(id)
        try:
            return await self.keys.save(key.when_left(leaving))
        except Conflict:
            return await self._set(id, leaving)
