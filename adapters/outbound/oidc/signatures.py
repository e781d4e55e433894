"""Whether a provider signed an ID token (RFC 7515, with RFC 8725's advice).

The algorithm is one of those that need a private key, and fits the key: a header chooses among a
provider's keys and never how one is used. Keys that stand in a header, or where it points, are
not looked at.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from domain.errors import Invalid, Unauthenticated
from domain.json import JsonObject, read

TOKEN_LENGTH_MAX: Final = 16_384
KEYS_MAX: Final = 50
_RSA_BITS_MIN: Final = 2_048
_KINDS: Final = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), ("RSA", None)),
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
    "ES512": ("EC", "P-521"),
    "EdDSA": ("OKP", "Ed25519"),
}
"""Algorithm to the kind of key and its curve (RFC 7518 section 3.1, RFC 8037)."""
_TYPES: Final = {None, "jwt", "application/jwt"}
_CRITICAL: Final = {"crit", "b64"}
_REFUSED: Final = "the provider's answer cannot be believed; begin again"


class UnknownKey(Unauthenticated):
    """None of these keys signed it: others may be there by now."""


def signed_claims(token: str, keys: Sequence[JsonObject]) -> JsonObject:
    """Return what a token says. Raise `UnknownKey` or `Unauthenticated`."""
    algorithm, kid = _header(token)
    for key in _fitting(keys, algorithm, kid):
        try:
            found = jwt.api_jws.decode_complete(token, key, algorithms=[algorithm])
        except (jwt.PyJWTError, ValueError):
            continue
        return _object(found["payload"])
    raise UnknownKey(_REFUSED)


def _header(token: str) -> tuple[str, str | None]:
    if len(token) > TOKEN_LENGTH_MAX:
        raise Unauthenticated(_REFUSED)
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError):
        raise Unauthenticated(_REFUSED) from None
    algorithm, kid, kind = header.get("alg"), header.get("kid"), header.get("typ")
    good = (
        isinstance(algorithm, str)
        and algorithm in _KINDS
        and (kid is None or isinstance(kid, str))
        and (kind is None or (isinstance(kind, str) and kind.lower() in _TYPES))
        and not _CRITICAL & set(header)
    )
    if not good:
        raise Unauthenticated(_REFUSED)
    assert isinstance(algorithm, str)
    return algorithm, kid


def _fitting(keys: Sequence[JsonObject], algorithm: str, kid: str | None) -> Iterator[jwt.PyJWK]:
    """Those that may have signed it. Without a name every one of the kind may."""
    kind, curve = _KINDS[algorithm]
    for key in keys[:KEYS_MAX]:
        fits = (
            key.get("kty") == kind
            and (curve is None or key.get("crv") == curve)
            and key.get("use", "sig") == "sig"
            and key.get("alg", algorithm) == algorithm
            and (kid is None or key.get("kid") == kid)
        )
        if not fits:
            continue
        try:
            found = jwt.PyJWK(dict(key), algorithm)
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            continue
        if isinstance(found.key, RSAPublicKey) and found.key.key_size < _RSA_BITS_MIN:
            continue
        yield found


def _object(payload: bytes) -> JsonObject:
    try:
        found = read(payload)
    except Invalid:
        raise Unauthenticated(_REFUSED) from None
    if not isinstance(found, dict):
        raise Unauthenticated(_REFUSED)
    return found
