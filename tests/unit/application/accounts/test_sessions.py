from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

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
from domain.accounts.session import RefreshReused
from domain.errors import Unauthenticated
from domain.ids import SessionId
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
    """All that signing in takes, on one clock."""

    clock: FakeClock
    sessions: MemorySessions
    live: MemoryLiveSessions
    tokens: JwtAccessTokens
    terms: SessionTerms = TERMS
    made: int = 0

    def new_id(self) -> str:
        self.made += 1
        return f"s{self.made}"

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


@pytest.fixture
def desk() -> Desk:
    clock = FakeClock()
    return Desk(
        clock=clock,
        sessions=MemorySessions(),
        live=MemoryLiveSessions(clock=clock),
        tokens=JwtAccessTokens(key=b"t" * 32, audience="chat", clock=clock),
    )


async def test_a_sign_in_gives_tokens_that_say_whose_they_are(desk: Desk) -> None:
    signed_in = await desk.open("ada")

    who = await desk.authenticate(signed_in.access_token)

    assert signed_in.account == "ada"
    assert signed_in.expires_in_s == 600
    assert signed_in.refresh_token == "s1.first-secret"
    assert signed_in.refresh_lasting == timedelta(days=30)
    assert (who.account, who.session) == ("ada", "s1")
    assert who.expires_at == desk.clock() + timedelta(minutes=10)


async def test_tokens_stay_out_of_sight_in_logs(desk: Desk) -> None:
    signed_in = await desk.open("ada")

    assert signed_in.access_token not in repr(signed_in)
    assert signed_in.refresh_token not in repr(signed_in)
    assert "kkkk" not in repr(TERMS)


async def test_only_digests_are_stored(desk: Desk) -> None:
    signed_in = await desk.open("ada")

    stored = await desk.sessions.get(SessionId("s1"))

    assert signed_in.refresh_token not in repr(stored)
    assert "first-secret" not in repr(stored)


async def test_a_refresh_gives_a_new_token_for_the_same_session(desk: Desk) -> None:
    first = await desk.open("ada")

    second = await desk.refresh(first.refresh_token)

    assert second.refresh_token != first.refresh_token
    assert second.refresh_token.startswith("s1.")
    assert second.account == "ada"
    assert (await desk.authenticate(second.access_token)).session == "s1"


async def test_a_second_tab_gets_the_same_successor_within_the_grace(desk: Desk) -> None:
    first = await desk.open("ada")
    second = await desk.refresh(first.refresh_token)
    desk.clock.advance(timedelta(seconds=10))

    again = await desk.refresh(first.refresh_token)

    assert again.refresh_token == second.refresh_token


async def test_an_old_token_after_the_grace_ends_the_session(desk: Desk) -> None:
    first = await desk.open("ada")
    second = await desk.refresh(first.refresh_token)
    desk.clock.advance(timedelta(seconds=11))

    with pytest.raises(RefreshReused):
        await desk.refresh(first.refresh_token)

    with pytest.raises(Unauthenticated, match="the session is over"):
        await desk.refresh(second.refresh_token)
    with pytest.raises(Unauthenticated, match="the session is over"):
        await desk.authenticate(second.access_token)


async def test_an_old_token_whose_successor_was_used_ends_the_session(desk: Desk) -> None:
    first = await desk.open("ada")
    second = await desk.refresh(first.refresh_token)
    await desk.refresh(second.refresh_token)

    with pytest.raises(RefreshReused):
        await desk.refresh(first.refresh_token)


async def test_a_session_ends_when_it_is_idle(desk: Desk) -> None:
    first = await desk.open("ada")
    desk.clock.advance(timedelta(days=7))

    with pytest.raises(Unauthenticated, match="the session is over"):
        await desk.refresh(first.refresh_token)


async def test_a_session_ends_for_good_however_busy_it_is(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    for _ in range(5):
        desk.clock.advance(timedelta(days=6))
        if desk.clock() >= (await desk.sessions.get(SessionId("s1"))).expires_at:
            break
        signed_in = await desk.refresh(signed_in.refresh_token)

    with pytest.raises(Unauthenticated, match="the session is over"):
        await desk.refresh(signed_in.refresh_token)


async def test_an_access_token_never_outlives_its_session(desk: Desk) -> None:
    desk.terms = replace(TERMS, lasting=timedelta(minutes=3))

    signed_in = await desk.open("ada")

    assert signed_in.expires_in_s == 180


@pytest.mark.parametrize("token", ["", "s1", "s1.", "nobody.secret", ".secret"])
async def test_a_text_that_is_no_refresh_token_is_refused(desk: Desk, token: str) -> None:
    await desk.open("ada")

    with pytest.raises(Unauthenticated, match="the session is over; sign in again"):
        await desk.refresh(token)


async def test_a_session_of_another_audience_is_refused(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    desk.terms = replace(TERMS, audience="admin")

    with pytest.raises(Unauthenticated):
        await desk.refresh(signed_in.refresh_token)
    await desk.live.forget([SessionId("s1")])
    with pytest.raises(Unauthenticated):
        await desk.authenticate(signed_in.access_token)


async def test_signing_out_ends_the_session_at_once(desk: Desk) -> None:
    signed_in = await desk.open("ada")

    await desk.end(signed_in.refresh_token)

    with pytest.raises(Unauthenticated):
        await desk.authenticate(signed_in.access_token)
    with pytest.raises(Unauthenticated):
        await desk.refresh(signed_in.refresh_token)


@pytest.mark.parametrize("token", ["", "s1.wrong-secret", "nobody.secret"])
async def test_signing_out_with_a_wrong_token_ends_nothing(desk: Desk, token: str) -> None:
    signed_in = await desk.open("ada")

    await desk.end(token)

    assert (await desk.authenticate(signed_in.access_token)).account == "ada"


async def test_signing_out_everywhere_ends_every_session_of_that_account(desk: Desk) -> None:
    phone = await desk.open("ada")
    laptop = await desk.open("ada")
    other = await desk.open("bob")

    await desk.end_all("ada")

    for gone in (phone, laptop):
        with pytest.raises(Unauthenticated):
            await desk.authenticate(gone.access_token)
    assert (await desk.authenticate(other.access_token)).account == "bob"


async def test_a_forgotten_hot_copy_is_looked_up_and_remembered(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    await desk.live.forget([SessionId("s1")])

    assert (await desk.authenticate(signed_in.access_token)).account == "ada"

    assert await desk.live.account_of(SessionId("s1")) == "ada"


async def test_a_token_of_a_session_that_is_not_stored_is_refused(desk: Desk) -> None:
    signed_in = await desk.open("ada")
    elsewhere = replace_sessions(desk)

    with pytest.raises(Unauthenticated, match="the session is over; sign in again"):
        await elsewhere.authenticate(signed_in.access_token)


def replace_sessions(desk: Desk) -> Desk:
    return Desk(
        clock=desk.clock,
        sessions=MemorySessions(),
        live=MemoryLiveSessions(clock=desk.clock),
        tokens=desk.tokens,
    )
