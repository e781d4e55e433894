"""REL-16: what is asked for again under one key."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.repeats import Repeatable

PEPPER = b"p" * 32
ONE = Repeatable(by="user ada", key="k1", said="{}")


def test_what_is_made_up_is_the_same_again_and_fits_a_key() -> None:
    again = Repeatable(by="user ada", key="k1", said="{}")

    assert again.id(pepper=PEPPER) == ONE.id(pepper=PEPPER)
    assert again.secret(pepper=PEPPER) == ONE.secret(pepper=PEPPER)
    assert re.fullmatch("[0-9a-z]{26}", ONE.id(pepper=PEPPER))
    assert re.fullmatch("[0-9A-Za-z]{40}", ONE.secret(pepper=PEPPER))
    assert re.fullmatch("[0-9A-Za-z]{40}", ONE.text(pepper=PEPPER))
    assert ONE.text(pepper=PEPPER) != ONE.secret(pepper=PEPPER)


@pytest.mark.parametrize(
    "other",
    [
        Repeatable(by="user bob", key="k1", said="{}"),
        Repeatable(by="user ada", key="k2", said="{}"),
        Repeatable(by="user adak", key="1", said="{}"),
    ],
)
def test_another_person_or_key_makes_up_something_else(other: Repeatable) -> None:
    assert other.id(pepper=PEPPER) != ONE.id(pepper=PEPPER)
    assert other.text(pepper=PEPPER) != ONE.text(pepper=PEPPER)
    assert other.secret(pepper=PEPPER) != ONE.secret(pepper=PEPPER)


def test_other_words_change_the_secret_alone() -> None:
    other = Repeatable(by=ONE.by, key=ONE.key, said='{"name":"x"}')

    assert other.id(pepper=PEPPER) == ONE.id(pepper=PEPPER)
    assert other.text(pepper=PEPPER) == ONE.text(pepper=PEPPER)
    assert other.secret(pepper=PEPPER) != ONE.secret(pepper=PEPPER)


def test_another_pepper_makes_up_something_else_and_words_are_not_told() -> None:
    assert ONE.id(pepper=b"q" * 32) != ONE.id(pepper=PEPPER)
    assert ONE.secret(pepper=b"q" * 32) != ONE.secret(pepper=PEPPER)
    assert "secret words" not in repr(Repeatable(by="a", key="b", said="secret words"))


@given(st.text(), st.text(), st.text())
def test_any_words_make_up_something_of_the_right_length(by: str, key: str, said: str) -> None:
    one = Repeatable(by=by, key=key, said=said)

    assert len(one.id(pepper=PEPPER)) == 26
    assert len(one.secret(pepper=PEPPER)) == 40
