"""SEC-11: what a token is, and what only looks like one."""

from datetime import timedelta

import jwt
import pytest

from adapters.outbound.system.access_tokens import JwtAccessTokens
from domain.errors import Unauthenticated
from tests.builders import NOON
from tests.clock import FakeClock
from tests.contracts.system import CLAIMS, AccessTokensContract

KEY = b"k" * 32
NOW = int(NOON.timestamp())
PAYLOAD = {
    "iss": "parley",
    "aud": "chat",
    "sub": "ada",
    "sid": "s1",
    "jti": "s1.1",
    "iat": NOW,
    "nbf": NOW,
    "exp": NOW + 600,
}
HEADER = {"typ": "chat-at+jwt"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def tokens(clock: FakeClock) -> JwtAccessTokens:
    return JwtAccessTokens(key=KEY, audience="chat", clock=clock)


class TestJwtAccessTokens(AccessTokensContract):
    @pytest.fixture
    def strangers(self, clock: FakeClock) -> tuple[JwtAccessTokens, ...]:
        return (
            JwtAccessTokens(key=KEY, audience="admin", clock=clock),
            JwtAccessTokens(key=b"x" * 32, audience="chat", clock=clock),
        )


def test_a_token_made_by_hand_with_our_key_is_good(tokens: JwtAccessTokens) -> None:
    assert tokens.read(jwt.encode(PAYLOAD, KEY, headers=HEADER)) == CLAIMS


@pytest.mark.parametrize("missing", sorted(PAYLOAD))
def test_nothing_may_be_missing_in_a_token(tokens: JwtAccessTokens, missing: str) -> None:
    payload = {name: value for name, value in PAYLOAD.items() if name != missing}

    with pytest.raises(Unauthenticated, match="not an access token"):
        tokens.read(jwt.encode(payload, KEY, headers=HEADER))


@pytest.mark.parametrize(
    "change",
    [
        {"sid": 1},
        {"exp": "never"},
        {"exp": 10**30},
        {"exp": True},
        {"iat": [NOW]},
        {"nbf": 1.5},
        {"iss": "other"},
        {"aud": "admin"},
        {"aud": ["chat", "admin"]},
    ],
)
def test_everything_in_a_token_is_what_it_should_be(
    tokens: JwtAccessTokens, change: dict[str, object]
) -> None:
    with pytest.raises(Unauthenticated, match="not an access token"):
        tokens.read(jwt.encode(PAYLOAD | change, KEY, headers=HEADER))


@pytest.mark.parametrize(
    "header",
    [{"typ": "JWT"}, {"typ": "admin-at+jwt"}, HEADER | {"kid": "x"}, HEADER | {"jku": "x"}],
)
def test_a_header_says_the_kind_and_nothing_more(
    tokens: JwtAccessTokens, header: dict[str, str]
) -> None:
    with pytest.raises(Unauthenticated, match="not an access token"):
        tokens.read(jwt.encode(PAYLOAD, KEY, headers=header))


def test_no_other_algorithm_is_taken(tokens: JwtAccessTokens) -> None:
    for forged in (
        jwt.encode(PAYLOAD, "", algorithm="none", headers=HEADER),
        jwt.encode(PAYLOAD, KEY * 2, algorithm="HS512", headers=HEADER),
        jwt.encode(PAYLOAD, KEY * 2, algorithm="HS384", headers=HEADER),
    ):
        with pytest.raises(Unauthenticated, match="not an access token"):
            tokens.read(forged)


@pytest.mark.parametrize(("ahead_s", "is_good"), [(30, True), (31, False)])
def test_the_clock_of_another_instance_may_be_half_a_minute_ahead(
    tokens: JwtAccessTokens, ahead_s: int, is_good: bool
) -> None:
    ahead = FakeClock()
    ahead.advance(timedelta(seconds=ahead_s))
    token = JwtAccessTokens(key=KEY, audience="chat", clock=ahead).issue(CLAIMS)

    if is_good:
        assert tokens.read(token) == CLAIMS
    else:
        with pytest.raises(Unauthenticated, match="has expired"):
            tokens.read(token)
