"""SEC-13: an address is one that people can read and mail can go to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.user import EMAIL_LENGTH_MAX, NAME_LENGTH_MAX, email
from domain.errors import Invalid
from tests.builders import NOON, a_user


def test_an_address_is_the_same_however_it_is_typed() -> None:
    assert email("  Ada@Example.COM ") == email("ada@example.com")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "@",
        "@example.com",
        "ada@",
        "a da@example.com",
        "ada@eve@example.com",
        "ada@a\tb",
        "a\0da@example.com",
        "ada@exam\x1bple.com",
        "ada\u200b@example.com",
        "ada@\u202eexample.com",
        "ada@example.com\ud800",
    ],
)
def test_what_cannot_be_an_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="not an e-mail address"):
        email(text)


def test_an_address_may_have_the_length_that_mail_allows_and_no_more() -> None:
    longest = "a" * (EMAIL_LENGTH_MAX - len("@b.c")) + "@b.c"

    assert email(longest) == longest
    with pytest.raises(Invalid):
        email("a" + longest)


def test_a_name_may_have_eighty_characters_and_no_more() -> None:
    assert a_user(name="a" * NAME_LENGTH_MAX).name == "a" * NAME_LENGTH_MAX
    with pytest.raises(Invalid, match="1 to 80 characters"):
        a_user(name="a" * (NAME_LENGTH_MAX + 1))


@pytest.mark.parametrize("name", ["", "   "])
def test_a_name_is_not_empty(name: str) -> None:
    with pytest.raises(Invalid, match="1 to 80 characters"):
        a_user(name=name)


def test_a_disabled_user_is_not_active_until_enabled() -> None:
    user = a_user()

    assert user.is_active
    assert not user.disable().is_active
    assert user.disable().enable() == user


def test_being_seen_is_noted_and_nothing_else() -> None:
    later = NOON + timedelta(hours=1)

    assert a_user().seen(at=later) == replace(a_user(), last_seen_at=later)


def test_a_password_s_hash_stays_out_of_logs() -> None:
    assert "hash" not in repr(a_user())
