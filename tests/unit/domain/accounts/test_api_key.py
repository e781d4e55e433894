from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.api_key import NAME_LENGTH_MAX, ApiKey, digest_of, key_id_of, write_key
from domain.errors import Invalid, Unauthenticated
from domain.ids import KeyId, TeamId, UserId
from tests.builders import NOON, a_key

ID = KeyId("k1234567890")
SECRET = "s" * 40
TEXT = write_key(ID, SECRET)
LATER = NOON + timedelta(hours=1)


def test_a_key_s_text_tells_its_id() -> None:
    assert key_id_of(TEXT) == ID


def test_a_key_s_text_ends_in_a_checksum_of_eight_digits() -> None:
    start, _, checksum = TEXT.rpartition("-")

    assert start == f"sk-parley-{ID}-{SECRET}"
    assert len(checksum) == 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sk-proj-abc",
        TEXT[:-1],
        TEXT + "0",
        " " + TEXT,
        TEXT.replace("sss", "ssS", 1),
        TEXT[:-8] + "00000000",
    ],
    ids=["nothing", "another vendor's", "cut", "longer", "padded", "mistyped", "wrong sum"],
)
def test_a_key_that_was_not_copied_whole_is_told_so(text: str) -> None:
    with pytest.raises(Unauthenticated, match="not a Parley key; check that it was copied whole"):
        key_id_of(text)


def test_a_digest_depends_on_the_text_and_on_the_pepper() -> None:
    digests = {
        digest_of(TEXT, pepper=b"salt"),
        digest_of(TEXT, pepper=b"pepper"),
        digest_of(TEXT + "x", pepper=b"pepper"),
    }

    assert len(digests) == 3
    assert {len(each) for each in digests} == {64}


@pytest.mark.parametrize(("user", "team"), [(None, None), (UserId("ada"), TeamId("t1"))])
def test_a_key_belongs_to_one_user_or_one_team(user: UserId | None, team: TeamId | None) -> None:
    with pytest.raises(Invalid, match="one user or to one team"):
        replace(a_key(), user=user, team=team)


def test_a_team_may_have_a_key() -> None:
    assert replace(a_key(), user=None, team=TeamId("t1")).team == "t1"


@pytest.mark.parametrize("name", ["", "  ", "a" * (NAME_LENGTH_MAX + 1)])
def test_a_key_has_a_name_of_one_to_eighty_characters(name: str) -> None:
    with pytest.raises(Invalid, match="1 to 80 characters"):
        replace(a_key(), name=name)


def test_a_key_s_name_may_be_as_long_as_allowed() -> None:
    assert replace(a_key(), name="a" * NAME_LENGTH_MAX).name == "a" * NAME_LENGTH_MAX


def test_what_is_shown_of_a_key_is_its_beginning() -> None:
    assert a_key("k1").prefix == "sk-parley-k1"


@pytest.mark.parametrize(
    ("key", "state"),
    [
        (a_key(), "active"),
        (replace(a_key(), expires_at=LATER), "expired"),
        (replace(a_key(), expires_at=LATER + timedelta(microseconds=1)), "active"),
        (replace(a_key(), expires_at=NOON, revoked_at=NOON), "revoked"),
    ],
    ids=["without an end", "at its end", "just before its end", "revoked"],
)
def test_a_key_is_good_until_it_is_revoked_or_expires(key: ApiKey, state: str) -> None:
    assert key.state(at=LATER) == state


def test_a_good_key_is_admitted() -> None:
    a_key().admit("digest", at=NOON)


def test_a_wrong_secret_does_not_tell_whether_the_key_exists() -> None:
    with pytest.raises(Unauthenticated, match=r"^there is no such key$"):
        a_key().revoke(at=NOON).admit("another", at=NOON)


def test_the_owner_of_a_revoked_key_is_told_why() -> None:
    with pytest.raises(Unauthenticated, match="'laptop' is revoked"):
        a_key().revoke(at=NOON).admit("digest", at=NOON)


def test_a_key_stays_revoked_since_the_first_time() -> None:
    revoked = a_key().revoke(at=NOON)

    assert revoked.revoked_at == NOON
    assert revoked.revoke(at=LATER) == revoked
