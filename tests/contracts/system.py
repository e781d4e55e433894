"""What clocks, names, secrets, access tokens and passwords must do, whoever makes them."""

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from application.ports.access_tokens import AccessClaims, AccessTokens
from application.ports.clock import Clock, Stopwatch
from application.ports.ids import NewId, NewSecret
from application.ports.passwords import Passwords
from domain.errors import Unauthenticated
from domain.ids import SessionId
from tests.builders import NOON
from tests.clock import FakeClock

LASTING = timedelta(minutes=10)
CLAIMS = AccessClaims(account="ada", session=SessionId("s1"), expires_at=NOON + LASTING)


class ClockContract:
    def test_a_moment_is_in_utc_and_says_so(self, clock: Clock) -> None:
        assert clock().tzinfo is UTC

    def test_a_moment_comes_back_from_the_store_as_it_was(self, clock: Clock) -> None:
        # MongoDB keeps milliseconds.
        assert clock().microsecond % 1000 == 0

    def test_a_later_moment_is_not_earlier(self, clock: Clock) -> None:
        assert clock() <= clock()


class StopwatchContract:
    def test_seconds_only_go_forward(self, stopwatch: Stopwatch) -> None:
        seen = [stopwatch() for _ in range(200)]

        assert seen == sorted(seen)
        assert seen[-1] > seen[0]


class NewIdContract:
    def test_a_name_has_26_small_letters_and_digits(self, new_id: NewId) -> None:
        for name in (new_id() for _ in range(100)):
            assert len(name) == 26
            assert name.isascii()
            assert name.isalnum()
            assert name == name.lower()

    def test_each_name_sorts_after_all_earlier_ones(self, new_id: NewId) -> None:
        names = [new_id() for _ in range(200)]

        assert names == sorted(names)
        assert len(set(names)) == 200

    async def test_of_many_made_at_once_no_two_are_the_same(self, new_id: NewId) -> None:
        makers = (asyncio.to_thread(lambda: [new_id() for _ in range(100)]) for _ in range(8))
        names = [name for made in await asyncio.gather(*makers) for name in made]

        assert len(set(names)) == 800


class NewSecretContract:
    def test_a_secret_has_32_to_64_letters_and_digits(self, new_secret: NewSecret) -> None:
        for secret in (new_secret() for _ in range(100)):
            assert 32 <= len(secret) <= 64
            assert secret.isascii()
            assert secret.isalnum()

    def test_no_secret_comes_twice(self, new_secret: NewSecret) -> None:
        assert len({new_secret() for _ in range(200)}) == 200

    def test_every_place_of_a_secret_is_left_to_chance(self, new_secret: NewSecret) -> None:
        secrets = [new_secret() for _ in range(200)]

        for place in range(min(map(len, secrets))):
            # Of 62 signs, 200 throws miss more than half about never.
            assert len({secret[place] for secret in secrets}) > 31


class AccessTokensContract:
    """`strangers` holds tokens of other keys and audiences; all run on `clock`."""

    def test_a_token_says_what_was_put_in(self, tokens: AccessTokens) -> None:
        assert tokens.read(tokens.issue(CLAIMS)) == CLAIMS

    def test_a_token_is_good_until_its_end(self, tokens: AccessTokens, clock: FakeClock) -> None:
        token = tokens.issue(CLAIMS)

        clock.advance(LASTING - timedelta(seconds=1))
        assert tokens.read(token) == CLAIMS
        clock.advance(timedelta(seconds=1))
        with pytest.raises(Unauthenticated, match="has expired"):
            tokens.read(token)

    def test_a_token_of_somebody_else_is_refused(
        self, tokens: AccessTokens, strangers: tuple[AccessTokens, ...]
    ) -> None:
        for stranger in strangers:
            with pytest.raises(Unauthenticated, match="not an access token"):
                tokens.read(stranger.issue(CLAIMS))

    def test_a_token_that_was_changed_is_refused(self, tokens: AccessTokens) -> None:
        ours = tokens.issue(CLAIMS)
        theirs = tokens.issue(replace(CLAIMS, account="eve"))
        header, _, seal = ours.split(".")

        for forged in (
            f"{header}.{theirs.split('.')[1]}.{seal}",
            ours[:-1],
            f"{ours}A",
            f"{header}.{ours.split('.')[1]}.",
        ):
            with pytest.raises(Unauthenticated, match="not an access token"):
                tokens.read(forged)

    @pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "ä.ö.ü", "a" * 5_000, "\x00"])
    def test_a_text_that_is_no_token_is_refused(self, tokens: AccessTokens, text: str) -> None:
        with pytest.raises(Unauthenticated, match="not an access token"):
            tokens.read(text)


class PasswordsContract:
    @pytest.mark.parametrize("password", ["correct horse", "пароль\x00😀", "a" * 128])
    async def test_a_password_matches_its_own_hash_alone(
        self, passwords: Passwords, password: str
    ) -> None:
        kept = await passwords.hash(password)

        assert password != kept
        assert await passwords.matches(password, kept)
        assert not await passwords.matches(f"{password} ", kept)

    async def test_nobody_s_password_matches_nothing(self, passwords: Passwords) -> None:
        assert not await passwords.matches("correct horse", None)
        assert not await passwords.matches("", None)

    async def test_what_is_no_hash_matches_nothing(self, passwords: Passwords) -> None:
        assert not await passwords.matches("correct horse", "correct horse")
        assert not await passwords.matches("", "")
        assert not await passwords.matches("the password of nobody", "")
