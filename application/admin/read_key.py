from dataclasses import dataclass

from application.admin.list_keys import OwnedKey
from application.admin.owners import owner_names
from application.admin.permissions import Principal, authorise
from application.ports.api_keys import ApiKeys
from application.ports.teams import Teams
from application.ports.users import Users
from domain.ids import KeyId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadKey:
    """One key, with its owner's name. Raises `NotFound`."""

    keys: ApiKeys
    users: Users
    teams: Teams

    async def __call__(self, id: KeyId, *, by: Principal) -> OwnedKey:
        authorise(by, "look")
        key = await self.keys.get(id)
        names = await owner_names([key], self.users, self.teams)
        return OwnedKey(key=key, owner_name=names[key.id])
