"""A request that goes on from an answer which is kept."""

import pytest

from domain.errors import Invalid
from domain.formats.openai_responses.continuing import (
    check_state,
    continued,
    in_background,
    own_items,
    previous_of,
    references,
    resolved,
    sendable,
)
from domain.formats.openai_responses.envelope import Envelope
from domain.json import Json, JsonObject

ENVELOPE = Envelope(id="resp_1", created=7, model="alias")
EARLIER: JsonObject = {"type": "message", "role": "user", "content": "before"}
SAID: JsonObject = {"type": "message", "role": "user", "content": "q"}


@pytest.mark.parametrize(
    ("body", "previous"),
    [
        ({"previous_response_id": "resp_0"}, "resp_0"),
        ({"previous_response_id": None}, None),
        ({}, None),
    ],
)
def test_a_request_may_name_the_answer_that_it_goes_on_from(
    body: JsonObject, previous: str | None
) -> None:
    assert previous_of(body) == previous


def test_the_answer_to_go_on_from_is_named_by_a_text() -> None:
    with pytest.raises(Invalid, match="previous_response_id: must be a string"):
        previous_of({"previous_response_id": 1})


@pytest.mark.parametrize(
    ("given", "items"),
    [
        ({"input": "q"}, [EARLIER, SAID]),
        ({"input": [SAID]}, [EARLIER, SAID]),
        ({"input": []}, [EARLIER]),
        ({"input": None}, [EARLIER]),
        ({}, [EARLIER]),
    ],
)
def test_what_was_said_before_comes_first(given: JsonObject, items: list[Json]) -> None:
    body: JsonObject = {**given, "model": "m"}

    assert continued(body, [EARLIER]) == {"model": "m", "input": items}


@pytest.mark.parametrize("given", [1, {"a": 1}, True])
def test_an_input_is_a_text_or_a_list(given: Json) -> None:
    with pytest.raises(Invalid, match="input: must be a list"):
        continued({"input": given}, [])


@pytest.mark.parametrize(
    ("item", "prefix"),
    [
        ({"type": "reasoning"}, "rs"),
        ({"type": "function_call"}, "fc"),
        ({"type": "function_call_output"}, "fco"),
        ({"type": "custom_tool_call"}, "ctc"),
        ({"type": "custom_tool_call_output"}, "ctco"),
        ({"type": "shell_call"}, "item"),
    ],
)
def test_an_item_without_an_id_gets_one_of_its_kind_and_place(
    item: JsonObject, prefix: str
) -> None:
    first, second = own_items({"input": [item, item]}, ENVELOPE)

    assert first == {**item, "id": ENVELOPE.item_id(f"{prefix}_in", 0)}
    assert second == {**item, "id": ENVELOPE.item_id(f"{prefix}_in", 1)}


def test_an_item_keeps_the_id_that_it_has() -> None:
    (item,) = own_items({"input": [{"type": "reasoning", "id": "rs_7", "summary": []}]}, ENVELOPE)

    assert item == {"type": "reasoning", "id": "rs_7", "summary": []}


@pytest.mark.parametrize(
    ("role", "part"),
    [("user", "input_text"), ("system", "input_text"), ("assistant", "output_text")],
)
def test_a_message_of_plain_text_is_kept_in_parts(role: str, part: str) -> None:
    (item,) = own_items({"input": [{"role": role, "content": "q"}]}, ENVELOPE)

    assert item == {
        "type": "message",
        "role": role,
        "content": [{"type": part, "text": "q"}],
        "id": ENVELOPE.item_id("msg_in", 0),
    }


def test_a_message_in_parts_and_another_item_s_text_stay_as_they_are() -> None:
    parts: list[Json] = [{"type": "input_text", "text": "q"}]
    given: list[Json] = [
        {"id": "a", "role": "user", "content": parts},
        {"id": "b", "type": "odd", "content": "text"},
        "no item",
    ]

    assert own_items({"input": given}, ENVELOPE) == (
        {"id": "a", "type": "message", "role": "user", "content": parts},
        {"id": "b", "type": "odd", "content": "text"},
    )


def test_an_input_without_anything_before_it_stays_as_it_is() -> None:
    body: JsonObject = {"input": "q"}

    assert continued(body, []) is body


NAMED: JsonObject = {"type": "item_reference", "id": "msg_1"}
ALONE: JsonObject = {"id": "msg_2"}
KEPT: JsonObject = {"type": "message", "role": "user", "content": "kept"}
OTHERS: list[Json] = ["x", {"id": "a", "role": "user"}, {"type": "message", "id": "b"}, {"id": 1}]


def test_items_that_are_only_named_are_replaced_by_what_is_kept() -> None:
    body: JsonObject = {"model": "m", "input": [NAMED, *OTHERS, ALONE]}

    assert references(body) == ["msg_1", "msg_2"]
    assert resolved(body, {"msg_1": KEPT, "msg_2": EARLIER}) == {
        "model": "m",
        "input": [KEPT, *OTHERS, EARLIER],
    }


def test_an_item_that_is_named_and_not_kept_is_refused_by_its_place() -> None:
    with pytest.raises(Invalid, match=r"^input\[1\]: there is no item 'msg_2' here"):
        resolved({"input": [NAMED, ALONE]}, {"msg_1": KEPT})


def test_an_input_that_names_nothing_has_no_references() -> None:
    assert references({"input": "msg_1"}) == references({}) == []


def test_a_vendor_is_told_no_ids_of_what_it_has_not_kept() -> None:
    search: Json = {"type": "web_search_call", "id": "ws_1", "status": "completed"}
    call: Json = {"type": "function_call", "id": "fc_1", "status": "completed", "call_id": "c"}
    items: list[Json] = [
        {**KEPT, "id": "msg_in"},
        {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "E"},
        {"type": "reasoning", "id": "rs_2", "summary": []},
        call,
        search,
        {"role": "user", "content": "given"},
    ]

    assert list(sendable(items)) == [
        KEPT,
        {"type": "reasoning", "summary": [], "encrypted_content": "E"},
        {"type": "function_call", "call_id": "c"},
        search,
        {"role": "user", "content": "given"},
    ]


@pytest.mark.parametrize("state", [{"conversation": "c"}, {"conversation": {"id": "c"}}])
def test_state_that_is_the_vendor_s_alone_is_refused(state: JsonObject) -> None:
    with pytest.raises(Invalid, match="conversation: is not"):
        check_state(state)


@pytest.mark.parametrize(
    ("body", "path"),
    [({"store": False}, "store"), ({"stream": True}, "stream"), ({"stream": 1}, "stream")],
)
def test_an_answer_in_the_background_is_kept_and_read_later(body: JsonObject, path: str) -> None:
    with pytest.raises(Invalid, match=f"{path}: ") as refused:
        check_state({**body, "background": True})

    assert refused.value.path == path
    check_state({"background": True})
    assert in_background({"background": True})
    assert not in_background({"background": False})
    assert not in_background({})


def test_a_request_without_such_state_is_not_refused() -> None:
    check_state({"conversation": None, "background": False, "previous_response_id": "r"})
