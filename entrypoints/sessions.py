"""Signing in, staying so and out: for each audience with keys and terms of its own."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.outbound.system.access_tokens import JwtAccessTokens
from adapters.outbound.system.clock import utc_now
from adapters.outbound.system.ids import new_id, new_secret
from application.accounts.sessions import (
    Authenticate,
    EndSession,
    OpenSession,
    RefreshSession,
    SessionTerms,
)
from domain.accounts.session import Audience
from entrypoints.container import Container
from entrypoints.settings import Settings


def _terms(settings: Settings, audience: Audience) -> SessionTerms:
    chat = audience == "chat"
    key = settings.chat_token_key if chat else settings.admin_token_key
    return SessionTerms(
        audience=audience,
        access_lasting=timedelta(
            seconds=settings.chat_access_token_s if chat else settings.admin_access_token_s
        ),
        idle=timedelta(
            seconds=settings.chat_session_idle_s if chat else settings.admin_session_idle_s
        ),
        lasting=timedelta(
            seconds=settings.chat_session_lifetime_s if chat else settings.admin_session_lifetime_s
        ),
        refresh_key=b"refresh:" + key.get_secret_value().encode(),
    )


def _tokens(settings: Settings, audience: Audience) -> JwtAccessTokens:
    key = settings.chat_token_key if audience == "chat" else settings.admin_token_key
    return JwtAccessTokens(key=key.get_secret_value().encode(), audience=audience, clock=utc_now)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionUseCases:
    open_session: OpenSession
    refresh_session: RefreshSession
    authenticate: Authenticate
    end_session: EndSession


def session_use_cases(container: Container, audience: Audience) -> SessionUseCases:
    settings = container.settings()
    sessions, live = container.sessions(), container.live_sessions()
    tokens, terms = _tokens(settings, audience), _terms(settings, audience)
    return SessionUseCases(
        open_session=OpenSession(
            sessions=sessions,
            live=live,
            tokens=tokens,
            terms=terms,
            new_id=new_id,
            new_secret=new_secret,
            clock=utc_now,
        ),
        refresh_session=RefreshSession(
            sessions=sessions, live=live, tokens=tokens, terms=terms, clock=utc_now
        ),
        authenticate=Authenticate(
            sessions=sessions, live=live, tokens=tokens, terms=terms, clock=utc_now
        ),
        end_session=EndSession(sessions=sessions, live=live, terms=terms, clock=utc_now),
    )
