from dataclasses import dataclass

from application.admin.owners import owner_names
from application.admin.permissions import Principal, authorise
from application.ports.api_keys import ApiKeys
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.ids import TeamId, UserId
from domain.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedKey:
    key: ApiKey
    owner_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKeys:
    keys: ApiKeys
    users: Users
    teams: Teams

    async def __call__(
        self,
        *,
        text: str = "",
        owner: UserId | TeamId | None = None,
        cursor: str | None,
        limit: int,
        by: Principal,
    ) -> Page[OwnedKey]:
        authorise(by, "look")
        page = await self.keys.page(text=text, owner=owner, cursor=cursor, limit=limit)
        names = await owner_names(page.items, self.users, self.teams)
        return Page(
            items=tuple(OwnedKey(key=key, owner_name=names[key.id]) for key in page.items),
            next_cursor=page.next_cursor,
        )
