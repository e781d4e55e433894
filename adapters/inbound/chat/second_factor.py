"""Somebody's second factor: setting it up, new backup codes, turning it off."""

from fastapi import APIRouter

from adapters.inbound.chat.use_cases import Caller, CallersSession, UseCases
from adapters.inbound.http.auditing import AuditedRoute, audited
from adapters.inbound.http.place import Place
from adapters.inbound.http.second_factor import (
    BackupCodesOut,
    BothGiven,
    CodeGiven,
    NewSecondFactorOut,
    PasswordGiven,
    SecondFactorOut,
)

router = APIRouter(prefix="/api/me/second-factor", tags=["account"], route_class=AuditedRoute)


@router.get("", operation_id="readSecondFactor")
async def read_second_factor(caller: Caller, use: UseCases) -> SecondFactorOut:
    return SecondFactorOut.of(await use.accounts.second_factor.read(caller))


@router.post("", status_code=201, operation_id="beginSecondFactor")
@audited("user")
async def begin_second_factor(
    body: PasswordGiven, caller: Caller, place: Place, use: UseCases
) -> NewSecondFactorOut:
    """It asks for nothing until it is confirmed."""
    begin = use.accounts.second_factor.begin
    return NewSecondFactorOut.of(await begin(caller, password=body.password, place=place))


@router.post("/confirmation", operation_id="confirmSecondFactor")
@audited("user")
async def confirm_second_factor(
    body: CodeGiven, session: CallersSession, use: UseCases
) -> BackupCodesOut:
    """Everywhere but here the account is signed out."""
    codes = await use.accounts.second_factor.confirm(session.account, code=body.code)
    await use.revoke_other_sessions(session.account, but=session.session)
    return BackupCodesOut(codes=list(codes))


@router.post("/backup-codes", operation_id="renewBackupCodes")
@audited("user")
async def renew_backup_codes(
    body: BothGiven, caller: Caller, place: Place, use: UseCases
) -> BackupCodesOut:
    codes = await use.accounts.second_factor.renew_backup_codes(
        caller, password=body.password, code=body.code, place=place
    )
    return BackupCodesOut(codes=list(codes))


@router.post("/removal", status_code=204, operation_id="removeSecondFactor")
@audited("user")
async def remove_second_factor(
    body: BothGiven, caller: Caller, place: Place, use: UseCases
) -> None:
    await use.accounts.second_factor.remove(
        caller, password=body.password, code=body.code, place=place
    )
