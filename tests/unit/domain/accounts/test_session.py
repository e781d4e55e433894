"""SEC-12: what a session makes of the tokens that come back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.session import GRACE, RefreshReused
from domain.errors import Unauthenticated
from tests.builders import NOON, a_session

INSTANT = timedelta(microseconds=1)
LATER = NOON + timedelta(hours=1)


def test_a_session_that_is_not_used_ends_after_its_idle_time() -> None:
    session = replace(a_session(), idle=timedelta(hours=1))

    assert session.is_live(at=LATER - INSTANT)
    assert not session.is_live(at=LATER)


def test_a_session_in_use_ends_at_its_end_all_the_same() -> None:
    session = replace(a_session(), expires_at=LATER, used_at=LATER - INSTANT)

    assert session.is_live(at=LATER - INSTANT)
    assert not session.is_live(at=LATER)


def test_a_revoked_session_is_over_at_once() -> None:
    assert not a_session().revoke(at=NOON).is_live(at=NOON)


def test_a_session_stays_revoked_since_the_first_time() -> None:
    revoked = a_session().revoke(at=NOON)

    assert revoked.revoked_at == NOON
    assert revoked.revoke(at=LATER) == revoked


def test_the_newest_token_is_exchanged_for_its_successor() -> None:
    rotated = a_session().rotate("digest", "next", at=LATER)

    assert (rotated.refresh_digest, rotated.previous_digest) == ("next", "digest")
    assert rotated.used_at == LATER


def test_within_the_grace_the_token_before_changes_nothing() -> None:
    rotated = a_session().rotate("digest", "next", at=NOON)

    assert rotated.rotate("digest", "another", at=NOON + GRACE) == rotated


def test_after_the_grace_the_token_before_is_a_reuse() -> None:
    rotated = a_session().rotate("digest", "next", at=NOON)

    with pytest.raises(RefreshReused, match="sign in again"):
        rotated.rotate("digest", "another", at=NOON + GRACE + INSTANT)


def test_a_token_of_long_ago_is_a_reuse_at_any_time() -> None:
    rotated = a_session().rotate("digest", "next", at=NOON).rotate("next", "third", at=NOON)

    with pytest.raises(RefreshReused):
        rotated.rotate("digest", "another", at=NOON)


def test_no_token_prolongs_a_session_that_is_over() -> None:
    over = a_session().revoke(at=NOON)

    with pytest.raises(Unauthenticated, match="the session is over; sign in again") as refused:
        over.rotate("digest", "next", at=NOON)
    assert not isinstance(refused.value, RefreshReused)
