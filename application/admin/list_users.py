from dataclasses import dataclass

from application.admin.permissions import Principal, authorise
from application.ports.users import Users
from domain.accounts.user import User
from domain.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUsers:
    users: Users

    async def __call__(
        self, search: str, *, cursor: str | None, limit: int, by: Principal
    ) -> Page[User]:
        authorise(by, "look")
        return await self.users.search(search, cursor=cursor, limit=limit)
