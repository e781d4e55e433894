"""Signing in to the administration, staying so, signing out."""

from typing import Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, Cookie, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from adapters.inbound.http.place import Place
from adapters.inbound.http.refresh_cookie import RefreshCookie, require_same_origin
from application.accounts.sessions import SignedIn
from domain.accounts.administrator import Administrator

router = APIRouter(prefix="/admin/api", tags=["account"], route_class=AuditedRoute)

OwnPage = Depends(require_same_origin)


class Credentials(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    email: str = Field(max_length=300)
    password: str = Field(max_length=1_000)


class AdministratorOut(BaseModel):
    id: str
    email: str
    name: str
    role: Literal["root", "admin", "auditor"]


class SignedInOut(BaseModel):
    access_token: str
    expires_in_s: int
    administrator: AdministratorOut


def _out(administrator: Administrator) -> AdministratorOut:
    return AdministratorOut(
        id=administrator.id,
        email=administrator.email,
        name=administrator.name,
        role=administrator.role,
    )


def _answer(
    request: Request,
    response: Response,
    cookie: RefreshCookie,
    signed: tuple[SignedIn, Administrator],
) -> SignedInOut:
    session, administrator = signed
    cookie.write(request, response, session.refresh_token, lasting=session.refresh_lasting)
    return SignedInOut(
        access_token=session.access_token,
        expires_in_s=session.expires_in_s,
        administrator=_out(administrator),
    )


@router.post("/auth/sign-in", operation_id="signIn", dependencies=[OwnPage])
@audited()
async def sign_in(  # noqa: PLR0913, PLR0917 - what a route is given
    body: Credentials,
    request: Request,
    response: Response,
    place: Place,
    use: UseCases,
    cookie: Cookie,
    note: Noted,
) -> SignedInOut:
    cookie.name(request)
    note.address = body.email
    signed = await use.sign_in(body.email, body.password, place=place)
    return _answer(request, response, cookie, signed)


@router.post("/auth/refresh", operation_id="refresh")
@audited(only=frozenset({"refresh_reused"}))
async def refresh(
    request: Request, response: Response, use: UseCases, cookie: Cookie
) -> SignedInOut:
    return _answer(request, response, cookie, await use.refresh(cookie.read(request)))


@router.post("/auth/sign-out", status_code=204, operation_id="signOut", dependencies=[OwnPage])
async def sign_out(request: Request, response: Response, use: UseCases, cookie: Cookie) -> None:
    await use.end_session(request.cookies.get(cookie.name(request), ""))
    cookie.clear(request, response)


@router.get("/me", operation_id="readMe")
async def read_me(caller: Caller) -> AdministratorOut:
    return _out(caller)
