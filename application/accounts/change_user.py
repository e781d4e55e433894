"""What people change of their own account."""

from dataclasses import dataclass, field, replace

from application.accounts.devices import RevokeOtherSessions
from application.accounts.sign_in_user import SignInUser
from application.ports.passwords import Passwords
from application.ports.users import Users
from domain.accounts.credentials import check_new_password
from domain.accounts.user import User
from domain.errors import Forbidden, Unauthenticated
from domain.ids import SessionId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameUser:
    """Raises `Invalid` for a name that cannot be, `Conflict` when others change the account."""

    users: Users

    async def __call__(self, id: UserId, *, name: str) -> User:
        user = await self.users.get(id)
        return await self.users.save(replace(user, name=" ".join(name.split())))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword:
    """Replace a password, and sign the account out everywhere but here.

    Raises `Forbidden` for a wrong present password, `RateLimited` after too many of them,
    `Invalid` for a new one that cannot be.
    """

    users: Users
    passwords: Passwords
    common_passwords: frozenset[str] = field(repr=False)
    sign_in: SignInUser
    revoke_others: RevokeOtherSessions

    async def __call__(
        self, id: UserId, *, present: str, new: str, session: SessionId, place: str
    ) -> None:
        user = await self.users.get(id)
        user.require_password()
        try:
            user = await self.sign_in(user.email, present, place=place)
        except Unauthenticated:
            raise Forbidden("the present password is wrong") from None
        check_new_password(new, common=self.common_passwords, email=user.email)
        await self.users.save(replace(user, password_hash=await self.passwords.hash(new)))
        await self.revoke_others(id, but=session)
