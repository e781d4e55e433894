"""SEC-11: what an ID token of a provider must say before it is believed."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from domain.accounts.id_token import LEEWAY_S, check_id_token
from domain.errors import Unauthenticated
from domain.json import Json
from tests.builders import NOON

NOW = int(NOON.timestamp())
GOOD: Mapping[str, Json] = {
    "iss": "https://a.example",
    "sub": "s1",
    "aud": "parley",
    "exp": NOW + 300,
    "iat": NOW,
    "nonce": "n1",
}


def checked(**said: Json) -> str:
    token = {name: value for name, value in {**GOOD, **said}.items() if value is not None}
    return check_id_token(token, issuer="https://a.example", client="parley", nonce="n1", at=NOON)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"aud": ["parley"]},
        {"aud": ["parley", "other"], "azp": "parley"},
        {"azp": "parley"},
        {"exp": NOW - LEEWAY_S + 1},
        {"exp": NOW + 0.5},
        {"iat": NOW + LEEWAY_S, "nbf": NOW + LEEWAY_S},
        {"nbf": NOW - 5},
        {"iat": NOW - 86_400},
        {"sub": "s1", "email": "ada@x.org"},
    ],
)
def test_what_is_for_us_and_holds_now_is_believed(said: dict[str, Json]) -> None:
    assert checked(**said) == "s1"


def test_a_subject_may_have_255_letters() -> None:
    assert checked(sub="s" * 255) == "s" * 255


@pytest.mark.parametrize(
    "said",
    [
        {"iss": "https://a.example/"},
        {"iss": None},
        {"aud": "Parley"},
        {"aud": ["other"]},
        {"aud": ["parley", "other"]},
        {"aud": ["parley", "other"], "azp": "other"},
        {"aud": []},
        {"aud": {"parley": True}},
        {"azp": "other"},
        {"azp": ""},
        {"exp": NOW - LEEWAY_S},
        {"exp": str(NOW + 300)},
        {"exp": None},
        {"exp": True},
        {"iat": NOW + LEEWAY_S + 1},
        {"iat": "0"},
        {"iat": None},
        {"iat": True},
        {"nbf": NOW + LEEWAY_S + 1},
        {"nbf": "0"},
        {"nonce": "n2"},
        {"nonce": None},
        {"nonce": ["n1"]},
        {"nonce": "ü"},
        {"sub": None},
        {"sub": ""},
        {"sub": "s" * 256},
        {"sub": 7},
    ],
)
def test_anything_else_is_refused_in_the_same_words(said: dict[str, Json]) -> None:
    with pytest.raises(Unauthenticated, match="is not for this sign-in; begin again"):
        checked(**said)


def test_it_is_judged_by_our_clock() -> None:
    with pytest.raises(Unauthenticated):
        check_id_token(
            GOOD,
            issuer="https://a.example",
            client="parley",
            nonce="n1",
            at=NOON + timedelta(hours=1),
        )
