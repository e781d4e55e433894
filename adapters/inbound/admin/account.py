"""Signing in to the administration, staying so, signing out."""

from typing import Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import (
    AdminUseCases,
    CallersSession,
    Cookie,
    SettingUp,
    UseCases,
)
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from adapters.inbound.http.place import Place
from adapters.inbound.http.refresh_cookie import RefreshCookie, require_same_origin
from adapters.inbound.http.second_factor import (
    CHALLENGED,
    Answer,
    BackupCodesOut,
    BothGiven,
    CodeGiven,
    NewSecondFactorOut,
    PasswordGiven,
    SecondFactorOut,
    challenge_answer,
)
from application.accounts.admit import Challenge
from application.accounts.sessions import SignedIn
from domain.accounts.administrator import Administrator
from domain.audit.entry import Party

router = APIRouter(prefix="/admin/api", tags=["account"], route_class=AuditedRoute)

OwnPage = Depends(require_same_origin)


class Credentials(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    email: str = Field(max_length=300)
    password: str = Field(max_length=1_000)


class AdministratorOut(BaseModel):
    """`must_set_up`: nothing else is allowed before they have a second factor."""

    id: str
    email: str
    name: str
    role: Literal["root", "admin", "auditor"]
    has_second_factor: bool
    must_set_up: bool


class Proof(BaseModel):
    """A code where the account has a second factor, else the password."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: str = Field(default="", max_length=40)
    password: str = Field(default="", max_length=1_000)


class NewPassword(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    present: str = Field(max_length=1_000)
    new: str = Field(max_length=1_000)


class SignedInOut(BaseModel):
    access_token: str
    expires_in_s: int
    administrator: AdministratorOut


async def _out(administrator: Administrator, use: AdminUseCases) -> AdministratorOut:
    return AdministratorOut(
        id=administrator.id,
        email=administrator.email,
        name=administrator.name,
        role=administrator.role,
        has_second_factor=await use.second_factor.read(administrator.id) is not None,
        must_set_up=await use.identify.misses_factor(administrator.id),
    )


async def _answer(
    request: Request,
    response: Response,
    cookie: RefreshCookie,
    signed: tuple[SignedIn, Administrator],
    use: AdminUseCases,
) -> SignedInOut:
    session, administrator = signed
    cookie.write(request, response, session.refresh_token, lasting=session.refresh_lasting)
    return SignedInOut(
        access_token=session.access_token,
        expires_in_s=session.expires_in_s,
        administrator=await _out(administrator, use),
    )


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
    admitted, administrator = await use.sign_in(body.email, body.password, place=place)
    if isinstance(admitted, Challenge):
        note.say(asked_for="a code")
        return challenge_answer(admitted)
    return await _answer(request, response, cookie, (admitted, administrator), use)


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
    account = use.answer_challenge.account_of(body.challenge)
    note.actor = Party(kind="administrator", id=account)
    signed = await use.answer_challenge(body.challenge, body.code)
    administrator = await use.refresh.administrator(signed)
    return await _answer(request, response, cookie, (signed, administrator), use)


@router.post("/auth/refresh", operation_id="refresh")
@audited(only=frozenset({"refresh_reused"}))
async def refresh(
    request: Request, response: Response, use: UseCases, cookie: Cookie
) -> SignedInOut:
    signed = await use.refresh(cookie.read(request))
    return await _answer(request, response, cookie, signed, use)


@router.post("/auth/sign-out", status_code=204, operation_id="signOut", dependencies=[OwnPage])
async def sign_out(request: Request, response: Response, use: UseCases, cookie: Cookie) -> None:
    await use.end_session(request.cookies.get(cookie.name(request), ""))
    cookie.clear(request, response)


@router.get("/me", operation_id="readMe")
async def read_me(caller: SettingUp, use: UseCases) -> AdministratorOut:
    return await _out(caller.administrator, use)


@router.post("/me/proof", status_code=204, operation_id="giveProof")
@audited("administrator")
async def give_proof(body: Proof, caller: CallersSession, place: Place, use: UseCases) -> None:
    """For a while dangerous acts are allowed in this session."""
    await use.give_proof(
        caller.session,
        account=caller.administrator.id,
        code=body.code,
        password=body.password,
        place=place,
    )


@router.get("/me/second-factor", operation_id="readSecondFactor")
async def read_second_factor(caller: SettingUp, use: UseCases) -> SecondFactorOut:
    return SecondFactorOut.of(await use.second_factor.read(caller.administrator.id))


@router.post("/me/second-factor", status_code=201, operation_id="beginSecondFactor")
@audited("administrator")
async def begin_second_factor(
    body: PasswordGiven, caller: SettingUp, place: Place, use: UseCases
) -> NewSecondFactorOut:
    """It asks for nothing until it is confirmed."""
    account = caller.administrator.id
    return NewSecondFactorOut.of(
        await use.second_factor.begin(account, password=body.password, place=place)
    )


@router.post("/me/second-factor/confirmation", operation_id="confirmSecondFactor")
@audited("administrator")
async def confirm_second_factor(
    body: CodeGiven, caller: SettingUp, use: UseCases
) -> BackupCodesOut:
    """Everywhere but here the account is signed out."""
    account = caller.administrator.id
    codes = await use.second_factor.confirm(account, code=body.code)
    await use.revoke_other_sessions(account, but=caller.session)
    return BackupCodesOut(codes=list(codes))


@router.post("/me/second-factor/backup-codes", operation_id="renewBackupCodes")
@audited("administrator")
async def renew_backup_codes(
    body: BothGiven, caller: CallersSession, place: Place, use: UseCases
) -> BackupCodesOut:
    codes = await use.second_factor.renew_backup_codes(
        caller.administrator.id, password=body.password, code=body.code, place=place
    )
    return BackupCodesOut(codes=list(codes))


@router.post("/me/second-factor/removal", status_code=204, operation_id="removeSecondFactor")
@audited("administrator")
async def remove_second_factor(
    body: BothGiven, caller: CallersSession, place: Place, use: UseCases
) -> None:
    await use.second_factor.remove(
        caller.administrator.id, password=body.password, code=body.code, place=place
    )


@router.put("/me/password", status_code=204, operation_id="changePassword")
@audited("administrator")
async def change_password(
    body: NewPassword, caller: CallersSession, place: Place, use: UseCases
) -> None:
    """Everywhere but here the account is signed out."""
    await use.change_password(
        caller.administrator.id,
        present=body.present,
        new=body.new,
        session=caller.session,
        place=place,
    )
