"""Accounts: registering, signing in, staying so, signing out."""

from datetime import datetime
from typing import Any, Final, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, ChatUseCases, Cookie, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from adapters.inbound.http.place import Place
from adapters.inbound.http.refresh_cookie import RefreshCookie, require_same_origin
from adapters.inbound.http.second_factor import CHALLENGED, Answer, challenge_answer
from application.accounts.admit import Challenge
from application.accounts.sessions import SignedIn
from domain.accounts.user import User
from domain.audit.entry import Party
from domain.ids import UserId

router = APIRouter(prefix="/api", tags=["account"], route_class=AuditedRoute)

_SECRET_LENGTH_MAX = 1_000


class Registration(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    email: str = Field(max_length=300)
    password: str = Field(max_length=_SECRET_LENGTH_MAX)
    name: str = Field(max_length=200)
    invitation: str = Field(default="", max_length=200)


class Credentials(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    email: str = Field(max_length=300)
    password: str = Field(max_length=_SECRET_LENGTH_MAX)


class LetterSentOut(BaseModel):
    """A letter is on its way to the address, whether it has an account or not."""

    state: Literal["letter_sent"] = "letter_sent"


LETTER_SENT: Final[dict[int | str, dict[str, Any]]] = {
    202: {"model": LetterSentOut, "description": "The address must be confirmed first"}
}


class UserOut(BaseModel):
    """`has_password`: else they come by a provider of identities alone."""

    id: str
    email: str
    name: str
    created_at: datetime
    has_password: bool

    @classmethod
    def of(cls, user: User) -> "UserOut":
        return cls(
            id=user.id,
            email=user.email,
            name=user.name,
            created_at=user.created_at,
            has_password=user.has_password,
        )


class SignedInOut(BaseModel):
    access_token: str
    expires_in_s: int
    user: UserOut


OwnPage = Depends(require_same_origin)


def signed_in_answer(
    request: Request, response: Response, cookie: RefreshCookie, signed: SignedIn, user: User
) -> SignedInOut:
    cookie.write(request, response, signed.refresh_token, lasting=signed.refresh_lasting)
    return SignedInOut(
        access_token=signed.access_token,
        expires_in_s=signed.expires_in_s,
        user=UserOut.of(user),
    )


async def _opened(request: Request, use: ChatUseCases, user: User) -> SignedIn:
    return await use.open_session(user.id, device=_device(request))


def _device(request: Request) -> str:
    return request.headers.get("user-agent", "")


@router.post(
    "/auth/register",
    status_code=201,
    operation_id="register",
    dependencies=[OwnPage],
    response_model=SignedInOut,
    responses=LETTER_SENT,
)
@audited("user")
async def register(
    body: Registration,
    request: Request,
    response: Response,
    use: UseCases,
    cookie: Cookie,
    note: Noted,
) -> SignedInOut | Response:
    cookie.name(request)
    user = await use.accounts.enrol(
        body.email, body.password, name=body.name, invitation=body.invitation
    )
    if user is None:
        return JSONResponse(LetterSentOut().model_dump(), status_code=202)
    note.actor = note.subject = Party(kind="user", id=user.id)
    return signed_in_answer(request, response, cookie, await _opened(request, use, user), user)


@router.post(
    "/auth/sign-in",
    operation_id="signIn",
    dependencies=[OwnPage],
    response_model=SignedInOut,
    responses=CHALLENGED,
)
@audited()
async def sign_in(  # noqa: PLR0913, PLR0917 - what a route is given
    body: Credentials,
    request: Request,
    response: Response,
    place: Place,
    use: UseCases,
    cookie: Cookie,
    note: Noted,
) -> SignedInOut | Response:
    cookie.name(request)
    note.address = body.email
    user = await use.sign_in_user(body.email, body.password, place=place)
    await use.accounts.require_verified(user)
    admitted = await use.accounts.admit(user.id, device=_device(request))
    if isinstance(admitted, Challenge):
        note.say(asked_for="a code")
        return challenge_answer(admitted)
    return signed_in_answer(request, response, cookie, admitted, user)


@router.post("/auth/second-factor", operation_id="answerChallenge", dependencies=[OwnPage])
@audited()
async def answer_challenge(
    body: Answer,
    request: Request,
    response: Response,
    use: UseCases,
    cookie: Cookie,
    note: Noted,
) -> SignedInOut:
    cookie.name(request)
    answer = use.accounts.answer_challenge
    note.actor = Party(kind="user", id=answer.account_of(body.challenge))
    signed = await answer(body.challenge, body.code, device=_device(request))
    user = await use.read_user(UserId(signed.account))
    return signed_in_answer(request, response, cookie, signed, user)


@router.post("/auth/refresh", operation_id="refresh")
@audited(only=frozenset({"refresh_reused"}))
async def refresh(
    request: Request, response: Response, use: UseCases, cookie: Cookie
) -> SignedInOut:
    signed = await use.refresh_session(cookie.read(request))
    user = await use.read_user(UserId(signed.account))
    return signed_in_answer(request, response, cookie, signed, user)


@router.post("/auth/sign-out", status_code=204, operation_id="signOut", dependencies=[OwnPage])
async def sign_out(request: Request, response: Response, use: UseCases, cookie: Cookie) -> None:
    await use.end_session(request.cookies.get(cookie.name(request), ""))
    cookie.clear(request, response)


@router.get("/me", operation_id="readMe")
async def read_me(caller: Caller, use: UseCases) -> UserOut:
    return UserOut.of(await use.read_user(caller))
