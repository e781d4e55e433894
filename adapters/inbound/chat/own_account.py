"""What people see and change of their own account."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.account import UserOut
from adapters.inbound.chat.use_cases import Caller, CallersSession, Cookie, UseCases
from adapters.inbound.http.auditing import AuditedRoute, audited
from adapters.inbound.http.place import Place
from domain.accounts.device import device_name
from domain.ids import SessionId, UserId

router = APIRouter(prefix="/api", tags=["account"], route_class=AuditedRoute)

_SECRET_LENGTH_MAX = 1_000


class Profile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=200)


class PasswordChange(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    present: str = Field(max_length=_SECRET_LENGTH_MAX)
    new: str = Field(max_length=_SECRET_LENGTH_MAX)


class Deletion(BaseModel):
    """`password` is asked of whose account has one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    password: str = Field(default="", max_length=_SECRET_LENGTH_MAX)


class SessionOut(BaseModel):
    """`is_current`: it is the one that asks."""

    id: str
    device: str
    opened_at: datetime
    used_at: datetime
    is_current: bool


class SessionsOut(BaseModel):
    items: list[SessionOut]


def _leaving(request: Request, response: Response, cookie: Cookie) -> Callable[[], None]:
    return lambda: cookie.clear(request, response)


Leaving = Annotated[Callable[[], None], Depends(_leaving)]


@router.patch("/me", operation_id="changeMe")
async def change_me(body: Profile, caller: Caller, use: UseCases) -> UserOut:
    return UserOut.of(await use.rename_user(caller, name=body.name))


@router.post("/me/password", status_code=204, operation_id="changePassword")
@audited("user")
async def change_password(
    body: PasswordChange, session: CallersSession, place: Place, use: UseCases
) -> None:
    """Everywhere but here the account is signed out."""
    await use.change_password(
        UserId(session.account),
        present=body.present,
        new=body.new,
        session=session.session,
        place=place,
    )


@router.post("/me/deletion", status_code=204, operation_id="deleteMe")
@audited("user")
async def delete_me(
    body: Deletion, session: CallersSession, place: Place, use: UseCases, leave: Leaving
) -> None:
    """Everything goes, at once and for good; rows of the books stay, under an id of nobody."""
    await use.own.delete_account(
        UserId(session.account), session=session.session, password=body.password, place=place
    )
    leave()


@router.get("/sessions", operation_id="listSessions")
async def list_sessions(session: CallersSession, use: UseCases) -> SessionsOut:
    found = await use.list_sessions(session.account)
    return SessionsOut(
        items=[
            SessionOut(
                id=each.id,
                device=device_name(each.device),
                opened_at=each.opened_at,
                used_at=each.used_at,
                is_current=each.id == session.session,
            )
            for each in found
        ]
    )


@router.delete("/sessions/{id}", status_code=204, operation_id="revokeSession")
@audited("session", id_in="id")
async def revoke_session(id: str, session: CallersSession, use: UseCases) -> None:
    await use.revoke_session(SessionId(id), account=session.account)


@router.delete("/sessions", status_code=204, operation_id="revokeOtherSessions")
@audited("session")
async def revoke_other_sessions(session: CallersSession, use: UseCases) -> None:
    """All but the one that asks."""
    await use.revoke_other_sessions(session.account, but=session.session)
