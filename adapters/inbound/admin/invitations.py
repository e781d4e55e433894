"""Links by which people open accounts."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from adapters.inbound.http.repeats import IdempotencyKey, repeatable
from domain.accounts.ticket import INVITATION_DAYS_MAX, Ticket

router = APIRouter(prefix="/admin/api/invitations", tags=["people"], route_class=AuditedRoute)


class NewInvitation(BaseModel):
    """Without `email` whoever has the link may use it; `mailed` sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    email: str | None = Field(default=None, max_length=300)
    days: int = Field(default=7, ge=1, le=INVITATION_DAYS_MAX)
    mailed: bool = False


class InvitationOut(BaseModel):
    id: str
    email: str | None
    created_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, ticket: Ticket) -> "InvitationOut":
        return cls(
            id=ticket.id,
            email=ticket.email,
            created_at=ticket.created_at,
            expires_at=ticket.expires_at,
        )


class MadeInvitationOut(BaseModel):
    """`link` is shown this once."""

    invitation: InvitationOut
    link: str


class InvitationsOut(BaseModel):
    items: list[InvitationOut]


@router.get("", operation_id="listInvitations")
async def list_invitations(caller: Caller, use: UseCases) -> InvitationsOut:
    found = await use.list_invitations(by=caller)
    return InvitationsOut(items=[InvitationOut.of(each) for each in found])


@router.post("", status_code=201, operation_id="invite")
@audited()
async def invite(
    body: NewInvitation,
    caller: Caller,
    use: UseCases,
    note: Noted,
    idempotency_key: IdempotencyKey = None,
) -> MadeInvitationOut:
    """Asked for again under one `Idempotency-Key` before it is used, it is the same link."""
    note.say(days=body.days, mailed=body.mailed)
    made = await use.invite(
        body.email,
        days=body.days,
        mailed=body.mailed,
        by=caller,
        repeatable=repeatable(idempotency_key, body, by=f"invitation by {caller.id}"),
    )
    return MadeInvitationOut(invitation=InvitationOut.of(made.ticket), link=made.link)


@router.delete("/{invitation_id}", status_code=204, operation_id="revokeInvitation")
@audited()
async def revoke_invitation(invitation_id: str, caller: Caller, use: UseCases) -> None:
    await use.revoke_invitation(invitation_id, by=caller)
