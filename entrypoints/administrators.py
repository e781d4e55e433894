"""Who may administer, how they get in, and what they show for it."""

from typing import TypedDict

from adapters.outbound.mongo.second_factors import MongoSecondFactors
from adapters.outbound.mongo.table_views import MongoTableViews
from adapters.outbound.system.clock import utc_now
from application.accounts.admit import AnswerChallenge
from application.accounts.devices import RevokeOtherSessions
from application.accounts.second_factor import SecondFactorUseCases
from application.accounts.sessions import EndSession
from application.accounts.step_up import GiveProof, RequireProof
from application.admin.administrators_passwords import ChangeOwnPassword, RestoreEntry
from application.admin.change_administrators import (
    AdministratorUseCases,
    AppointAdministrator,
    ListAdministrators,
    RemoveAdministrator,
    SignOutAdministrator,
)
from application.admin.create_administrator import CreateAdministrator
from application.admin.identify_administrator import IdentifyAdministrator, administrator_of
from application.admin.invitations import Invite, ListInvitations, RevokeInvitation
from application.admin.refresh_administrator import RefreshAdministrator
from application.admin.reset_second_factor import (
    ResetAdministratorsSecondFactor,
    ResetSecondFactor,
)
from application.admin.sign_in_administrator import (
    CheckAdministrator,
    ProveAdministrator,
    SignInAdministrator,
)
from entrypoints.accounts import ways_in
from entrypoints.container import Container
from entrypoints.mail import invitation_use_cases
from entrypoints.sessions import session_use_cases


class AdministratorsWays(TypedDict):
    """Each under its name in `AdminUseCases`."""

    sign_in: SignInAdministrator
    refresh: RefreshAdministrator
    answer_challenge: AnswerChallenge
    end_session: EndSession
    identify: IdentifyAdministrator
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


def administrators_ways(container: Container) -> AdministratorsWays:
    administrators = container.administrators()
    sessions = session_use_cases(container, "admin")
    check = CheckAdministrator(
        administrators=administrators,
        passwords=container.passwords(),
        attempts=container.attempts(),
    )
    prove = ProveAdministrator(administrators=administrators, check=check)

    async def is_there(account: str) -> object:
        return await administrator_of(account, administrators)

    ways = ways_in(
        container,
        "admin",
        open_session=sessions.open_session,
        prove=prove,
        is_there=is_there,
    )
    invite, list_invitations, revoke_invitation = invitation_use_cases(container)
    return {
        "administrators": _administrators(container),
        "change_password": ChangeOwnPassword(
            administrators=administrators,
            passwords=container.passwords(),
            common_passwords=container.common_passwords(),
            prove=prove,
            revoke_others=ways.revoke_other_sessions,
        ),
        "restore_entry": RestoreEntry(
            administrators=administrators,
            factors=MongoSecondFactors(container.database()),
            passwords=container.passwords(),
            new_secret=container.secrets(),
            sign_out=_sign_out(container),
        ),
        "create_administrator": container.create_administrator(),
        "invite": invite,
        "list_invitations": list_invitations,
        "revoke_invitation": revoke_invitation,
        "sign_in": SignInAdministrator(check=check, admit=ways.admit),
        "refresh": RefreshAdministrator(
            refresh_session=sessions.refresh_session, administrators=administrators
        ),
        "answer_challenge": ways.answer_challenge,
        "end_session": sessions.end_session,
        "identify": IdentifyAdministrator(
            authenticate=sessions.authenticate,
            administrators=administrators,
            factor_of=ways.second_factor.read,
            is_factor_required=container.settings().is_admin_second_factor_required,
        ),
        "revoke_other_sessions": ways.revoke_other_sessions,
        "second_factor": ways.second_factor,
        "require_proof": RequireProof(sessions=container.sessions(), clock=utc_now),
        "give_proof": GiveProof(
            sessions=container.sessions(),
            factor_of=ways.second_factor.read,
            check_code=ways.second_factor.check_code,
            prove=prove,
            clock=utc_now,
        ),
        "reset_second_factor": ResetSecondFactor(
            users=container.users(),
            factors=MongoSecondFactors(container.database()),
            end_all_sessions=container.end_all_sessions(),
        ),
    }


def _sign_out(container: Container) -> SignOutAdministrator:
    return SignOutAdministrator(
        end_all_sessions=container.end_all_sessions(), changes=container.changes()
    )


def _administrators(container: Container) -> AdministratorUseCases:
    administrators = container.administrators()
    sign_out = _sign_out(container)
    return AdministratorUseCases(
        everybody=ListAdministrators(administrators=administrators),
        appoint=AppointAdministrator(administrators=administrators, sign_out=sign_out),
        remove=RemoveAdministrator(
            administrators=administrators,
            factors=MongoSecondFactors(container.database()),
            views=MongoTableViews(container.database()),
            sign_out=sign_out,
        ),
    )


def reset_administrators_second_factor(container: Container) -> ResetAdministratorsSecondFactor:
    return ResetAdministratorsSecondFactor(
        administrators=container.administrators(),
        factors=MongoSecondFactors(container.database()),
        end_all_sessions=container.end_all_sessions(),
    )
