import pytest

from domain.catalog.own_key import (
    KEY_LENGTH_MAX,
    Credential,
    ProviderKey,
    Where,
    check_key,
    key_id,
    purpose_of,
)
from domain.errors import Invalid
from tests.builders import ADA, EVE, NOON


def a_key(sealed: str = "sealed") -> ProviderKey:
    return ProviderKey.of(
        "sk-good-7f3e",
        sealed=sealed,
        owner=ADA,
        provider="openai",
        where=Where(kind="openai", base_url=None),
        at=NOON,
    )


def test_only_its_end_is_told_of_a_key() -> None:
    assert (a_key().last4, a_key().id) == ("7f3e", key_id(ADA, "openai"))
    assert "good" not in repr(a_key())
    assert "sealed" not in repr(a_key()).replace("sealed=", "")
    assert "sk-" not in repr(Credential(of="a", secret="sk-good"))


def test_each_person_and_provider_has_one_and_a_seal_of_its_own() -> None:
    pairs = [(ADA, "openai"), (EVE, "openai"), (ADA, "anthropic")]

    assert len({key_id(*each) for each in pairs}) == 3
    assert len({purpose_of(*each) for each in pairs}) == 3


def test_a_key_that_was_saved_anew_is_another_credential() -> None:
    first, second = a_key("one").opened("sk-a"), a_key("two").opened("sk-a")

    assert first == a_key("one").opened("sk-a")
    assert first.of != second.of
    assert first.secret == "sk-a"


@pytest.mark.parametrize("given", ["sk-12345", "  sk-12345\n", "k" * KEY_LENGTH_MAX])
def test_what_copying_brings_along_is_taken_off(given: str) -> None:
    assert check_key(given) == given.strip()


@pytest.mark.parametrize(
    "given", ["", "short12", "k" * (KEY_LENGTH_MAX + 1), "two words", "sk-\r\nX: y", "schlüssel"]
)
def test_what_cannot_be_sent_as_a_key_is_none(given: str) -> None:
    with pytest.raises(Invalid, match="a key has"):
        check_key(given)
