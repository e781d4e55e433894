"""Who calls: by a relay key where clients put it."""

from typing import Annotated, Final

from fastapi import Depends, Request

from adapters.inbound.relay.access import check
from adapters.inbound.relay.envelopes import speaks_google
from adapters.inbound.relay.paths import GOOGLE_S_KEY, KEY_IN_QUERY
from adapters.inbound.relay.use_cases import RelayUseCases, use_cases_of
from domain.errors import Unauthenticated
from domain.transactions.transaction import Payer

_BEARER = "bearer "
_AUTHORIZATION: Final = b"authorization"
_KEYS: Final = frozenset({b"x-api-key", b"api-key", GOOGLE_S_KEY.encode()})
"""Anthropic's, Azure's and Google's."""


def key_in(request: Request) -> str:
    """The key's text. Raises `Unauthenticated` for none, and for two that differ."""
    given = {*_in_query(request)}
    for name, value in request.scope["headers"]:
        if name == _AUTHORIZATION:
            given.add(_bearer(value.decode("latin-1")))
        elif name in _KEYS:
            given.add(value.decode("latin-1").strip())
    given.discard("")  # Gemini CLI sends an empty one beside a bearer's
    if not given:
        raise Unauthenticated("no key: send one as `Authorization: Bearer sk-parley-…`")
    if len(given) > 1:
        raise Unauthenticated("two different keys were sent; send one")
    return given.pop()


def _in_query(request: Request) -> list[str]:
    """Only where Google's clients do so: a key should stand in no address."""
    if not request.scope["query_string"]:
        return []
    return request.query_params.getlist(KEY_IN_QUERY) if speaks_google(request) else []


def _bearer(value: str) -> str:
    if not value.lower().startswith(_BEARER):
        raise Unauthenticated("send the key as `Authorization: Bearer sk-parley-…`")
    return value[len(_BEARER) :].strip()


async def _use_cases(request: Request) -> RelayUseCases:
    return use_cases_of(request)


UseCases = Annotated[RelayUseCases, Depends(_use_cases)]


async def _payer(request: Request, use: UseCases) -> Payer:
    payer = await use.admit_key(key_in(request))
    check(request, await use.access.of(payer))
    return payer


CallingPayer = Annotated[Payer, Depends(_payer)]
