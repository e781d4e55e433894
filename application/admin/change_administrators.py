"""Who administers, and with which role: looked at by all who administer, changed by roots."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.accounts.sessions import EndAllSessions
from application.admin.permissions import Principal, authorise
from application.ports.administrators import Administrators
from application.ports.changes import Change, Changes
from application.ports.second_factors import SecondFactors
from application.ports.table_views import TableViews
from domain.accounts.administrator import Administrator, AdministratorState, Role
from domain.ids import AdministratorId

SUBJECT = "administrator:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAdministrators:
    administrators: Administrators

    async def __call__(self, *, by: Principal) -> Sequence[Administrator]:
        authorise(by, "look")
        return await self.administrators.all()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOutAdministrator:
    """Everywhere and at once: their tokens are refused, and their live views are closed."""

    end_all_sessions: EndAllSessions
    changes: Changes

    async def __call__(self, id: AdministratorId) -> None:
        await self.end_all_sessions(id)
        await self.changes.tell(Change(subject=f"{SUBJECT}{id}", ended=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointAdministrator:
    """Give somebody another role, keep them out or let them in. They sign in anew.

    Raises `Conflict` where nobody would be left who may change administrators.
    """

    administrators: Administrators
    sign_out: SignOutAdministrator

    async def __call__(
        self,
        id: AdministratorId,
        *,
        role: Role | None = None,
        state: AdministratorState | None = None,
        by: Principal,
    ) -> Administrator:
        """What is `None` stays as it is."""
        authorise(by, "change_administrators")
        found = await self.administrators.get(id)
        wanted = found.appoint(role=role or found.role, state=state or found.state)
        if wanted == found:
            return found
        appointed = await self.administrators.appoint(id, role=wanted.role, state=wanted.state)
        await self.sign_out(id)
        return appointed


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAdministrator:
    """Let somebody administer no more, and forget what was kept for them alone.

    Raises `Conflict` where nobody would be left who may change administrators.
    """

    administrators: Administrators
    factors: SecondFactors
    views: TableViews
    sign_out: SignOutAdministrator

    async def __call__(self, id: AdministratorId, *, by: Principal) -> None:
        authorise(by, "change_administrators")
        await self.administrators.remove(id)
        await self.sign_out(id)
        await self.factors.remove(id)
        await self.views.forget(id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorUseCases:
    everybody: ListAdministrators
    appoint: AppointAdministrator
    remove: RemoveAdministrator
