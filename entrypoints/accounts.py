"""Ways into accounts of both kinds, and what protects them, on the stores of the container."""

from dataclasses import dataclass

from adapters.inbound.chat.account_use_cases import AccountUseCases
from adapters.outbound.mongo.second_factors import MongoSecondFactors
from adapters.outbound.system.access_tokens import JwtAccessTokens
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id, new_secret
from application.accounts.admit import Admit, AnswerChallenge, IsThere
from application.accounts.devices import ListSessions, RevokeOtherSessions, RevokeSession
from application.accounts.read_user import ReadUser
from application.accounts.second_factor import (
    ProvePassword,
    SecondFactorUseCases,
    second_factor_use_cases,
)
from application.accounts.sessions import OpenSession
from application.accounts.sign_in_user import ProveUser, SignInUser
from domain.accounts.session import Audience
from domain.ids import UserId
from entrypoints.container import Container
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


def account_use_cases(container: Container, *, sign_in: SignInUser) -> AccountUseCases:
    """Of people who chat."""
    read_user = ReadUser(users=container.users())

    async def is_there(account: str) -> object:
        return await read_user(UserId(account))

    ways = ways_in(
        container,
        "chat",
        open_session=session_use_cases(container, "chat").open_session,
        prove=ProveUser(users=container.users(), sign_in=sign_in),
        is_there=is_there,
    )
    return AccountUseCases(
        admit=ways.admit,
        answer_challenge=ways.answer_challenge,
        second_factor=ways.second_factor,
    )
