"""What an ID token must say before it is believed (OpenID Connect Core 1.0, section 3.1.3.7).

Its signature has been checked before.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.accounts.identity import SUBJECT_LENGTH_MAX
from domain.errors import Unauthenticated
from domain.json import Json, JsonObject

LEEWAY_S: Final = 60
"""For a provider whose clock is not ours."""
_REFUSED: Final = "the provider's answer is not for this sign-in; begin again"


def check_id_token(token: JsonObject, *, issuer: str, client: str, nonce: str, at: datetime) -> str:
    """Return the subject.

    Raises `Unauthenticated` for a token that is of another, for another, over, not yet, or of
    another sign-in: in the same words for each, since who made it knows why.
    """
    subject, said = token.get("sub"), token.get("nonce")
    good = (
        token.get("iss") == issuer
        and _is_for(token, client)
        and _holds_now(token, at.timestamp())
        and isinstance(said, str)
        and hmac.compare_digest(said.encode(), nonce.encode())
    )
    if not good or not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_LENGTH_MAX:
        raise Unauthenticated(_REFUSED)
    return subject


def _is_for(token: JsonObject, client: str) -> bool:
    """For us, and where others are named beside us, or a party is, it was made for us."""
    audience = _texts(token.get("aud"))
    if client not in audience:
        return False
    party = token.get("azp")
    return party == client if party is not None else len(audience) == 1


def _texts(value: Json) -> Sequence[Json]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, Sequence) else ()


def _holds_now(token: JsonObject, now_s: float) -> bool:
    ends, made, begins = token.get("exp"), token.get("iat"), token.get("nbf", 0)
    if not (_is_number(ends) and _is_number(made) and _is_number(begins)):
        return False
    assert isinstance(ends, int | float)
    assert isinstance(made, int | float)
    assert isinstance(begins, int | float)
    return max(made, begins) - LEEWAY_S <= now_s < ends + LEEWAY_S


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
