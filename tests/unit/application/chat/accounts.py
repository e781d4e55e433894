"""What the chat service does with accounts, on memory adapters."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

from adapters.inbound.chat.account_use_cases import AccountUseCases
from adapters.outbound.memory.identities import MemoryIdentities
from adapters.outbound.memory.post import MemoryPost
from adapters.outbound.memory.registration_choices import MemoryRegistrationChoices
from adapters.outbound.memory.second_factors import MemorySecondFactors
from adapters.outbound.memory.sessions import MemoryLiveSessions, MemorySessions
from adapters.outbound.memory.sign_in_attempts import MemorySignInAttempts
from adapters.outbound.memory.tickets import MemoryTickets
from adapters.outbound.system.access_tokens import JwtAccessTokens
from adapters.outbound.system.sealing import AesSealing
from application.accounts.admit import Admit, AnswerChallenge
from application.accounts.change_user import ChangePassword, RenameUser
from application.accounts.devices import ListSessions, RevokeOtherSessions, RevokeSession
from application.accounts.errands import Errands
from application.accounts.letters import Letters
from application.accounts.prove_owner import ProveOwner
from application.accounts.read_registration import ReadRegistration
from application.accounts.read_user import ReadUser
from application.accounts.register_user import Enrol, RegisterUser
from application.accounts.reset_password import AskForReset, SetNewPassword
from application.accounts.second_factor import second_factor_use_cases
from application.accounts.sessions import (
    Authenticate,
    EndAllSessions,
    EndSession,
    OpenSession,
    RefreshSession,
    SessionTerms,
)
from application.accounts.sign_in_by_provider import IdentityProviders
from application.accounts.sign_in_user import ProveUser, SignInUser
from application.accounts.step_up import RequireProof
from application.accounts.verify_email import RequireVerified, SendVerification, VerifyEmail
from application.ports.clock import Clock
from application.ports.passwords import Passwords
from application.ports.users import Users
from domain.accounts.registration import Registration
from domain.ids import UserId
from entrypoints.identity_providers import provider_use_cases_on


class Accounts:
    """Each use case under its name in `ChatUseCases`."""

    def __init__(
        self,
        *,
        users: Users,
        passwords: Passwords,
        registration: Registration,
        new_id: Callable[[], str],
        clock: Clock,
        providers: IdentityProviders | None = None,
    ) -> None:
        numbers = count(1)
        sessions, live = MemorySessions(), MemoryLiveSessions(clock=clock)
        self.sessions, self.live = sessions, live
        tokens = JwtAccessTokens(key=b"k" * 32, audience="chat", clock=clock)
        terms = SessionTerms(
            audience="chat",
            access_lasting=timedelta(minutes=10),
            idle=timedelta(days=7),
            lasting=timedelta(days=30),
            refresh_key=b"r" * 32,
        )
        sign_in = SignInUser(
            users=users,
            passwords=passwords,
            attempts=MemorySignInAttempts(clock=clock),
            clock=clock,
        )
        devices = RevokeOtherSessions(
            list_sessions=ListSessions(sessions=sessions, clock=clock),
            revoke=RevokeSession(sessions=sessions, live=live, clock=clock),
        )
        self.tickets, self.post = MemoryTickets(), MemoryPost()
        self.errands = Errands(told=lambda _: None, pause_s=0)
        self.registration = ReadRegistration(
            settings=registration, choices=MemoryRegistrationChoices()
        )
        self.register_user = RegisterUser(
            users=users,
            passwords=passwords,
            common_passwords=frozenset({"password1"}),
            registration=self.registration,
            tickets=self.tickets,
            new_id=new_id,
            clock=clock,
        )
        self.sign_in_user = sign_in
        self.read_user = ReadUser(users=users)
        self.open_session = OpenSession(
            sessions=sessions,
            live=live,
            tokens=tokens,
            terms=terms,
            new_id=new_id,
            new_secret=lambda: "s" * 40,
            clock=clock,
        )
        self.refresh_session = RefreshSession(
            sessions=sessions, live=live, tokens=tokens, terms=terms, clock=clock
        )
        self.end_session = EndSession(sessions=sessions, live=live, terms=terms, clock=clock)
        self.list_sessions = devices.list_sessions
        self.revoke_session = devices.revoke
        self.revoke_other_sessions = devices
        self.rename_user = RenameUser(users=users)
        self.change_password = ChangePassword(
            users=users,
            passwords=passwords,
            common_passwords=frozenset({"password1"}),
            sign_in=sign_in,
            revoke_others=devices,
        )
        self.factors, self.sealing = MemorySecondFactors(), AesSealing(b"p" * 32)
        second_factor = second_factor_use_cases(
            factors=self.factors,
            sealing=self.sealing,
            prove=ProveUser(users=users, sign_in=sign_in),
            pepper=b"p" * 32,
            new_secret=lambda: f"{next(numbers)}{'s' * 40}",
            clock=clock,
        )
        challenges = JwtAccessTokens(
            key=b"c" * 32, audience="chat", clock=clock, use="second-factor"
        )

        async def is_there(account: str) -> object:
            return await self.read_user(UserId(account))

        letters = Letters(site="http://localhost:8080")
        attempts = MemorySignInAttempts(clock=clock)
        send = SendVerification(
            tickets=self.tickets,
            post=self.post,
            letters=letters,
            attempts=attempts,
            errands=self.errands,
            new_secret=lambda: f"{next(numbers)}{'s' * 40}",
            clock=clock,
        )
        self.identities = MemoryIdentities()
        self.accounts = AccountUseCases(
            providers=provider_use_cases_on(
                providers or {},
                self.identities,
                self.register_user,
                prove=ProveOwner(
                    users=users,
                    prove=ProveUser(users=users, sign_in=sign_in),
                    require_proof=RequireProof(sessions=sessions, clock=clock),
                ),
                new_id=new_id,
                new_secret=lambda: f"{next(numbers)}{'s' * 40}",
                clock=clock,
            ),
            admit=Admit(
                factors=self.factors,
                open_session=self.open_session,
                challenges=challenges,
                new_id=new_id,
                clock=clock,
            ),
            answer_challenge=AnswerChallenge(
                challenges=challenges,
                check_code=second_factor.check_code,
                is_there=is_there,
                open_session=self.open_session,
            ),
            second_factor=second_factor,
            registration=self.registration,
            enrol=Enrol(
                register=self.register_user,
                send=send,
                post=self.post,
                letters=letters,
                errands=self.errands,
            ),
            require_verified=RequireVerified(registration=registration, send=send),
            verify_email=VerifyEmail(users=users, tickets=self.tickets, clock=clock),
            ask_for_reset=AskForReset(
                users=users,
                tickets=self.tickets,
                post=self.post,
                letters=letters,
                attempts=attempts,
                errands=self.errands,
                new_secret=lambda: f"{next(numbers)}{'s' * 40}",
                clock=clock,
            ),
            set_new_password=SetNewPassword(
                users=users,
                tickets=self.tickets,
                passwords=passwords,
                common_passwords=frozenset({"password1"}),
                end_all_sessions=EndAllSessions(sessions=sessions, live=live, clock=clock),
                clock=clock,
            ),
        )
        self.authenticate = Authenticate(
            sessions=sessions, live=live, tokens=tokens, terms=terms, clock=clock
        )
