"""Who may open an account without an invitation."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from application.admin.change_registration import RegistrationView
from domain.accounts.registration import Policy

router = APIRouter(prefix="/admin/api/registration", tags=["people"], route_class=AuditedRoute)


class RegistrationBody(BaseModel):
    """`domains` of addresses that may register; none: all. `version` is the one that was read."""

    model_config = ConfigDict(extra="forbid", strict=True)

    policy: Policy
    domains: Annotated[list[Annotated[str, Field(max_length=253)]], Field(max_length=100)] = []
    version: Annotated[int, Field(ge=0, le=2**53)]


class RulesOut(BaseModel):
    policy: Policy
    domains: list[str]


class RegistrationOut(RulesOut):
    """What holds, and the operator's `settings`, which hold where `is_chosen` is false."""

    is_chosen: bool
    settings: RulesOut
    version: int


def _out(view: RegistrationView) -> RegistrationOut:
    return RegistrationOut(
        policy=view.now.policy,
        domains=list(view.now.domains),
        is_chosen=view.choice is not None,
        settings=RulesOut(policy=view.settings.policy, domains=list(view.settings.domains)),
        version=0 if view.choice is None else view.choice.version,
    )


@router.get("", operation_id="readRegistration")
async def read_registration(caller: Caller, use: UseCases) -> RegistrationOut:
    return _out(await use.change_registration.read(by=caller))


@router.put("", operation_id="changeRegistration")
@audited("setting")
async def change_registration(
    body: RegistrationBody, caller: Caller, use: UseCases, note: Noted
) -> RegistrationOut:
    """On every instance from the next registration on; 409 when it was changed meanwhile."""
    note.say(policy=body.policy, domains=", ".join(body.domains))
    changed = await use.change_registration(
        body.policy, body.domains, version=body.version, by=caller
    )
    return _out(changed)


@router.delete("", operation_id="forgetRegistration")
@audited("setting")
async def forget_registration(caller: Caller, use: UseCases) -> RegistrationOut:
    """The operator's settings hold again."""
    return _out(await use.change_registration.forget(by=caller))
