"""Signing in where a provider of identities says who one is, and what is connected so."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.account import OwnPage, SignedInOut, signed_in_answer
from adapters.inbound.chat.use_cases import CallersSession, Cookie, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from adapters.inbound.http.flow_cookie import (
    clear_flow_cookie,
    read_flow_cookie,
    write_flow_cookie,
)
from adapters.inbound.http.place import Place
from adapters.inbound.http.second_factor import CHALLENGED, challenge_answer
from application.accounts.admit import Challenge
from application.accounts.sign_in_by_provider import Begun
from domain.accounts.identity import Identity
from domain.accounts.sign_in_flow import SignInFlow
from domain.accounts.ticket import LASTING
from domain.audit.entry import Party
from domain.ids import UserId

router = APIRouter(prefix="/api", tags=["account"], route_class=AuditedRoute)

_SECRET_LENGTH_MAX = 1_000


class ProviderChosen(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    provider: str = Field(max_length=40)


class ProviderToLink(ProviderChosen):
    """`password` is asked of whose account has one."""

    password: str = Field(default="", max_length=_SECRET_LENGTH_MAX)


class BroughtBack(ProviderChosen):
    """What stands in the address that a provider sent the browser back to."""

    code: str = Field(max_length=4_000)
    state: str = Field(max_length=200)
    issuer: str = Field(default="", max_length=1_000)


class BroughtBackToEnter(BroughtBack):
    invitation: str = Field(default="", max_length=200)


class ElsewhereOut(BaseModel):
    """Where the browser goes now."""

    address: str


class IdentityOut(BaseModel):
    id: str
    provider: str
    email: str
    linked_at: datetime

    @classmethod
    def of(cls, identity: Identity) -> "IdentityOut":
        return cls(
            id=identity.id,
            provider=identity.provider,
            email=identity.email,
            linked_at=identity.linked_at,
        )


class IdentitiesOut(BaseModel):
    items: list[IdentityOut]


def _sent(request: Request, response: Response, cookie: Cookie, begun: Begun) -> ElsewhereOut:
    lasting = LASTING["provider"]
    write_flow_cookie(request, response, cookie, begun.browser, lasting=lasting)
    return ElsewhereOut(address=begun.address)


def _flow_of(body: BroughtBack, request: Request, cookie: Cookie) -> SignInFlow:
    browser = read_flow_cookie(request, cookie)
    return SignInFlow(provider=body.provider, state=body.state, browser=browser)


@router.post("/auth/provider", operation_id="beginAtProvider", dependencies=[OwnPage])
async def begin_at_provider(
    body: ProviderChosen, request: Request, response: Response, use: UseCases, cookie: Cookie
) -> ElsewhereOut:
    cookie.name(request)
    begun = await use.accounts.providers.begin(body.provider)
    return _sent(request, response, cookie, begun)


async def _arrived(
    body: BroughtBackToEnter, request: Request, use: UseCases, cookie: Cookie, note: Noted
) -> str:
    """The account of whoever came back."""
    note.say(provider=body.provider)
    ways = use.accounts.providers
    flow = _flow_of(body, request, cookie)
    claims = await ways.hear(flow, code=body.code, issuer=body.issuer, user=None)
    note.address = claims.email or ""
    user = await ways.enter(body.provider, claims, invitation=body.invitation)
    note.actor = note.subject = Party(kind="user", id=user.id)
    await use.accounts.require_verified(user)
    return user.id


Arrived = Annotated[str, Depends(_arrived)]


@router.post(
    "/auth/provider/return",
    operation_id="signInByProvider",
    dependencies=[OwnPage],
    response_model=SignedInOut,
    responses=CHALLENGED,
)
@audited("user")
async def sign_in_by_provider(
    account: Arrived, request: Request, response: Response, use: UseCases, cookie: Cookie
) -> SignedInOut | Response:
    """A second factor of ours is asked for here as after a password."""
    device = request.headers.get("user-agent", "")
    admitted = await use.accounts.admit(account, device=device)
    if isinstance(admitted, Challenge):
        asked = challenge_answer(admitted)
        clear_flow_cookie(request, asked, cookie)
        return asked
    clear_flow_cookie(request, response, cookie)
    user = await use.read_user(UserId(account))
    return signed_in_answer(request, response, cookie, admitted, user)


@router.get("/identities", operation_id="listIdentities")
async def list_identities(session: CallersSession, use: UseCases) -> IdentitiesOut:
    found = await use.accounts.providers.identities.of(UserId(session.account))
    return IdentitiesOut(items=[IdentityOut.of(each) for each in found])


async def _owner(
    body: ProviderToLink, session: CallersSession, place: Place, use: UseCases
) -> UserId:
    """Who showed just now that the account is theirs: what is linked stays a way in."""
    account = UserId(session.account)
    await use.accounts.providers.prove(
        account, session=session.session, password=body.password, place=place
    )
    return account


@router.post("/identities", operation_id="beginLink", dependencies=[OwnPage])
@audited("user")
async def begin_link(  # noqa: PLR0913, PLR0917 - what a route is given
    body: ProviderToLink,
    owner: Annotated[UserId, Depends(_owner)],
    request: Request,
    response: Response,
    use: UseCases,
    cookie: Cookie,
    note: Noted,
) -> ElsewhereOut:
    note.say(provider=body.provider)
    begun = await use.accounts.providers.begin(body.provider, user=owner)
    return _sent(request, response, cookie, begun)


@router.post("/identities/return", operation_id="linkIdentity", dependencies=[OwnPage])
@audited("user")
async def link_identity(  # noqa: PLR0913, PLR0917 - what a route is given
    body: BroughtBack,
    session: CallersSession,
    request: Request,
    response: Response,
    use: UseCases,
    cookie: Cookie,
    note: Noted,
) -> IdentityOut:
    note.say(provider=body.provider)
    account = UserId(session.account)
    flow = _flow_of(body, request, cookie)
    ways = use.accounts.providers
    claims = await ways.hear(flow, code=body.code, issuer=body.issuer, user=account)
    clear_flow_cookie(request, response, cookie)
    return IdentityOut.of(await ways.link(account, body.provider, claims))


@router.delete("/identities/{id}", status_code=204, operation_id="unlinkIdentity")
@audited("user")
async def unlink_identity(id: str, session: CallersSession, use: UseCases) -> None:
    await use.accounts.providers.unlink(UserId(session.account), id)
