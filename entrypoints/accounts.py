"""Ways into accounts of both kinds, and what protects them, on the stores of the container."""

from dataclasses import dataclass

from adapters.inbound.chat.account_use_cases import AccountUseCases
from adapters.outbound.mongo.registration_choices import MongoRegistrationChoices
from adapters.outbound.mongo.second_factors import MongoSecondFactors
from adapters.outbound.mongo.tickets import MongoTickets
from adapters.outbound.system.access_tokens import JwtAccessTokens
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id, new_secret
from application.accounts.admit import Admit, AnswerChallenge, IsThere
from application.accounts.devices import ListSessions, RevokeOtherSessions, RevokeSession
from application.accounts.read_registration import ReadRegistration
from application.accounts.read_user import ReadUser
from application.accounts.register_user import Enrol, RegisterUser
from application.accounts.reset_password import AskForReset, SetNewPassword
from application.accounts.second_factor import (
    ProvePassword,
    SecondFactorUseCases,
    second_factor_use_cases,
)
from application.accounts.sessions import OpenSession
from application.accounts.sign_in_user import ProveUser, SignInUser
from application.accounts.verify_email import RequireVerified, SendVerification, VerifyEmail
from domain.accounts.registration import Registration
from domain.accounts.session import Audience
from domain.ids import UserId
from entrypoints.container import Container
from entrypoints.identity_providers import provider_use_cases
from entrypoints.mail import errands, letters_of, post_of
from entrypoints.sessions import session_use_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """What every kind of account has, each with a key of its own for what it challenges."""

    admit: Admit
    answer_challenge: AnswerChallenge
    second_factor: SecondFactorUseCases
    revoke_other_sessions: RevokeOtherSessions


def ways_in(
    container: Container,
    audience: Audience,
    *,
    open_session: OpenSession,
    prove: ProvePassword,
    is_there: IsThere,
) -> WaysIn:
    settings = container.settings()
    key = settings.chat_token_key if audience == "chat" else settings.admin_token_key
    challenges = JwtAccessTokens(
        key=b"second factor:" + key.get_secret_value().encode(),
        audience=audience,
        clock=utc_now,
        use="second-factor",
    )
    factors = MongoSecondFactors(container.database())
    second_factor = second_factor_use_cases(
        factors=factors,
        sealing=container.sealing(),
        prove=prove,
        pepper=container.pepper(),
        new_secret=new_secret,
        clock=utc_now,
    )
    return WaysIn(
        admit=Admit(
            factors=factors,
            open_session=open_session,
            challenges=challenges,
            new_id=new_id,
            clock=utc_now,
        ),
        answer_challenge=AnswerChallenge(
            challenges=challenges,
            check_code=second_factor.check_code,
            is_there=is_there,
            open_session=open_session,
        ),
        second_factor=second_factor,
        revoke_other_sessions=RevokeOtherSessions(
            list_sessions=ListSessions(sessions=container.sessions(), clock=utc_now),
            revoke=RevokeSession(
                sessions=container.sessions(), live=container.live_sessions(), clock=utc_now
            ),
        ),
    )


def read_registration(container: Container) -> ReadRegistration:
    settings = container.settings()
    return ReadRegistration(
        settings=Registration(
            policy=settings.registration,
            domains=settings.registration_domains,
            verify=settings.verify_email,
        ),
        choices=MongoRegistrationChoices(container.database()),
    )


def register_user(container: Container) -> RegisterUser:
    return RegisterUser(
        users=container.users(),
        passwords=container.passwords(),
        common_passwords=container.common_passwords(),
        registration=read_registration(container),
        tickets=MongoTickets(container.database()),
        new_id=new_id,
        clock=utc_now,
    )


def account_use_cases(
    container: Container, *, sign_in: SignInUser, register: RegisterUser
) -> AccountUseCases:
    """Of people who chat."""
    users, tickets = container.users(), register.tickets
    registration, later = register.registration, errands()
    post, letters = post_of(container.settings()), letters_of(container.settings())
    send = SendVerification(
        tickets=tickets,
        post=post,
        letters=letters,
        attempts=container.attempts(),
        errands=later,
        new_secret=new_secret,
        clock=utc_now,
    )
    read_user = ReadUser(users=users)

    async def is_there(account: str) -> object:
        return await read_user(UserId(account))

    ways = ways_in(
        container,
        "chat",
        open_session=session_use_cases(container, "chat").open_session,
        prove=ProveUser(users=users, sign_in=sign_in),
        is_there=is_there,
    )
    return AccountUseCases(
        providers=provider_use_cases(container, register=register, sign_in=sign_in),
        admit=ways.admit,
        answer_challenge=ways.answer_challenge,
        second_factor=ways.second_factor,
        registration=registration,
        enrol=Enrol(register=register, send=send, post=post, letters=letters, errands=later),
        require_verified=RequireVerified(registration=registration.settings, send=send),
        verify_email=VerifyEmail(users=users, tickets=tickets, clock=utc_now),
        ask_for_reset=AskForReset(
            users=users,
            tickets=tickets,
            post=post,
            letters=letters,
            attempts=container.attempts(),
            errands=later,
            new_secret=new_secret,
            clock=utc_now,
        ),
        set_new_password=SetNewPassword(
            users=users,
            tickets=tickets,
            passwords=container.passwords(),
            common_passwords=container.common_passwords(),
            end_all_sessions=container.end_all_sessions(),
            clock=utc_now,
        ),
    )
