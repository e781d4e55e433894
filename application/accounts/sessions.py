"""Signing in, staying so and signing out, alike for every kind of account.

A refresh token is `<session id>.<secret>`. The successor of a token is derived from it with
our key, so that within the grace the same successor can be given again without being kept
anywhere; only digests are stored (security rules 2.4).
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from application.ports.access_tokens import AccessClaims, AccessTokens
from application.ports.clock import Clock
from application.ports.ids import NewId, NewSecret
from application.ports.sessions import LiveSessions, Sessions
from domain.accounts.device import DEVICE_LENGTH_MAX
from domain.accounts.session import Audience, RefreshReused, Session
from domain.errors import Conflict, NotFound, Unauthenticated
from domain.ids import SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTerms:
    """How long things last, and the key that successors are derived with."""

    audience: Audience
    access_lasting: timedelta
    idle: timedelta
    lasting: timedelta
    refresh_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    account: str
    access_token: str = field(repr=False)
    expires_in_s: int
    refresh_token: str = field(repr=False)
    refresh_lasting: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticated:
    account: str
    session: SessionId
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """Sign an account in on one device. Its credentials have been checked before."""

    sessions: Sessions
    live: LiveSessions
    tokens: AccessTokens
    terms: SessionTerms
    new_id: NewId
    new_secret: NewSecret
    clock: Clock

    async def __call__(self, account: str, *, device: str = "") -> SignedIn:
        now = self.clock()
        session_id = SessionId(self.new_id())
        refresh_token = f"{session_id}.{self.new_secret()}"
        session = await self.sessions.add(
            Session(
                id=session_id,
                audience=self.terms.audience,
                account=account,
                opened_at=now,
                expires_at=now + self.terms.lasting,
                idle=self.terms.idle,
                used_at=now,
                refresh_digest=_digest(refresh_token),
                device=device[:DEVICE_LENGTH_MAX],
            )
        )
        await self.live.remember(session_id, account, lasting=self.terms.access_lasting)
        return _signed_in(session, refresh_token, self.tokens, self.terms, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshSession:
    """Exchange a refresh token for its successor and a new access token.

    Raises `Unauthenticated` for a token that is not good; an old one that comes back ends
    the whole session.
    """

    sessions: Sessions
    live: LiveSessions
    tokens: AccessTokens
    terms: SessionTerms
    clock: Clock

    async def __call__(self, refresh_token: str) -> SignedIn:
        session = await _session_of(self.sessions, refresh_token, self.terms)
        successor = _successor(refresh_token, self.terms)
        now = self.clock()
        try:
            rotated = session.rotate(_digest(refresh_token), _digest(successor), at=now)
            if rotated != session:
                rotated = await self.sessions.save(rotated)
        except RefreshReused:
            await self._end(session, at=now)
            raise
        except Conflict:
            # Another tab was faster with the same token: it gets the same successor.
            return await self(refresh_token)
        await self.live.remember(session.id, session.account, lasting=self.terms.access_lasting)
        return _signed_in(rotated, successor, self.tokens, self.terms, now=now)

    async def _end(self, session: Session, *, at: datetime) -> None:
        try:
            await self.sessions.save(session.revoke(at=at))
        except Conflict:
            await self._end(await self.sessions.get(session.id), at=at)
        await self.live.forget([session.id])


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticate:
    """Say whose request this is. Raises `Unauthenticated` unless the session is good now."""

    sessions: Sessions
    live: LiveSessions
    tokens: AccessTokens
    terms: SessionTerms
    clock: Clock

    async def __call__(self, access_token: str) -> Authenticated:
        claims = self.tokens.read(access_token)
        if await self.live.account_of(claims.session) != claims.account:
            await self._look_up(claims)
        return Authenticated(
            account=claims.account, session=claims.session, expires_at=claims.expires_at
        )

    async def _look_up(self, claims: AccessClaims) -> None:
        now = self.clock()
        try:
            session = await self.sessions.get(claims.session)
        except NotFound:
            raise Unauthenticated("the session is over; sign in again") from None
        good = session.account == claims.account and session.audience == self.terms.audience
        if not good or not session.is_live(at=now):
            raise Unauthenticated("the session is over; sign in again")
        await self.live.remember(claims.session, claims.account, lasting=claims.expires_at - now)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession:
    """Sign out on this device. A token that is not good ends nothing, and is no error."""

    sessions: Sessions
    live: LiveSessions
    terms: SessionTerms
    clock: Clock

    async def __call__(self, refresh_token: str) -> None:
        try:
            session = await _session_of(self.sessions, refresh_token, self.terms)
            if _digest(refresh_token) in {session.refresh_digest, session.previous_digest}:
                await self.sessions.save(session.revoke(at=self.clock()))
                await self.live.forget([session.id])
        except Unauthenticated:
            return
        except Conflict:
            await self(refresh_token)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAllSessions:
    """Sign an account out everywhere, at once."""

    sessions: Sessions
    live: LiveSessions
    clock: Clock

    async def __call__(self, account: str) -> None:
        ended = await self.sessions.revoke_all(account, at=self.clock())
        await self.live.forget(ended)


async def _session_of(sessions: Sessions, refresh_token: str, terms: SessionTerms) -> Session:
    session_id, _, secret = refresh_token.partition(".")
    try:
        session = await sessions.get(SessionId(session_id))
    except NotFound:
        raise Unauthenticated("the session is over; sign in again") from None
    if not secret or session.audience != terms.audience:
        raise Unauthenticated("the session is over; sign in again")
    return session


def _signed_in(
    session: Session,
    refresh_token: str,
    tokens: AccessTokens,
    terms: SessionTerms,
    *,
    now: datetime,
) -> SignedIn:
    expires_at = min(now + terms.access_lasting, session.expires_at)
    claims = AccessClaims(account=session.account, session=session.id, expires_at=expires_at)
    return SignedIn(
        account=session.account,
        access_token=tokens.issue(claims),
        expires_in_s=int((expires_at - now).total_seconds()),
        refresh_token=refresh_token,
        refresh_lasting=session.expires_at - now,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _successor(token: str, terms: SessionTerms) -> str:
    session_id, _, _ = token.partition(".")
    secret = hmac.new(terms.refresh_key, token.encode(), hashlib.sha256).hexdigest()
    return f"{session_id}.{secret}"
