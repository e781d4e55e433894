"""All that signing in takes, on memory adapters and one clock."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from adapters.outbound.memory.sessions import MemoryLiveSessions, MemorySessions
from adapters.outbound.system.access_tokens import JwtAccessTokens
from application.accounts.sessions import (
    Authenticate,
    EndAllSessions,
    EndSession,
    OpenSession,
    RefreshSession,
    SessionTerms,
)
from application.ports.sessions import Sessions
from tests.clock import FakeClock

TERMS = SessionTerms(
    audience="chat",
    access_lasting=timedelta(minutes=10),
    idle=timedelta(days=7),
    lasting=timedelta(days=30),
    refresh_key=b"k" * 32,
)


@dataclass
class Desk:
    sessions: Sessions = field(default_factory=MemorySessions)
    terms: SessionTerms = TERMS

    def __post_init__(self) -> None:
        numbers = count(1)
        self.clock = FakeClock()
        self.live = MemoryLiveSessions(clock=self.clock)
        self.tokens = JwtAccessTokens(key=b"t" * 32, audience="chat", clock=self.clock)
        self.new_id = lambda: f"s{next(numbers)}"

    @property
    def open(self) -> OpenSession:
        return OpenSession(
            sessions=self.sessions,
            live=self.live,
            tokens=self.tokens,
            terms=self.terms,
            new_id=self.new_id,
            new_secret=lambda: "first-secret",
            clock=self.clock,
        )

    @property
    def refresh(self) -> RefreshSession:
        return RefreshSession(
            sessions=self.sessions,
            live=self.live,
            tokens=self.tokens,
            terms=self.terms,
            clock=self.clock,
        )

    @property
    def authenticate(self) -> Authenticate:
        return Authenticate(
            sessions=self.sessions,
            live=self.live,
            tokens=self.tokens,
            terms=self.terms,
            clock=self.clock,
        )

    @property
    def end(self) -> EndSession:
        return EndSession(
            sessions=self.sessions, live=self.live, terms=self.terms, clock=self.clock
        )

    @property
    def end_all(self) -> EndAllSessions:
        return EndAllSessions(sessions=self.sessions, live=self.live, clock=self.clock)
