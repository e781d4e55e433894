from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, final

from typing_extensions import override

from application.ports.administrators import Administrators
from application.ports.audit_log import AuditLog
from application.ports.clock import Clock
from application.ports.users import Users
from domain.accounts.user import email
from domain.audit.entry import NOBODY, Act, Entry, Outcome, Party, Service
from domain.errors import Invalid


class AccountsAt(Protocol):
    """Whose an e-mail address is."""

    @abstractmethod
    async def __call__(self, address: str) -> Party:
        """Return the account's id, `NOBODY` for an address without one."""


@final
@dataclass(frozen=True, slots=True)
class UsersAt(AccountsAt):
    users: Users

    @override
    async def __call__(self, address: str) -> Party:
        try:
            found = await self.users.by_email(email(address))
        except Invalid:
            return NOBODY
        return NOBODY if found is None else Party(kind="user", id=found.id)


@final
@dataclass(frozen=True, slots=True)
class AdministratorsAt(AccountsAt):
    administrators: Administrators

    @override
    async def __call__(self, address: str) -> Party:
        try:
            found = await self.administrators.by_email(email(address))
        except Invalid:
            return NOBODY
        return NOBODY if found is None else Party(kind="administrator", id=found.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """What is known of an act. Without `actor` it is looked up whose `address` is."""

    action: str
    outcome: Outcome
    actor: Party | None
    address: str = ""
    subject: Party | None = None
    code: str | None = None
    details: Mapping[str, str]
    place: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAct:
    """Note what was done. Addresses stay out: an account that goes must leave no trace of them."""

    log: AuditLog
    accounts_at: AccountsAt
    service: Service
    clock: Clock

    async def ready(self) -> None:
        """Raise `Unavailable` where nothing can be noted: then nothing may be done either."""
        await self.log.head()

    async def __call__(self, seen: Witnessed) -> Entry:
        actor = seen.actor or await self.accounts_at(seen.address)
        return await self.log.append(
            Act(
                at=self.clock(),
                actor=actor,
                action=seen.action,
                outcome=seen.outcome,
                service=self.service,
                subject=seen.subject,
                code=seen.code,
                details=dict(seen.details),
                place=seen.place,
                request=seen.request,
            )
        )
