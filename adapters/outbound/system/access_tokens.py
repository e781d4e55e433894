"""Tokens as JWTs (RFC 7519, and RFC 8725's advice): one algorithm, and a key for each use."""

from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias, final

import jwt
from typing_extensions import TypeIs, override

from application.ports.access_tokens import AccessClaims, AccessTokens
from application.ports.clock import Clock
from domain.accounts.session import Audience
from domain.errors import Unauthenticated
from domain.ids import SessionId

_ALGORITHM: Final = "HS256"
_ISSUER: Final = "parley"
_LENGTH_MAX: Final = 4_096
_LEEWAY_S: Final = 30
"""For the clock of the instance that issued it; never for the end."""
_MOMENT_MAX: Final = 253_402_300_799
"""The last second of the year 9999."""
_REQUIRED: Final = ("iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp")
_ALLOWED_HEADERS: Final = {"alg", "typ"}

Use: TypeAlias = Literal["access", "second-factor"]
_TYPES: Final[dict[Use, str]] = {"access": "at+jwt", "second-factor": "second-factor+jwt"}


@final
class JwtAccessTokens(AccessTokens):
    """Our clock judges the times, so that tests can turn it.

    Tokens of another use differ in audience and type: none is taken for another.
    """

    def __init__(
        self, *, key: bytes, audience: Audience, clock: Clock, use: Use = "access"
    ) -> None:
        self._key = key
        self._audience = audience if use == "access" else f"{audience}-{use}"
        self._type = f"{audience}-{_TYPES[use]}"
        self._clock = clock

    @override
    def issue(self, claims: AccessClaims) -> str:
        now = int(self._clock().timestamp())
        payload = {
            "iss": _ISSUER,
            "aud": self._audience,
            "sub": claims.account,
            "sid": claims.session,
            "jti": f"{claims.session}.{now}",
            "iat": now,
            "nbf": now,
            "exp": int(claims.expires_at.timestamp()),
        }
        return jwt.encode(payload, self._key, algorithm=_ALGORITHM, headers={"typ": self._type})

    @override
    def read(self, token: str) -> AccessClaims:
        if len(token) > _LENGTH_MAX:
            raise Unauthenticated("this is not an access token")
        try:
            self._check_header(token)
            payload = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=self._audience,
                issuer=_ISSUER,
                options={
                    "strict_aud": True,
                    "require": list(_REQUIRED),
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except (jwt.PyJWTError, ValueError):
            raise Unauthenticated("this is not an access token") from None
        return self._claims(payload)

    def _check_header(self, token: str) -> None:
        header = jwt.get_unverified_header(token)
        if header.get("typ") != self._type or set(header) - _ALLOWED_HEADERS:
            raise Unauthenticated("this is not an access token")

    def _claims(self, payload: dict[str, object]) -> AccessClaims:
        account, session = payload["sub"], payload["sid"]
        begins, ends = payload["nbf"], payload["exp"]
        if not (isinstance(account, str) and isinstance(session, str)):
            raise Unauthenticated("this is not an access token")
        if not (_is_moment(payload["iat"]) and _is_moment(begins) and _is_moment(ends)):
            raise Unauthenticated("this is not an access token")
        if not begins - _LEEWAY_S <= self._clock().timestamp() < ends:
            raise Unauthenticated("the access token has expired")
        return AccessClaims(
            account=account,
            session=SessionId(session),
            expires_at=datetime.fromtimestamp(ends, UTC),
        )


def _is_moment(value: object) -> TypeIs[int]:
    """Whole seconds since 1970 that a date can say; JSON's `true` is no number."""
    return type(value) is int and 0 <= value <= _MOMENT_MAX
