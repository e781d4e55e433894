import io
import json
import zipfile

import pytest

from domain.errors import Invalid
from domain.ids import UserId
from domain.imports.foreign import conversation_id, imported, moment
from domain.imports.json_items import JsonItems
from domain.imports.sources import chat_of
from domain.imports.unzipping import Unzipping
from tests import exports
from tests.builders import ADA, EVE, NOON

AWKWARD: list[dict[str, object]] = [{"a": 'q"]}{\\'}, {"b": [[], {"c": "\\\\"}], "d": "é🦊"}, {}]


def items(data: bytes, size: int) -> list[object]:
    reading = JsonItems()
    found = [
        json.loads(item)
        for first in range(0, len(data), size)
        for item in reading.feed(data[first : first + size])
    ]
    reading.end()
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_elements_are_found_wherever_the_pieces_are_cut(size: int) -> None:
    assert items(json.dumps(AWKWARD).encode(), size) == AWKWARD
    assert items(b"\xef\xbb\xbf" + json.dumps(AWKWARD, indent=2).encode(), size) == AWKWARD
    assert items(b' {"x": [1]}\n', size) == [{"x": [1]}]
    assert items(b"[ ]", size) == []


@pytest.mark.parametrize(
    "data", [b"", b"[{}", b'[{"a', b"12", b"<html>", b"[1]", b"[] []", b'{}{"']
)
def test_what_is_no_list_of_objects_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        items(data, 4)


def test_a_chat_longer_than_memory_should_hold_is_passed_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("domain.imports.json_items.ITEM_BYTES_MAX", 20)
    reading = JsonItems()

    found = [*reading.feed(b'[{"a": "' + b"x" * 50 + b'"}, {"b": 1}]')]

    assert found == ["too long", b'{"b": 1}']


def unzipped(data: bytes, size: int = 5) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    reading = Unzipping()
    for first in range(0, len(data), size):
        for name, some in reading.feed(data[first : first + size]):
            found[name] = found.get(name, b"") + some
    reading.end()
    return found


class Unseekable(io.BytesIO):
    """Makes an archive say its sizes behind the files."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def seek(self, *_: int) -> int:
        raise OSError


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_an_archive_is_read_from_its_beginning(packing: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        archive.writestr("a.json", b"one" * 100)
        archive.writestr("empty", b"")
        archive.writestr("b/conversations.json", b"two")

    found = unzipped(packed.getvalue())

    assert found == {"a.json": b"one" * 100, "b/conversations.json": b"two"}


def test_an_archive_that_was_written_as_a_stream_is_read_too() -> None:
    packed = Unseekable()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"one" * 100)
        archive.writestr("b", b"two")

    assert unzipped(packed.getvalue()) == {"a": b"one" * 100, "b": b"two"}


def test_sec_17_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.imports.unzipping._BOMB_FROM", 1024**2)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", b"[" + b" " * (3 * 1024**2))

    with pytest.raises(Invalid, match="far more"):
        unzipped(packed.getvalue(), size=10_000)


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", b"nothing", exports.as_zip()[:40], b"PK\x03\x04" * 20],
    ids=["begun", "no archive", "cut", "begun again and again"],
)
def test_what_is_no_whole_archive_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        unzipped(data)


def test_a_tree_keeps_its_branches_and_shows_the_one_that_was_shown() -> None:
    found = imported(chat_of(exports.chatgpt()), owner=ADA, at=NOON)

    assert found is not None
    question, first, second = found.messages
    assert [each.text for each in found.messages] == ["Hello 1?", "First answer", "Second answer"]
    assert question.parent is None
    assert first.parent == second.parent == question.id
    assert found.conversation.active_leaf == second.id
    assert found.conversation.title == "ChatGPT 1"
    assert found.conversation.created_at.year == 2023
    assert question.id < first.id < second.id


def test_an_answer_in_several_steps_is_one_answer() -> None:
    chat = exports.chatgpt()
    chat["mapping"]["more"] = {
        **chat["mapping"]["first"],
        "id": "more",
        "parent": "first",
        "message": {**chat["mapping"]["first"]["message"], "id": "more"},
    }
    chat["current_node"] = "more"

    found = imported(chat_of(chat), owner=ADA, at=NOON)

    assert found is not None
    shown = next(each for each in found.messages if each.id == found.conversation.active_leaf)
    assert shown.text == "First answer\n\nFirst answer"


def test_claude_s_messages_follow_each_other_and_bring_their_attachments() -> None:
    chat = exports.claude()
    chat["chat_messages"][0]["attachments"] = [{"file_name": "a.txt", "extracted_content": "A!"}]

    found = imported(chat_of(chat), owner=ADA, at=NOON)

    assert found is not None
    assert [(each.role, each.text) for each in found.messages] == [
        ("user", "[a.txt]\n\nA!\n\nWhy?"),
        ("assistant", "Because."),
    ]


@pytest.mark.parametrize("nested", [False, True])
def test_librechat_s_messages_are_flat_or_within_each_other(nested: bool) -> None:
    chat = exports.librechat()
    if nested:
        asked, *answers = chat["messages"]
        chat["messages"] = [{**asked, "children": answers}]

    found = imported(chat_of(chat), owner=ADA, at=NOON)

    assert found is not None
    assert [each.text for each in found.messages] == ["Ask", "One", "Other"]
    assert {each.parent for each in found.messages[1:]} == {found.messages[0].id}


def test_a_chat_has_the_same_name_each_time_and_another_for_somebody_else() -> None:
    names = {conversation_id("chatgpt", "1", owner=owner) for owner in (ADA, ADA, EVE)}

    assert len(names) == 2
    assert all(len(name) == 26 for name in names)
    assert conversation_id("claude", "1", owner=UserId(ADA)) not in names


@pytest.mark.parametrize("item", [{}, {"mapping": {}}, {"chat_messages": []}, {"mapping": []}])
def test_what_is_no_chat_is_told_so(item: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        chat_of(item)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [True, "soon", 1e300, float("inf"), -1e20, None, {}])
def test_a_time_that_is_none_is_none(value: object) -> None:
    assert moment(value) is None  # type: ignore[arg-type]


def test_wrong_times_circles_and_halves_of_letters_do_no_harm() -> None:
    chat = exports.chatgpt()
    chat["create_time"] = 9e10
    chat["title"] = ""
    chat["mapping"]["circle"] = {**chat["mapping"]["first"], "id": "circle", "parent": "circle"}
    chat["mapping"]["question"]["message"]["content"]["parts"] = ["half \ud83e"]

    found = imported(chat_of(chat), owner=ADA, at=NOON)

    assert found is not None
    assert found.conversation.created_at == NOON
    assert found.conversation.title == "half ?"
    assert len(found.messages) == 3
