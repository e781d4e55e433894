from dataclasses import replace
from datetime import timedelta

import pytest

from domain.conversations.conversation import (
    TAG_LENGTH_MAX,
    TAGS_MAX,
    TITLE_LENGTH_MAX,
    title_from,
)
from domain.errors import Invalid
from domain.ids import MessageId
from tests.builders import NOON, a_conversation

LATER = NOON + timedelta(hours=1)


def test_a_new_title_is_on_one_line() -> None:
    renamed = a_conversation().rename("  The\n whole   story ", at=LATER)

    assert renamed == replace(a_conversation(), title="The whole story", updated_at=LATER)


@pytest.mark.parametrize("title", ["", " \n ", "a" * (TITLE_LENGTH_MAX + 1)])
def test_a_title_has_one_to_two_hundred_characters(title: str) -> None:
    with pytest.raises(Invalid, match="1 to 200 characters"):
        a_conversation().rename(title, at=LATER)


def test_a_title_may_be_as_long_as_allowed() -> None:
    longest = "a" * TITLE_LENGTH_MAX

    assert a_conversation().rename(longest, at=LATER).title == longest


def test_another_model_is_no_change_of_the_conversation_itself() -> None:
    assert a_conversation().use_model("n") == replace(a_conversation(), model="n")


def test_the_branch_that_is_shown_is_kept() -> None:
    shown = a_conversation().show(MessageId("m9"), at=LATER)

    assert shown == replace(a_conversation(), active_leaf=MessageId("m9"), updated_at=LATER)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "New chat"),
        (" \n ", "New chat"),
        ("What is\n\n love?", "What is love?"),
        ("a" * 60, "a" * 60),
        ("a" * 61, "a" * 60 + "…"),
        ("a" * 31 + " " + "b" * 40, "a" * 31 + "…"),
        ("a" * 30 + " " + "b" * 40, "a" * 30 + " " + "b" * 29 + "…"),
        ("a " * 40, "a " * 29 + "a…"),
    ],
    ids=["nothing", "blanks", "lines", "60", "61", "late word", "early word", "words"],
)
def test_a_chat_is_called_after_its_first_message(text: str, title: str) -> None:
    assert title_from(text) == title


def test_a_conversation_is_on_one_shelf() -> None:
    chat = a_conversation()

    assert chat.shelf == "open"
    assert chat.pin(True).shelf == "pinned"
    assert chat.archive(True).shelf == "archived"
    assert chat.pin(True).archive(True).archive(False).shelf == "open"
    assert chat.archive(True).pin(True).pin(False).shelf == "open"


def test_unpinning_what_is_archived_leaves_it_there() -> None:
    assert a_conversation().archive(True).pin(False).shelf == "archived"
    assert a_conversation().pin(True).archive(False).shelf == "pinned"


def test_tags_are_held_once_and_in_order() -> None:
    assert a_conversation().tag([" work ", "b  c", "work"]).tags == ("work", "b c")


@pytest.mark.parametrize(
    "tags", [[""], ["a" * (TAG_LENGTH_MAX + 1)], [*map(str, range(TAGS_MAX + 1))]]
)
def test_tags_that_are_empty_too_long_or_too_many_are_refused(tags: list[str]) -> None:
    with pytest.raises(Invalid, match="at most 20 tags of 1 to 40 characters"):
        a_conversation().tag(tags)


def test_as_many_and_as_long_tags_as_allowed_are_held() -> None:
    tags = [f"{number:0{TAG_LENGTH_MAX}}" for number in range(TAGS_MAX)]

    assert a_conversation().tag(tags).tags == tuple(tags)
