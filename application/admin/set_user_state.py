from dataclasses import dataclass
from typing import Literal

from application.accounts.sessions import EndAllSessions
from application.admin.permissions import Principal, authorise
from application.ports.users import Users
from domain.accounts.user import User
from domain.errors import Conflict
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUserState:
    """Let a user in or keep them out. Who is disabled is signed out everywhere, at once."""

    users: Users
    end_all_sessions: EndAllSessions

    async def __call__(
        self, id: UserId, state: Literal["active", "disabled"], *, by: Principal
    ) -> User:
        authorise(by, "change_users")
        user = await self._set(id, state)
        if not user.is_active:
            await self.end_all_sessions(id)
        return user

    async def _set(self, id: UserId, state: Literal["active", "disabled"]) -> User:
        user = await self.users.get(id)
        wanted = user.enable() if state == "active" else user.disable()
        if wanted == user:
            return user
        try:
            return await self.users.save(wanted)
        except Conflict:
            # Somebody saved the user in between, such as their last visit: look again.
            return await self._set(id, state)
