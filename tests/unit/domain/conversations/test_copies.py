from dataclasses import replace

import pytest

from domain.conversations.branches import Node, Tree
from domain.conversations.copies import ForkScope, copied, forked, new_names
from domain.ids import ConversationId, MessageId
from tests.builders import a_message, an_answer

TREE = Tree.of(
    [
        Node(id=MessageId("1"), parent=None),
        Node(id=MessageId("2"), parent=MessageId("1")),
        Node(id=MessageId("3"), parent=MessageId("1")),
        Node(id=MessageId("4"), parent=MessageId("2")),
        Node(id=MessageId("5"), parent=MessageId("3")),
    ]
)
COPY = ConversationId("copy")


@pytest.mark.parametrize(
    ("scope", "taken"), [("thread", "1 3"), ("branches", "1 2 3 4"), ("level", "1 2 3")]
)
def test_a_fork_takes_what_its_scope_says(scope: ForkScope, taken: str) -> None:
    assert forked(TREE, MessageId("3"), scope) == tuple(taken.split())


def test_new_names_sort_as_the_old_ones() -> None:
    old, fresh = [MessageId(each) for each in "bca"], [MessageId(each) for each in "zxy"]

    assert new_names(old, fresh) == {"a": "x", "b": "y", "c": "z"}


def test_a_copy_has_new_names_and_no_generation() -> None:
    message = a_message("m2", parent="m1")
    names = {MessageId("m1"): MessageId("n1"), MessageId("m2"): MessageId("n2")}

    assert copied(message, into=COPY, names=names) == replace(
        message, id=MessageId("n2"), conversation=COPY, parent=MessageId("n1")
    )


def test_a_growing_answer_is_cut_off_in_its_copy() -> None:
    answer = replace(an_answer(), parent=None)

    copy = copied(answer, into=COPY, names={answer.id: MessageId("n")})

    assert (copy.state, copy.generation, copy.parts) == ("interrupted", None, answer.parts)
