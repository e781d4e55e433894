"""What the administration can be asked to do, and who asks."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from adapters.inbound.admin.alert_use_cases import AlertUseCases
from adapters.inbound.admin.audit_use_cases import AuditUseCases
from adapters.inbound.admin.system_use_cases import SystemUseCases
from adapters.inbound.http.auditing import Noted
from adapters.inbound.http.refresh_cookie import RefreshCookie
from application.accounts.admit import AnswerChallenge
from application.accounts.devices import RevokeOtherSessions
from application.accounts.second_factor import SecondFactorUseCases
from application.accounts.sessions import EndSession
from application.accounts.step_up import GiveProof, RequireProof
from application.admin.administrators_passwords import ChangeOwnPassword, RestoreEntry
from application.admin.analyse import Analyse
from application.admin.ban_user import BanUser
from application.admin.change_administrators import AdministratorUseCases
from application.admin.change_key import ChangeKey
from application.admin.change_offer import (
    ChangeOffer,
    DiscoverModels,
    ReadAssortment,
    ReadOffer,
)
from application.admin.change_registration import ChangeRegistration
from application.admin.change_team import ChangeTeam
from application.admin.create_administrator import CreateAdministrator
from application.admin.create_key import CreateKey
from application.admin.create_team import CreateTeam
from application.admin.describe_calls import DescribeCalls
from application.admin.grant_models import GrantModels
from application.admin.identify_administrator import Identified, IdentifyAdministrator
from application.admin.invitations import Invite, ListInvitations, RevokeInvitation
from application.admin.list_calls import ListCalls
from application.admin.list_keys import ListKeys
from application.admin.list_teams import ListTeams
from application.admin.list_users import ListUsers
from application.admin.overview import Overview
from application.admin.rank_allowances import RankAllowances
from application.admin.read_call import ReadCall
from application.admin.read_key import ReadKey
from application.admin.read_standing import ReadStanding
from application.admin.read_user import ReadUser
from application.admin.refresh_administrator import RefreshAdministrator
from application.admin.reset_second_factor import ResetSecondFactor
from application.admin.revoke_key import RevokeKey
from application.admin.rotate_key import RotateKey
from application.admin.set_allowance import SetAllowance
from application.admin.set_user_state import SetUserState
from application.admin.sign_in_administrator import SignInAdministrator
from application.admin.table_views import OwnTableViews
from application.admin.usage_by_day import UsageByDay
from application.announcements.manage import ManageAnnouncements
from application.ports.call_feed import CallFeed
from application.ports.changes import Changes
from application.ports.clock import Clock
from application.ports.ids import NewId
from domain.accounts.administrator import Administrator
from domain.audit.entry import Party
from domain.errors import Unauthenticated


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminUseCases:
    sign_in: SignInAdministrator
    refresh: RefreshAdministrator
    answer_challenge: AnswerChallenge
    end_session: EndSession
    revoke_other_sessions: RevokeOtherSessions
    second_factor: SecondFactorUseCases
    require_proof: RequireProof
    give_proof: GiveProof
    reset_second_factor: ResetSecondFactor
    administrators: AdministratorUseCases
    change_password: ChangeOwnPassword
    restore_entry: RestoreEntry
    create_administrator: CreateAdministrator
    invite: Invite
    list_invitations: ListInvitations
    revoke_invitation: RevokeInvitation
    identify: IdentifyAdministrator
    list_users: ListUsers
    read_user: ReadUser
    set_user_state: SetUserState
    ban_user: BanUser
    list_keys: ListKeys
    read_key: ReadKey
    create_key: CreateKey
    revoke_key: RevokeKey
    rotate_key: RotateKey
    change_team: ChangeTeam
    grant_models: GrantModels
    set_allowance: SetAllowance
    change_key: ChangeKey
    read_standing: ReadStanding
    rank_allowances: RankAllowances
    read_offer: ReadOffer
    read_assortment: ReadAssortment
    discover_models: DiscoverModels
    change_offer: ChangeOffer
    list_teams: ListTeams
    create_team: CreateTeam
    usage_by_day: UsageByDay
    overview: Overview
    analyse: Analyse
    list_calls: ListCalls
    read_call: ReadCall
    describe_calls: DescribeCalls
    audit: AuditUseCases
    alerts: AlertUseCases
    announcements: ManageAnnouncements
    table_views: OwnTableViews
    change_registration: ChangeRegistration
    changes: Changes
    system: SystemUseCases
    feed: CallFeed
    clock: Clock
    new_id: NewId


# What is not `async` would be run in a thread of its own.
async def use_cases_of(request: Request) -> AdminUseCases:
    found = request.app.state.use_cases
    assert isinstance(found, AdminUseCases)
    return found


async def cookie_of(request: Request) -> RefreshCookie:
    found = request.app.state.refresh_cookie
    assert isinstance(found, RefreshCookie)
    return found


UseCases = Annotated[AdminUseCases, Depends(use_cases_of)]
Cookie = Annotated[RefreshCookie, Depends(cookie_of)]

_bearer = HTTPBearer(auto_error=False, description="An administrator's access token")


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def _identified(credentials: Bearer, use: UseCases, note: Noted) -> Identified:
    if credentials is None:
        raise Unauthenticated("sign in first")
    found = await use.identify(credentials.credentials)
    note.actor = Party(kind="administrator", id=found.administrator.id)
    return found


async def _setting_up(credentials: Bearer, use: UseCases, note: Noted) -> Identified:
    """Also who must first set up a second factor, and may do nothing else."""
    if credentials is None:
        raise Unauthenticated("sign in first")
    found = await use.identify(credentials.credentials, setting_up=True)
    note.actor = Party(kind="administrator", id=found.administrator.id)
    return found


CallersSession = Annotated[Identified, Depends(_identified)]
SettingUp = Annotated[Identified, Depends(_setting_up)]


async def _caller(identified: CallersSession) -> Administrator:
    return identified.administrator


async def _proved(identified: CallersSession, use: UseCases) -> Administrator:
    await use.require_proof(identified.session)
    return identified.administrator


Caller = Annotated[Administrator, Depends(_caller)]
ProvedCaller = Annotated[Administrator, Depends(_proved)]
"""Who showed just now who they are: for acts that a stolen session must not do."""
