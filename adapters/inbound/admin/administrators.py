"""Those who administer: their roles, who comes and who goes."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import AdminUseCases, Caller, ProvedCaller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from domain.accounts.administrator import Administrator, Role
from domain.accounts.user import NAME_LENGTH_MAX
from domain.audit.entry import Party
from domain.ids import AdministratorId

router = APIRouter(
    prefix="/admin/api/administrators", tags=["administrators"], route_class=AuditedRoute
)


class ColleagueOut(BaseModel):
    id: str
    email: str
    name: str
    role: Role
    state: Literal["active", "disabled"]
    created_at: datetime
    has_second_factor: bool


class ColleaguesOut(BaseModel):
    items: list[ColleagueOut]


class NewColleague(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    email: str = Field(max_length=300)
    name: str = Field(min_length=1, max_length=NAME_LENGTH_MAX)
    role: Role


class MadeColleagueOut(BaseModel):
    """`password` is shown this once."""

    administrator: ColleagueOut
    password: str


class RenewedPasswordOut(BaseModel):
    """`password` is shown this once."""

    password: str


class Appointed(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    role: Role | None = None
    state: Literal["active", "disabled"] | None = None


async def _out(administrator: Administrator, use: AdminUseCases) -> ColleagueOut:
    return ColleagueOut(
        id=administrator.id,
        email=administrator.email,
        name=administrator.name,
        role=administrator.role,
        state=administrator.state,
        created_at=administrator.created_at,
        has_second_factor=await use.second_factor.read(administrator.id) is not None,
    )


@router.get("", operation_id="listAdministrators")
async def list_administrators(caller: Caller, use: UseCases) -> ColleaguesOut:
    found = await use.administrators.everybody(by=caller)
    return ColleaguesOut(items=[await _out(each, use) for each in found])


@router.post("", status_code=201, operation_id="createAdministrator")
@audited("administrator")
async def create_administrator(
    body: NewColleague, caller: ProvedCaller, use: UseCases, note: Noted
) -> MadeColleagueOut:
    """With a password that is made up and told this once."""
    note.say(role=body.role)
    made = await use.create_administrator(
        body.email, name=body.name, role=body.role, password=None, by=caller
    )
    note.subject = Party(kind="administrator", id=made.administrator.id)
    return MadeColleagueOut(
        administrator=await _out(made.administrator, use), password=made.password
    )


@router.patch("/{administrator_id}", operation_id="appointAdministrator")
@audited("administrator", id_in="administrator_id")
async def appoint_administrator(
    administrator_id: str, body: Appointed, caller: ProvedCaller, use: UseCases, note: Noted
) -> ColleagueOut:
    """They are signed out everywhere. One root who is let in is always left (409)."""
    note.say(role=body.role, state=body.state)
    appointed = await use.administrators.appoint(
        AdministratorId(administrator_id), role=body.role, state=body.state, by=caller
    )
    return await _out(appointed, use)


@router.delete("/{administrator_id}", status_code=204, operation_id="removeAdministrator")
@audited("administrator", id_in="administrator_id")
async def remove_administrator(administrator_id: str, caller: ProvedCaller, use: UseCases) -> None:
    """For good. One root who is let in is always left (409)."""
    await use.administrators.remove(AdministratorId(administrator_id), by=caller)


@router.post("/{administrator_id}/password", operation_id="renewAdministratorsPassword")
@audited("administrator", id_in="administrator_id")
async def renew_password(
    administrator_id: str, caller: ProvedCaller, use: UseCases
) -> RenewedPasswordOut:
    """One that is made up, for who forgot theirs. They are signed out everywhere."""
    made = await use.restore_entry.by_new_password(AdministratorId(administrator_id), by=caller)
    return RenewedPasswordOut(password=made.password)


@router.delete(
    "/{administrator_id}/second-factor",
    status_code=204,
    operation_id="resetAdministratorsSecondFactor",
)
@audited("administrator", id_in="administrator_id")
async def reset_second_factor(administrator_id: str, caller: ProvedCaller, use: UseCases) -> None:
    """For who lost theirs. They are signed out everywhere."""
    await use.restore_entry.without_second_factor(AdministratorId(administrator_id), by=caller)
