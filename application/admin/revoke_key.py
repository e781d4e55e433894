from dataclasses import dataclass

from application.admin.list_keys import OwnedKey
from application.admin.owners import owner_names
from application.admin.permissions import Principal, authorise
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.errors import Conflict
from domain.ids import KeyId


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeKey:
    """End a key for good. A key that was revoked before stays as it was."""

    keys: ApiKeys
    users: Users
    teams: Teams
    clock: Clock

    async def __call__(self, id: KeyId, *, by: Principal) -> OwnedKey:
        authorise(by, "change_keys")
        key = await self._revoke(id)
        names = await owner_names([key], self.users, self.teams)
        return OwnedKey(key=key, owner_name=names[key.id])

    async def _revoke(self, id: KeyId) -> ApiKey:
        key = await self.keys.get(id)
        revoked = key.revoke(at=self.clock())
        if revoked == key:
            return key
        try:
            return await self.keys.save(revoked)
        except Conflict:
            return await self._revoke(id)
