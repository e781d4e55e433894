"""What people can do with what is their own, on memory adapters."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from adapters.inbound.chat.own_use_cases import OwnUseCases
from adapters.outbound.memory.allowances import MemoryAllowances
from adapters.outbound.memory.announcements import MemoryAnnouncements
from adapters.outbound.memory.api_keys import MemoryApiKeys
from adapters.outbound.memory.audit_log import MemoryAuditLog
from adapters.outbound.memory.conversations import MemoryConversations
from adapters.outbound.memory.dismissals import MemoryDismissals
from adapters.outbound.memory.generation_log import MemoryGenerationLog
from adapters.outbound.memory.generations import MemoryGenerations
from adapters.outbound.memory.leases import MemoryLeases
from adapters.outbound.memory.messages import MemoryMessages
from adapters.outbound.memory.personal_data import MemoryPersonalData
from adapters.outbound.memory.sessions import MemoryLiveSessions, MemorySessions
from adapters.outbound.memory.shared_links import MemorySharedLinks
from adapters.outbound.memory.sign_in_attempts import MemorySignInAttempts
from adapters.outbound.memory.stop_signals import MemoryStopSignals
from adapters.outbound.memory.teams import MemoryTeams
from adapters.outbound.memory.traces import MemoryTraces
from adapters.outbound.memory.transactions import MemoryTransactions
from adapters.outbound.memory.usage_totals import MemoryUsageTotals
from adapters.outbound.memory.users import MemoryUsers
from application.accounts.prove_owner import ProveOwner
from application.accounts.sessions import EndAllSessions
from application.accounts.sign_in_user import ProveUser, SignInUser
from application.accounts.step_up import RequireProof
from application.admin.create_key import CreateKey
from application.admin.measure import Measure
from application.admin.revoke_key import RevokeKey
from application.admin.rotate_key import RotateKey
from application.announcements.read import ReadAnnouncements
from application.audit.record_act import RecordAct, UsersAt
from application.chat.copy_messages import CopyMessages
from application.chat.end_links import EndLinks
from application.imports.import_chats import ImportChats
from application.ledger.read_spending import ReadSpending
from application.own.delete_account import DeleteAccount
from application.own.keys import CreateOwnKey, ListOwnKeys, RevokeOwnKey, RotateOwnKey
from application.own.read_budgets import ReadOwnBudgets
from application.own.read_usage import ReadOwnUsage
from application.own.sharing import (
    CopyShared,
    ListLinks,
    ReadShared,
    RemoveEndedLinks,
    RevokeLink,
    ShareBranch,
)
from application.ports.clock import Clock
from application.ports.stop_signals import StopSignals
from tests.clock import FakeClock
from tests.unit.application.chat.scripted_model import PlainPasswords

PEPPER = b"p" * 32


@dataclass
class OwnDesk:
    clock: Clock = field(default_factory=FakeClock)
    users: MemoryUsers = field(default_factory=MemoryUsers)
    keys: MemoryApiKeys = field(default_factory=MemoryApiKeys)
    totals: MemoryUsageTotals = field(default_factory=MemoryUsageTotals)
    new_id: Callable[[], str] | None = None

    teams: MemoryTeams = field(default_factory=MemoryTeams)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    live: MemoryLiveSessions | None = None
    conversations: MemoryConversations = field(default_factory=MemoryConversations)
    messages: MemoryMessages = field(default_factory=MemoryMessages)
    generations: MemoryGenerations = field(default_factory=MemoryGenerations)
    stop_signals: StopSignals = field(default_factory=MemoryStopSignals)
    log: MemoryGenerationLog = field(default_factory=MemoryGenerationLog)
    sign_in: SignInUser | None = None
    links: MemorySharedLinks = field(default_factory=MemorySharedLinks)
    audit_log: MemoryAuditLog = field(default_factory=MemoryAuditLog)

    def __post_init__(self) -> None:
        numbers = count(1)
        new_id = self.new_id or (lambda: f"k{next(numbers):09d}")
        keys, users, teams, clock = self.keys, self.users, self.teams, self.clock
        self.allowances = MemoryAllowances(clock=clock)
        spendings = ReadSpending(transactions=MemoryTransactions(), totals=self.totals, clock=clock)
        create = CreateKey(
            keys=keys,
            users=users,
            teams=teams,
            pepper=PEPPER,
            new_id=new_id,
            new_secret=lambda: "s" * 40,
            clock=clock,
        )
        rotate = RotateKey(
            keys=keys,
            users=users,
            teams=teams,
            pepper=PEPPER,
            new_id=new_id,
            new_secret=lambda: "t" * 40,
            clock=clock,
        )
        revoke = RevokeKey(keys=keys, users=users, teams=teams, clock=clock)
        self.end_links = EndLinks(links=self.links, messages=self.messages)
        self.announcements = MemoryAnnouncements()
        self.use = OwnUseCases(
            record_act=RecordAct(
                log=self.audit_log, accounts_at=UsersAt(users), service="chat", clock=clock
            ),
            read_usage=ReadOwnUsage(usage_totals=self.totals, clock=clock),
            read_budgets=ReadOwnBudgets(
                users=users,
                measure=Measure(standings=self.allowances, spendings=spendings, clock=clock),
            ),
            list_keys=ListOwnKeys(keys=keys, usage_totals=self.totals, clock=clock),
            create_key=CreateOwnKey(keys=keys, create=create, clock=clock),
            rotate_key=RotateOwnKey(keys=keys, rotate=rotate),
            revoke_key=RevokeOwnKey(keys=keys, revoke=revoke),
            delete_account=self._deletion(),
            share_branch=ShareBranch(
                conversations=self.conversations,
                messages=self.messages,
                links=self.links,
                users=users,
                new_id=new_id,
                new_secret=lambda: f"{new_id()}-secret",
                clock=clock,
            ),
            list_links=ListLinks(links=self.links, clock=clock),
            revoke_link=RevokeLink(end_links=self.end_links),
            read_shared=ReadShared(links=self.links, messages=self.messages, clock=clock),
            copy_shared=CopyShared(
                links=self.links,
                messages=self.messages,
                copy=CopyMessages(
                    conversations=self.conversations,
                    messages=self.messages,
                    new_id=new_id,
                    clock=clock,
                ),
                clock=clock,
            ),
            remove_ended_links=RemoveEndedLinks(end_links=self.end_links, clock=clock),
            import_chats=ImportChats(
                conversations=self.conversations,
                messages=self.messages,
                leases=MemoryLeases(clock=clock),
                new_id=new_id,
                clock=clock,
            ),
            announcements=ReadAnnouncements(
                announcements=self.announcements,
                dismissals=MemoryDismissals(),
                teams=teams,
                clock=clock,
            ),
            clock=clock,
        )

    def _deletion(self) -> DeleteAccount:
        live = self.live or MemoryLiveSessions(clock=self.clock)
        sign_in = self.sign_in or SignInUser(
            users=self.users,
            passwords=PlainPasswords(),
            attempts=MemorySignInAttempts(clock=self.clock),
            clock=self.clock,
        )
        return DeleteAccount(
            users=self.users,
            keys=self.keys,
            teams=self.teams,
            generations=self.generations,
            stop_signals=self.stop_signals,
            prove=ProveOwner(
                users=self.users,
                prove=ProveUser(users=self.users, sign_in=sign_in),
                require_proof=RequireProof(sessions=self.sessions, clock=self.clock),
            ),
            end_all_sessions=EndAllSessions(sessions=self.sessions, live=live, clock=self.clock),
            personal_data=MemoryPersonalData(
                users=self.users,
                keys=self.keys,
                sessions=self.sessions,
                conversations=self.conversations,
                messages=self.messages,
                generations=self.generations,
            ),
            traces=MemoryTraces(log=self.log, live=live),
            clock=self.clock,
            pause=asyncio.sleep,
        )
