from dataclasses import dataclass

from application.ports.users import Users
from domain.accounts.user import User
from domain.errors import NotFound, Unauthenticated
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadUser:
    """Say who is signed in. Raises `Unauthenticated` for an account that is gone or disabled."""

    users: Users

    async def __call__(self, id: UserId) -> User:
        try:
            user = await self.users.get(id)
        except NotFound:
            raise Unauthenticated("this account is no longer there") from None
        if not user.is_active:
            raise Unauthenticated("this account is disabled")
        return user
