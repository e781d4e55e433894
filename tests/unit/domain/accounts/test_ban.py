from datetime import timedelta

import pytest

from domain.accounts.ban import Ban
from domain.errors import Forbidden, Invalid
from tests.builders import NOON, a_user

HOUR = timedelta(hours=1)


def test_a_ban_tells_its_reason_and_its_end_until_it_ends() -> None:
    user = a_user().banned(Ban(reason="Keys were shared", since=NOON, until=NOON + HOUR))

    with pytest.raises(Forbidden, match="banned until 2026-01-01 13:00 UTC: Keys were shared"):
        user.check_ban(at=NOON + HOUR - timedelta(seconds=1))
    user.check_ban(at=NOON + HOUR)


def test_a_ban_without_an_end_holds_until_it_is_lifted() -> None:
    user = a_user().banned(Ban(reason="Spam", since=NOON))

    with pytest.raises(Forbidden, match="this account is banned: Spam"):
        user.check_ban(at=NOON + HOUR * 99_999)
    user.pardoned().check_ban(at=NOON)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_needed(reason: str) -> None:
    with pytest.raises(Invalid, match="a reason has 1 to 500"):
        Ban(reason=reason, since=NOON)


def test_a_ban_does_not_end_before_it_begins() -> None:
    with pytest.raises(Invalid, match="after its beginning"):
        Ban(reason="Spam", since=NOON, until=NOON)
