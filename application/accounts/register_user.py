from dataclasses import dataclass, field

from application.accounts.errands import Errands
from application.accounts.letters import Letters
from application.accounts.read_registration import ReadRegistration
from application.accounts.verify_email import SendVerification
from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.passwords import Passwords
from application.ports.post import Post
from application.ports.tickets import Tickets
from application.ports.users import Users
from domain.accounts.credentials import check_new_password
from domain.accounts.ticket import Ticket, ticket_digest
from domain.accounts.user import Email, User, email
from domain.errors import Conflict, Invalid
from domain.ids import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUser:
    """Open a chat account for somebody new.

    Raises `Forbidden` for who may not register, `Invalid` for an address, name or password that
    cannot be, `NotFound` for an invitation that is over, `Conflict` for an address that has one.
    """

    users: Users
    passwords: Passwords
    common_passwords: frozenset[str] = field(repr=False)
    registration: ReadRegistration
    tickets: Tickets
    new_id: NewId
    clock: Clock

    async def __call__(
        self, address: str, password: str, *, name: str, invitation: str = ""
    ) -> User:
        checked = email(address)
        ticket = await self.invited(invitation, checked)
        (await self.registration()).check(checked, is_invited=ticket is not None)
        check_new_password(password, common=self.common_passwords, email=checked)
        now = self.clock()
        user = User(
            id=UserId(self.new_id()),
            email=checked,
            name=" ".join(name.split()),
            password_hash=await self.passwords.hash(password),
            created_at=now,
            # The link of such an invitation was for this address alone.
            verified_at=now if ticket is not None and ticket.email else None,
        )
        if await self.users.by_email(checked) is not None:
            raise Conflict("this e-mail address has an account; sign in instead")
        if ticket is not None:
            await self.tickets.take(ticket.id, "invitation", at=now)
        return await self.users.add(user)

    async def invited(self, text: str, address: Email) -> Ticket | None:
        """The invitation that is good for this address; `None` without one. Raises as above."""
        if not text:
            return None
        ticket = await self.tickets.find(ticket_digest(text), "invitation", at=self.clock())
        if ticket.email not in {None, address}:
            raise Invalid("this invitation is for another address")
        return ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """Register, and where an address must be confirmed: write to it, whoever has it.

    `None`: a letter is on its way. Then nobody learns whether the address has an account.
    """

    register: RegisterUser
    send: SendVerification
    post: Post
    letters: Letters
    errands: Errands

    async def __call__(
        self, address: str, password: str, *, name: str, invitation: str = ""
    ) -> User | None:
        try:
            user = await self.register(address, password, name=name, invitation=invitation)
        except Conflict:
            if not self.register.registration.settings.verify:
                raise
            known = self.letters.known(email(address))
            self.errands.run(lambda: self.post.send(known))
            return None
        if not self.register.registration.settings.verify or user.verified_at is not None:
            return user
        await self.send(user)
        return None


def common_passwords_in(text: str) -> frozenset[str]:
    """Read the list that is shipped as `common_passwords.txt`: one a line, in lower case."""
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip())
