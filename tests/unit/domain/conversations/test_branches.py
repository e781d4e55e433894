import pytest

from domain.conversations.branches import Node, Tree
from domain.errors import NotFound
from domain.ids import MessageId

#  1 ─ 2 ─ 4
#    └ 3 ─ 5 ─ 6
#        └ 7
PARENTS = {"1": None, "2": "1", "3": "1", "4": "2", "5": "3", "6": "5", "7": "3"}


def ids(text: str) -> tuple[MessageId, ...]:
    return tuple(MessageId(each) for each in text.split())


def a_tree(order: str = "7 3 1 6 2 5 4") -> Tree:
    return Tree.of(
        [
            Node(id=each, parent=None if (parent := PARENTS[each]) is None else MessageId(parent))
            for each in ids(order)
        ]
    )


@pytest.mark.parametrize(("leaf", "thread"), [("1", "1"), ("4", "1 2 4"), ("6", "1 3 5 6")])
def test_a_thread_leads_from_the_root_to_its_leaf(leaf: str, thread: str) -> None:
    assert a_tree().thread(MessageId(leaf)) == ids(thread)


def test_a_thread_to_a_message_of_another_tree_is_not_found() -> None:
    with pytest.raises(NotFound, match="no message 'x' in this conversation"):
        a_tree().thread(MessageId("x"))


@pytest.mark.parametrize(("id", "siblings"), [("1", "1"), ("2", "2 3"), ("3", "2 3"), ("7", "5 7")])
def test_siblings_are_all_alternatives_oldest_first(id: str, siblings: str) -> None:
    assert a_tree().siblings(MessageId(id)) == ids(siblings)


def test_a_message_of_another_tree_has_no_siblings() -> None:
    with pytest.raises(NotFound, match="no message 'x' in this conversation"):
        a_tree().siblings(MessageId("x"))


@pytest.mark.parametrize(("id", "children"), [("1", "2 3"), ("3", "5 7"), ("4", ""), ("x", "")])
def test_children_follow_directly_oldest_first(id: str, children: str) -> None:
    assert a_tree().children(MessageId(id)) == ids(children)


@pytest.mark.parametrize(("id", "leaf"), [("1", "7"), ("2", "4"), ("3", "7"), ("5", "6")])
def test_turning_to_a_branch_leads_to_its_newest_leaf(id: str, leaf: str) -> None:
    assert a_tree().newest_leaf(MessageId(id)) == leaf


def test_turning_to_a_message_of_another_tree_is_not_found() -> None:
    with pytest.raises(NotFound):
        a_tree().newest_leaf(MessageId("x"))


def test_a_message_is_found_by_the_end_of_its_id() -> None:
    tree = Tree.of([Node(id=MessageId("01abc"), parent=None)])

    assert tree.ending_with("abc") == "01abc"
    assert tree.ending_with("01ab") is None
