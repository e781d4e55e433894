from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from application.accounts.sessions import EndAllSessions
from application.admin.permissions import Principal, authorise
from application.ports.clock import Clock
from application.ports.users import Users
from domain.accounts.ban import Ban
from domain.accounts.user import User
from domain.errors import Conflict
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class BanUser:
    """Keep somebody out for a reason that they are told, and end all their sessions at once.

    Their keys are refused with the same words. Raises `NotFound`, and `Invalid` for a reason or
    an end that cannot be.
    """

    users: Users
    end_all_sessions: EndAllSessions
    clock: Clock

    async def __call__(
        self, id: UserId, *, reason: str, until: datetime | None, by: Principal
    ) -> User:
        authorise(by, "change_users")
        ban = Ban(reason=" ".join(reason.split()), since=self.clock(), until=until)
        user = await self._change(id, lambda user: user.banned(ban))
        await self.end_all_sessions(id)
        return user

    async def pardon(self, id: UserId, *, by: Principal) -> User:
        """Let them in again. Nothing happens to whoever is not banned."""
        authorise(by, "change_users")
        return await self._change(id, lambda user: user.pardoned())

    async def _change(self, id: UserId, change: Callable[[User], User]) -> User:
        user = await self.users.get(id)
        changed = change(user)
        if changed == user:
            return user
        try:
            return await self.users.save(changed)
        except Conflict:  # Somebody saved the user in between.
            return await self._change(id, change)
