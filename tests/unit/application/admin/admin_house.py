"""The whole administration on memory adapters."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Final

from adapters.inbound.admin.audit_use_cases import AuditUseCases
from adapters.inbound.admin.use_cases import AdminUseCases
from adapters.outbound.memory.administrators import MemoryAdministrators
from adapters.outbound.memory.allowances import MemoryAllowances
from adapters.outbound.memory.announcements import MemoryAnnouncements
from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.audit_log import MemoryAuditLog
from adapters.outbound.memory.call_feed import MemoryCallFeed
from adapters.outbound.memory.changes import MemoryChanges
from adapters.outbound.memory.limited_subjects import MemoryLimitedSubjects
from adapters.outbound.memory.minute_counts import MemoryMinuteCounts
from adapters.outbound.memory.offers import MemoryOffers
from adapters.outbound.memory.post import MemoryPost
from adapters.outbound.memory.pulses import MemoryPulses
from adapters.outbound.memory.registration_choices import MemoryRegistrationChoices
from adapters.outbound.memory.second_factors import MemorySecondFactors
from adapters.outbound.memory.sessions import MemoryLiveSessions, MemorySessions
from adapters.outbound.memory.sign_in_attempts import MemorySignInAttempts
from adapters.outbound.memory.table_views import MemoryTableViews
from adapters.outbound.memory.teams import MemoryTeams
from adapters.outbound.memory.tickets import MemoryTickets
from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.usage_totals import MemoryUsageTotals
from adapters.outbound.memory.users import MemoryUsers
from adapters.outbound.system.access_tokens import JwtAccessTokens, Use
from adapters.outbound.system.sealing import AesSealing
from application.accounts.admit import Admit, AnswerChallenge
from application.accounts.devices import ListSessions, RevokeOtherSessions, RevokeSession
from application.accounts.letters import Letters
from application.accounts.read_registration import ReadRegistration
from application.accounts.second_factor import second_factor_use_cases
from application.accounts.sessions import (
    Authenticate,
    EndAllSessions,
    EndSession,
    OpenSession,
    RefreshSession,
    SessionTerms,
    SignedIn,
)
from application.accounts.step_up import GiveProof, RequireProof
from application.admin.administrators_passwords import ChangeOwnPassword, RestoreEntry
from application.admin.analyse import Analyse
from application.admin.ban_user import BanUser
from application.admin.change_administrators import (
    AdministratorUseCases,
    AppointAdministrator,
    ListAdministrators,
    RemoveAdministrator,
    SignOutAdministrator,
)
from application.admin.change_key import ChangeKey
from application.admin.change_offer import (
    ChangeOffer,
    DiscoverModels,
    ReadAssortment,
    ReadOffer,
    purpose_of,
)
from application.admin.change_registration import ChangeRegistration
from application.admin.change_team import ChangeTeam
from application.admin.create_administrator import CreateAdministrator
from application.admin.create_key import CreateKey
from application.admin.create_team import CreateTeam
from application.admin.describe_calls import DescribeCalls
from application.admin.grant_models import GrantModels
from application.admin.identify_administrator import IdentifyAdministrator, administrator_of
from application.admin.invitations import Invite, ListInvitations, RevokeInvitation
from application.admin.limited import ReadLimited
from application.admin.list_calls import ListCalls
from application.admin.list_keys import ListKeys
from application.admin.list_teams import ListTeams
from application.admin.list_users import ListUsers
from application.admin.measure import Measure
from application.admin.overview import Overview
from application.admin.permissions import Operator
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
from application.admin.sign_in_administrator import (
    CheckAdministrator,
    ProveAdministrator,
    SignInAdministrator,
)
from application.admin.table_views import OwnTableViews
from application.admin.usage_by_day import UsageByDay
from application.alerts.evaluate import Readings
from application.alerts.read_budgets import ReadBudgets
from application.alerts.read_spend import ReadSpend
from application.alerts.read_traffic import ReadErrors, ReadJournals, ReadProviders, ReadSilence
from application.announcements.manage import ManageAnnouncements
from application.audit.read_acts import ExportActs, ListActs, NameParties, VerifyActs
from application.audit.record_act import AdministratorsAt, RecordAct
from application.ledger.read_spending import ReadSpending
from application.ports.offers import ProviderAddress
from domain.accounts.administrator import Administrator, Role
from domain.accounts.registration import Registration
from domain.accounts.session import Audience
from domain.catalog.assortment import Assortment
from domain.catalog.models import Model
from domain.catalog.offer import Offer
from domain.errors import Invalid, NotFound
from tests.alerting import AlertHouse
from tests.builders import an_administrator
from tests.clock import FakeClock
from tests.unit.application.admin.system_house import SystemHouse
from tests.unit.application.chat.scripted_model import PlainPasswords

PEPPER: Final = b"p" * 32
PASSWORD: Final = "correct horse"
ACCESS_LASTING: Final = timedelta(minutes=5)
OPERATOR: Final = Operator()


def with_role(role: Role) -> Administrator:
    return replace(an_administrator(role), role=role)


ROOT: Final = with_role("root")
ADMIN: Final = with_role("admin")
AUDITOR: Final = with_role("auditor")


@dataclass
class AdminHouse:
    clock: FakeClock = field(default_factory=FakeClock)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    is_factor_required: bool = False

    def __post_init__(self) -> None:
        numbers = count(1)

        def new_id() -> str:
            return f"{next(numbers):011d}{'x' * 15}"

        self.new_id = new_id
        self.administrators = MemoryAdministrators()
        self.users = MemoryUsers()
        self.choices = MemoryRegistrationChoices()
        self.keys = MemoryApiKeys()
        self.teams = MemoryTeams()
        self.log = MemoryAuditLog()
        self.offers, self.changes = MemoryOffers(), MemoryChanges()
        self.sealing = AesSealing(PEPPER)
        self.assortment = Assortment(providers=(), models=())
        self.asked_for_models: list[ProviderAddress] = []
        self.transactions = MemoryTransactions()
        self.totals = MemoryUsageTotals()
        self.system = SystemHouse(
            clock=self.clock, log=self.log, transactions=self.transactions, totals=self.totals
        )
        self.allowances = MemoryAllowances(clock=self.clock)
        self.feed = MemoryCallFeed()
        self.sessions = MemorySessions()
        self.factors = MemorySecondFactors()
        self.tickets, self.post = MemoryTickets(), MemoryPost()
        self.views = MemoryTableViews()
        self.live = MemoryLiveSessions(clock=self.clock)
        self.open_chat_session = self._open_session("chat")
        self.authenticate_chat = self._authenticate("chat")
        self.create_administrator = CreateAdministrator(
            administrators=self.administrators,
            passwords=self.passwords,
            common_passwords=frozenset({"password1"}),
            new_id=self.new_id,
            new_secret=lambda: "s" * 40,
            clock=self.clock,
        )
        self.minutes, self.pulses = MemoryMinuteCounts(clock=self.clock), MemoryPulses()
        self.limited = ReadLimited(
            limited=MemoryLimitedSubjects(users=self.users, keys=self.keys), teams=self.teams
        )
        self.alarms = AlertHouse(
            readings=self._readings(),
            sealing=self.sealing,
            post=self.post,
            changes=self.changes,
            administrators=self.administrators,
            new_id=new_id,
            clock=self.clock,
        )
        self.use = self._use_cases()

    async def administrator(self, role: Role = "root") -> Administrator:
        """One more, who signs in with `PASSWORD` at `<role>@x.org`."""
        made = await self.create_administrator(
            f"{role}@x.org", name=role.title(), role=role, password=PASSWORD, by=OPERATOR
        )
        return made.administrator

    async def token(self, role: Role = "root") -> str:
        """The access token of a new administrator of this role."""
        administrator = await self.administrator(role)
        signed_in, _ = await self.use.sign_in(administrator.email, PASSWORD, place="here")
        assert isinstance(signed_in, SignedIn)
        return signed_in.access_token

    def _address(self, name: str, offer: Offer) -> ProviderAddress:
        if name not in offer.providers:
            raise NotFound(f"there is no provider {name!r}")
        found = offer.providers[name]
        key = found.sealed_key and self.sealing.open(found.sealed_key, purpose=purpose_of(name))
        base_url = str(found.settings.get("base_url"))
        return ProviderAddress(kind="openai_compatible", base_url=base_url, api_key=key)

    async def _ask_for_models(self, where: ProviderAddress) -> tuple[str, ...]:
        self.asked_for_models.append(where)
        return ("large", "small")

    def _terms(self, audience: Audience) -> SessionTerms:
        return SessionTerms(
            audience=audience,
            access_lasting=ACCESS_LASTING,
            idle=timedelta(minutes=30),
            lasting=timedelta(hours=12),
            refresh_key=b"r" * 32,
        )

    async def _is_there(self, account: str) -> object:
        return await administrator_of(account, self.administrators)

    def _tokens(self, audience: Audience, *, use: Use = "access") -> JwtAccessTokens:
        key = f"{audience} {use}".encode().ljust(32, b"k")
        return JwtAccessTokens(key=key, audience=audience, clock=self.clock, use=use)

    def _open_session(self, audience: Audience) -> OpenSession:
        return OpenSession(
            sessions=self.sessions,
            live=self.live,
            tokens=self._tokens(audience),
            terms=self._terms(audience),
            new_id=self.new_id,
            new_secret=lambda: "s" * 40,
            clock=self.clock,
        )

    def _authenticate(self, audience: Audience) -> Authenticate:
        return Authenticate(
            sessions=self.sessions,
            live=self.live,
            tokens=self._tokens(audience),
            terms=self._terms(audience),
            clock=self.clock,
        )

    def _check_offer(self, offer: Offer) -> None:
        for model in offer.models:
            if "name" not in model:
                raise Invalid("a model has no name")

    def _audit(self) -> AuditUseCases:
        name = NameParties(
            administrators=self.administrators,
            users=self.users,
            teams=self.teams,
            keys=self.keys,
        )
        list_acts = ListActs(log=self.log, name=name)
        return AuditUseCases(
            record=RecordAct(
                log=self.log,
                accounts_at=AdministratorsAt(self.administrators),
                service="admin",
                clock=self.clock,
            ),
            list_acts=list_acts,
            export=ExportActs(list_acts=list_acts),
            verify=VerifyActs(log=self.log),
        )

    def _sign_out(self) -> SignOutAdministrator:
        return SignOutAdministrator(
            end_all_sessions=EndAllSessions(
                sessions=self.sessions, live=self.live, clock=self.clock
            ),
            changes=self.changes,
        )

    def _administrators(self) -> AdministratorUseCases:
        sign_out = self._sign_out()
        return AdministratorUseCases(
            everybody=ListAdministrators(administrators=self.administrators),
            appoint=AppointAdministrator(administrators=self.administrators, sign_out=sign_out),
            remove=RemoveAdministrator(
                administrators=self.administrators,
                factors=self.factors,
                views=self.views,
                sign_out=sign_out,
            ),
        )

    def _measure(self) -> Measure:
        return Measure(
            standings=self.allowances,
            spendings=ReadSpending(
                transactions=self.transactions, totals=self.totals, clock=self.clock
            ),
            clock=self.clock,
        )

    async def _models(self) -> Sequence[Model]:
        return [each.model for each in self.assortment.models]

    def _readings(self) -> Readings:
        return Readings(
            budgets=ReadBudgets(limited=self.limited, models=self._models, measure=self._measure()),
            spend=ReadSpend(
                totals=self.totals,
                users=self.users,
                teams=self.teams,
                keys=self.keys,
                clock=self.clock,
            ),
            errors=ReadErrors(counts=self.minutes),
            silence=ReadSilence(counts=self.minutes),
            providers=ReadProviders(pulses=self.pulses, clock=self.clock),
            journals=ReadJournals(pulses=self.pulses, clock=self.clock),
        )

    def _use_cases(self) -> AdminUseCases:
        check = CheckAdministrator(
            administrators=self.administrators,
            passwords=self.passwords,
            attempts=MemorySignInAttempts(clock=self.clock),
        )
        prove = ProveAdministrator(administrators=self.administrators, check=check)
        revoke_others = RevokeOtherSessions(
            list_sessions=ListSessions(sessions=self.sessions, clock=self.clock),
            revoke=RevokeSession(sessions=self.sessions, live=self.live, clock=self.clock),
        )
        second_factor = second_factor_use_cases(
            factors=self.factors,
            sealing=self.sealing,
            prove=prove,
            pepper=PEPPER,
            new_secret=self.new_id,
            clock=self.clock,
        )
        describe_calls = DescribeCalls(users=self.users, keys=self.keys)
        allowances = SetAllowance(keys=self.keys, users=self.users, teams=self.teams)
        measure = self._measure()
        return AdminUseCases(
            sign_in=SignInAdministrator(
                check=check,
                admit=Admit(
                    factors=self.factors,
                    open_session=self._open_session("admin"),
                    challenges=self._tokens("admin", use="second-factor"),
                    new_id=self.new_id,
                    clock=self.clock,
                ),
            ),
            answer_challenge=AnswerChallenge(
                challenges=self._tokens("admin", use="second-factor"),
                check_code=second_factor.check_code,
                is_there=self._is_there,
                open_session=self._open_session("admin"),
            ),
            second_factor=second_factor,
            revoke_other_sessions=revoke_others,
            change_password=ChangeOwnPassword(
                administrators=self.administrators,
                passwords=self.passwords,
                common_passwords=frozenset({"password1"}),
                prove=prove,
                revoke_others=revoke_others,
            ),
            restore_entry=RestoreEntry(
                administrators=self.administrators,
                factors=self.factors,
                passwords=self.passwords,
                new_secret=lambda: f"{self.new_id()}{'s' * 20}",
                sign_out=self._sign_out(),
            ),
            require_proof=RequireProof(sessions=self.sessions, clock=self.clock),
            give_proof=GiveProof(
                sessions=self.sessions,
                factor_of=second_factor.read,
                check_code=second_factor.check_code,
                prove=prove,
                clock=self.clock,
            ),
            administrators=self._administrators(),
            create_administrator=self.create_administrator,
            invite=Invite(
                tickets=self.tickets,
                post=self.post,
                letters=Letters(site="http://localhost:8080"),
                pepper=PEPPER,
                new_secret=lambda: f"{self.new_id()}{'s' * 20}",
                clock=self.clock,
            ),
            list_invitations=ListInvitations(tickets=self.tickets, clock=self.clock),
            revoke_invitation=RevokeInvitation(tickets=self.tickets),
            reset_second_factor=ResetSecondFactor(
                users=self.users,
                factors=self.factors,
                end_all_sessions=EndAllSessions(
                    sessions=self.sessions, live=self.live, clock=self.clock
                ),
            ),
            refresh=RefreshAdministrator(
                refresh_session=RefreshSession(
                    sessions=self.sessions,
                    live=self.live,
                    tokens=self._tokens("admin"),
                    terms=self._terms("admin"),
                    clock=self.clock,
                ),
                administrators=self.administrators,
            ),
            end_session=EndSession(
                sessions=self.sessions,
                live=self.live,
                terms=self._terms("admin"),
                clock=self.clock,
            ),
            identify=IdentifyAdministrator(
                authenticate=self._authenticate("admin"),
                administrators=self.administrators,
                factor_of=second_factor.read,
                is_factor_required=self.is_factor_required,
            ),
            list_users=ListUsers(users=self.users),
            set_user_state=SetUserState(
                users=self.users,
                end_all_sessions=EndAllSessions(
                    sessions=self.sessions, live=self.live, clock=self.clock
                ),
            ),
            ban_user=BanUser(
                users=self.users,
                end_all_sessions=EndAllSessions(
                    sessions=self.sessions, live=self.live, clock=self.clock
                ),
                clock=self.clock,
            ),
            read_offer=ReadOffer(offers=self.offers),
            read_assortment=ReadAssortment(
                offers=self.offers, assortment_of=lambda _: self.assortment
            ),
            discover_models=DiscoverModels(
                offers=self.offers,
                sealing=self.sealing,
                address_of=self._address,
                ask=self._ask_for_models,
            ),
            change_offer=ChangeOffer(
                offers=self.offers,
                sealing=self.sealing,
                check=self._check_offer,
                changes=self.changes,
            ),
            list_keys=ListKeys(keys=self.keys, users=self.users, teams=self.teams),
            create_key=CreateKey(
                keys=self.keys,
                users=self.users,
                teams=self.teams,
                pepper=PEPPER,
                new_id=self.new_id,
                new_secret=lambda: "s" * 40,
                clock=self.clock,
            ),
            rotate_key=RotateKey(
                keys=self.keys,
                users=self.users,
                teams=self.teams,
                pepper=PEPPER,
                new_id=self.new_id,
                new_secret=lambda: "t" * 40,
                clock=self.clock,
            ),
            change_team=ChangeTeam(teams=self.teams, users=self.users),
            change_key=ChangeKey(keys=self.keys, users=self.users, teams=self.teams),
            set_allowance=allowances,
            read_standing=ReadStanding(
                allowances=allowances,
                measure=measure,
                spendings=measure.spendings,
                clock=self.clock,
            ),
            rank_allowances=RankAllowances(
                limited=self.limited,
                users=self.users,
                teams=self.teams,
                measure=measure,
                clock=self.clock,
            ),
            grant_models=GrantModels(users=self.users),
            revoke_key=RevokeKey(
                keys=self.keys, users=self.users, teams=self.teams, clock=self.clock
            ),
            read_user=ReadUser(users=self.users, teams=self.teams),
            read_key=ReadKey(keys=self.keys, users=self.users, teams=self.teams),
            list_teams=ListTeams(teams=self.teams),
            create_team=CreateTeam(teams=self.teams, new_id=self.new_id, clock=self.clock),
            usage_by_day=UsageByDay(usage_totals=self.totals),
            analyse=Analyse(
                usage_totals=self.totals,
                users=self.users,
                teams=self.teams,
                keys=self.keys,
                clock=self.clock,
            ),
            overview=Overview(
                usage_totals=self.totals, users=self.users, teams=self.teams, clock=self.clock
            ),
            list_calls=ListCalls(log=self.transactions, describe_calls=describe_calls),
            read_call=ReadCall(transactions=self.transactions, describe_calls=describe_calls),
            describe_calls=describe_calls,
            audit=self._audit(),
            alerts=self.alarms.use,
            change_registration=ChangeRegistration(
                registration=ReadRegistration(settings=Registration(), choices=self.choices)
            ),
            table_views=OwnTableViews(views=self.views),
            announcements=ManageAnnouncements(
                announcements=MemoryAnnouncements(),
                teams=self.teams,
                new_id=self.new_id,
                clock=self.clock,
            ),
            changes=self.changes,
            system=self.system.use,
            feed=self.feed,
            clock=self.clock,
            new_id=self.new_id,
        )
