from dataclasses import dataclass, field

from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.passwords import Passwords
from application.ports.users import Users
from domain.accounts.credentials import check_new_password
from domain.accounts.user import User, email
from domain.errors import Conflict, Forbidden
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUser:
    """Open a chat account for somebody new.

    Raises `Forbidden` while registration is closed, `Invalid` for an address, name or
    password that cannot be, `Conflict` when the address has an account.
    """

    users: Users
    passwords: Passwords
    common_passwords: frozenset[str] = field(repr=False)
    is_open: bool
    new_id: NewId
    clock: Clock

    async def __call__(self, address: str, password: str, *, name: str) -> User:
        if not self.is_open:
            raise Forbidden("registration is closed; ask an administrator for an account")
        checked = email(address)
        check_new_password(password, common=self.common_passwords, email=checked)
        if await self.users.by_email(checked) is not None:
            raise Conflict("this e-mail address has an account; sign in instead")
        return await self.users.add(
            User(
                id=UserId(self.new_id()),
                email=checked,
                name=" ".join(name.split()),
                password_hash=await self.passwords.hash(password),
                created_at=self.clock(),
            )
        )


def common_passwords_in(text: str) -> frozenset[str]:
    """Read the list that is shipped as `common_passwords.txt`: one a line, in lower case."""
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip())
