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


@pytest.mark.parametrize(
    ("id", "branch"), [("1", "1 2 3 4 5 7 6"), ("3", "3 5 7 6"), ("4", "4"), ("5", "5 6")]
)
def test_a_branch_is_a_message_and_all_that_follows_it(id: str, branch: str) -> None:
    assert a_tree().branch(MessageId(id)) == ids(branch)


@pytest.mark.parametrize(
    ("leaf", "taken"),
    [("5", "1 2 3 4 5 7"), ("1", "1"), ("2", "1 2 3 5 7 6"), ("7", "1 2 3 4 5 7 6")],
)
def test_alongside_a_thread_are_all_that_leave_it_but_nothing_after_its_leaf(
    leaf: str, taken: str
) -> None:
    assert a_tree().alongside(MessageId(leaf)) == ids(taken)


@pytest.mark.parametrize(
    ("leaf", "taken"), [("1", "1"), ("2", "1 2 3"), ("7", "1 2 3 4 5 7"), ("6", "1 2 3 4 5 7 6")]
)
def test_down_to_a_message_are_all_that_are_no_deeper(leaf: str, taken: str) -> None:
    assert a_tree().down_to(MessageId(leaf)) == ids(taken)


def test_parents_come_first_in_all_messages() -> None:
    assert a_tree().all() == ids("1 2 3 4 5 7 6")


@pytest.mark.parametrize(
    ("gone", "shown"), [("2", "7"), ("3", "4"), ("7", "6"), ("6", "5"), ("4", "2")]
)
def test_a_reader_of_a_branch_that_goes_lands_beside_it_or_before_it(gone: str, shown: str) -> None:
    assert a_tree().shown_without(MessageId(gone)) == shown


def test_nothing_is_shown_once_the_only_beginning_is_gone() -> None:
    assert a_tree().shown_without(MessageId("1")) is None


def test_a_leaf_that_is_there_is_shown_else_the_newest() -> None:
    assert a_tree().shown(MessageId("4")) == "4"
    assert a_tree().shown(MessageId("x")) == "7"
    assert a_tree().shown(None) == "7"
    assert Tree.of([]).shown(MessageId("x")) is None


def test_what_hangs_on_a_message_that_is_gone_is_a_stray_and_never_shown() -> None:
    tree = Tree.of(
        [
            Node(id=MessageId("1"), parent=None),
            Node(id=MessageId("3"), parent=MessageId("gone")),
            Node(id=MessageId("4"), parent=MessageId("3")),
        ]
    )

    assert tree.strays() == ids("3 4")
    assert tree.all() == ids("1")
    assert tree.shown(MessageId("4")) == "1"


@pytest.mark.parametrize("ask", ["branch", "alongside", "down_to", "shown_without"])
def test_branches_of_a_message_of_another_tree_are_not_found(ask: str) -> None:
    with pytest.raises(NotFound, match="no message 'x' in this conversation"):
        getattr(a_tree(), ask)(MessageId("x"))
