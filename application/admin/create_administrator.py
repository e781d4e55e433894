from dataclasses import dataclass, field

from application.admin.permissions import Principal, authorise
from application.ports.administrators import Administrators
from application.ports.clock import Clock
from application.ports.ids import NewId, NewSecret
from application.ports.passwords import Passwords
from domain.accounts.administrator import Administrator, Role
from domain.accounts.credentials import check_new_password
from domain.accounts.user import NAME_LENGTH_MAX, email
from domain.errors import Invalid
from domain.ids import AdministratorId


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedAdministrator:
    """`password` is shown once, and kept nowhere but as a hash."""

    administrator: Administrator
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAdministrator:
    """Let one more person administer; without a password, one is made up."""

    administrators: Administrators
    passwords: Passwords
    common_passwords: frozenset[str]
    new_id: NewId
    new_secret: NewSecret
    clock: Clock

    async def __call__(
        self, address: str, *, name: str, role: Role, password: str | None, by: Principal
    ) -> CreatedAdministrator:
        authorise(by, "change_administrators")
        if not name.strip() or len(name) > NAME_LENGTH_MAX:
            raise Invalid(f"a name has 1 to {NAME_LENGTH_MAX} characters")
        checked = email(address)
        chosen = self.new_secret() if password is None else password
        check_new_password(chosen, common=self.common_passwords, email=checked)
        administrator = await self.administrators.add(
            Administrator(
                id=AdministratorId(self.new_id()),
                email=checked,
                name=name.strip(),
                role=role,
                password_hash=await self.passwords.hash(chosen),
                created_at=self.clock(),
            )
        )
        return CreatedAdministrator(administrator=administrator, password=chosen)
