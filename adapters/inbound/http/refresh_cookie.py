"""The refresh token lives in a cookie that no script can read, and one origin can send.

Over https the name has the `__Host-` prefix, which binds the cookie to this very host. Browsers
refuse that prefix over plain http; there a plain name serves, on the user's own machine alone.
"""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request, Response

from adapters.inbound.http.origin import is_from_own_page, is_https, is_loopback
from domain.accounts.session import Audience
from domain.errors import Forbidden, Unauthenticated

_NAMES: dict[Audience, str] = {"chat": "parley-refresh", "admin": "parley-admin-refresh"}


def require_same_origin(request: Request) -> None:
    """Raise `Forbidden` when a page of somebody else sent this (CSRF)."""
    if not is_from_own_page(request.scope):
        raise Forbidden("this request came from another site")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshCookie:
    audience: Audience
    plain_http_allowed: bool = True

    def name(self, request: Request) -> str:
        """Raise `Forbidden` where the cookie would travel in the open."""
        if is_https(request.scope):
            return f"__Host-{_NAMES[self.audience]}"
        if self.plain_http_allowed and is_loopback(request.scope):
            return _NAMES[self.audience]
        raise Forbidden("signing in needs https; open this address with https://")

    def read(self, request: Request) -> str:
        """Return the token. Raise `Forbidden` to another site, `Unauthenticated` without one."""
        require_same_origin(request)
        token = request.cookies.get(self.name(request))
        if not token:
            raise Unauthenticated("nobody is signed in here")
        return token

    def write(
        self, request: Request, response: Response, token: str, *, lasting: timedelta
    ) -> None:
        response.set_cookie(
            self.name(request),
            token,
            max_age=int(lasting.total_seconds()),
            path="/",
            secure=is_https(request.scope),
            httponly=True,
            samesite="strict",
        )

    def clear(self, request: Request, response: Response) -> None:
        response.delete_cookie(
            self.name(request),
            path="/",
            secure=is_https(request.scope),
            httponly=True,
            samesite="strict",
        )
