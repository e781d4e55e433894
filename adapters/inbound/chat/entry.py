"""Ways in besides a known password: registering's rules, confirming an address, a new password."""

from typing import Literal

from fastapi import APIRouter, Depends, status
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from adapters.inbound.http.place import Place
from adapters.inbound.http.refresh_cookie import require_same_origin
from domain.audit.entry import Party

router = APIRouter(prefix="/api/auth", tags=["account"], route_class=AuditedRoute)

OwnPage = Depends(require_same_origin)
_TEXT_MAX = 200


class ProviderOut(BaseModel):
    """One of those who say who people are, and what its button says."""

    name: str
    label: str


class WaysOut(BaseModel):
    """What the pages around signing in offer."""

    registration: Literal["open", "invite", "closed"]
    providers: list[ProviderOut]


class Forgotten(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    email: str = Field(max_length=300)


class NewPassword(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    token: str = Field(max_length=_TEXT_MAX)
    password: str = Field(max_length=1_000)


class Token(BaseModel):
    """The text of a link, which comes behind its `#`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    token: str = Field(max_length=_TEXT_MAX)


class AcceptedOut(BaseModel):
    """The same, whoever asked for whatever address."""

    state: Literal["accepted"] = "accepted"


@router.get("/ways", operation_id="readWaysIn")
async def read_ways(use: UseCases) -> WaysOut:
    providers = [
        ProviderOut(name=each.name, label=each.label) for each in use.accounts.providers.rules
    ]
    registration = await use.accounts.registration()
    return WaysOut(registration=registration.policy, providers=providers)


@router.post(
    "/password-reset",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="askForReset",
    dependencies=[OwnPage],
)
async def ask_for_reset(body: Forgotten, place: Place, use: UseCases) -> AcceptedOut:
    """Also where nobody has this address."""
    await use.accounts.ask_for_reset(body.email, place=place)
    return AcceptedOut()


@router.post(
    "/new-password", status_code=204, operation_id="setNewPassword", dependencies=[OwnPage]
)
@audited()
async def set_new_password(body: NewPassword, use: UseCases, note: Noted) -> None:
    """The account is signed out everywhere. A second factor stays."""
    account = await use.accounts.set_new_password(body.token, password=body.password)
    note.actor = Party(kind="user", id=account)


@router.post("/verification", status_code=204, operation_id="verifyEmail", dependencies=[OwnPage])
@audited()
async def verify_email(body: Token, use: UseCases, note: Noted) -> None:
    note.actor = Party(kind="user", id=await use.accounts.verify_email(body.token))
