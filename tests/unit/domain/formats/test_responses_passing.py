"""Responses go through as they are, but for what only we keep."""

import json
import re
from typing import Any

import pytest

from domain.formats.openai_responses.envelope import Envelope
from domain.formats.openai_responses.event_numbers import EventNumbers
from domain.formats.openai_responses.passing import ResponsesPassing, output_of, told_answer
from domain.formats.openai_responses.stream import StreamEncoder
from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from tests.upstream.answer import Answer
from tests.upstream.responses import Responses

PLAIN, REASONING = Capabilities(), Capabilities(thinking="adaptive")
Q: JsonObject = {"role": "user", "content": "q"}
SEALED: JsonObject = {"type": "reasoning", "summary": [], "encrypted_content": "gAAA"}
FUNCTION: JsonObject = {"type": "function", "name": "f", "parameters": {}}


def sent(passing: ResponsesPassing, text: str, *, reasons: bool = False) -> str:
    return passing.request(
        text, upstream="up", streamed=True, capabilities=REASONING if reasons else PLAIN
    )


def test_what_nobody_keeps_is_touched_in_the_model_s_name_alone() -> None:
    text = '{ "model":"alias",\n "input" : "\\u00e9 model", "x":1.50, "store":false }'

    assert sent(ResponsesPassing(), text, reasons=True) == text.replace("alias", "up", 1)


def test_the_vendor_keeps_nothing() -> None:
    kept = ResponsesPassing(kept="resp_ours")

    assert sent(kept, '{"model":"a","store":true}') == '{"model":"up","store":false}'
    assert sent(kept, '{"model":"a"}') == '{"model":"up","store":false}'


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("", ',"include":["reasoning.encrypted_content"]'),
        (',"include":null', ""),
        (',"include":["x"]', ""),
        (',"include":["reasoning.encrypted_content"]', ""),
    ],
)
def test_what_is_kept_is_sealed_where_the_model_reasons(given: str, asked: str) -> None:
    kept = ResponsesPassing(kept="resp_ours")
    text = f'{{"model":"a"{given}}}'

    found = json.loads(sent(kept, text, reasons=True))

    assert found["include"][-1] == "reasoning.encrypted_content"
    assert sent(kept, text, reasons=True).endswith(asked + "}")
    assert "store" in found
    assert ("include" in json.loads(sent(kept, text))) == ("include" in given)


def test_what_we_keep_is_sent_in_the_place_of_its_name() -> None:
    passing = ResponsesPassing(input=[Q, SEALED], kept="resp_2", previous="resp_1")

    found = json.loads(sent(passing, '{"model":"a","previous_response_id":"resp_1","x":1}'))

    assert found == {
        "model": "up",
        "previous_response_id": None,
        "x": 1,
        "store": False,
        "input": [Q, SEALED],
    }


@pytest.mark.parametrize("streamed", [True, False])
def test_an_answer_that_we_keep_is_told_under_our_id(*, streamed: bool) -> None:
    passing = ResponsesPassing(kept="resp_ours", previous="resp_1")
    dialect, answer = Responses(), Answer(words=('a "response"', " b"))

    if streamed:
        tap = passing.tap(model="alias")
        frames = [*tap.feed(b"".join(dialect.frames(answer, "up-1"))), *tap.close()]
        raws = [each.raw or b"" for each in frames]
    else:
        whole = json.dumps(dialect.whole(answer, "up-1")).encode()
        raws = [passing.whole(whole, model="alias").raw or b""]

    told = [each for raw in raws if raw and (each := told_answer(raw))]
    assert len(told) == (3 if streamed else 1)
    for each in told:
        assert (each["id"], each["store"]) == ("resp_ours", True)
        assert each["previous_response_id"] == "resp_1"
    assert b"up-1" not in b"".join(raws)


def test_an_answer_that_nobody_keeps_is_told_as_it_came() -> None:
    frames = b"".join(Responses().frames(Answer(words=("a",)), "up-1"))
    tap = ResponsesPassing().tap(model=None)

    assert b"".join(each.raw or b"" for each in tap.feed(frames)) == frames


def test_an_end_that_we_have_to_tell_counts_on() -> None:
    frames = list(Responses().frames(Answer(words=("a", " b")), "up-1"))
    passing = ResponsesPassing()
    tap = passing.tap(model="alias")
    passed = b"".join(each.raw or b"" for each in tap.feed(b"".join(frames[:-2])))
    (cut,) = (event for each in tap.close() for event in each.events)

    encoder = StreamEncoder(
        Envelope(id="resp_1", created=1, model="alias"), numbers=passing.numbers
    )
    told = passed + encoder.feed(cut)

    numbers = [int(each) for each in re.findall(rb'"sequence_number": ?(\d+)', told)]
    assert numbers == list(range(len(frames) - 1))
    assert b"response.failed" in told


def test_a_number_in_the_words_of_an_answer_is_none() -> None:
    numbers = EventNumbers(next=4)

    numbers.see(b'data: {"type":"x","delta":"\\"sequence_number\\":77"}\n\n')
    assert numbers.next == 4
    numbers.see(b'data: {"delta":"\\"sequence_number\\":77","sequence_number": 9}\n\n')
    assert numbers.next == 10


def test_bytes_that_tell_no_whole_answer_tell_none() -> None:
    assert told_answer(b": ping\n\n") is None
    assert told_answer(b'data: {"type":"response.output_text.delta"}\n\n') is None
    assert told_answer(b'{"id":"r"}') == {"id": "r"}


@pytest.mark.parametrize(
    ("response", "output"),
    [
        ({"output": [Q]}, [Q]),
        ({"output": [Q, "nonsense", 1]}, [Q]),
        ({"output": "nonsense"}, []),
        ({"output": None}, []),
        ({}, []),
    ],
)
def test_the_items_of_an_answer_are_objects(response: JsonObject, output: list[Json]) -> None:
    assert list(output_of(response)) == output


@pytest.mark.parametrize("include", ["nonsense", 1, {}])
def test_what_is_no_list_of_inclusions_becomes_one(include: Json) -> None:
    text = json.dumps({"model": "a", "include": include})

    found = json.loads(sent(ResponsesPassing(kept="resp_ours"), text, reasons=True))

    assert found["include"] == ["reasoning.encrypted_content"]


def takes(
    body: dict[str, Any], *, original: bool = True, capabilities: Capabilities = REASONING
) -> bool:
    return ResponsesPassing().takes(
        {"model": "m", "input": [Q], **body}, original=original, capabilities=capabilities
    )


HOSTED: JsonObject = {"type": "web_search"}
CODEX: dict[str, Any] = {
    "input": [
        {"type": "additional_tools", "role": "developer", "tools": []},
        {"type": "message", "role": "developer", "content": [{"type": "input_text", "text": "d"}]},
        Q,
        {**SEALED, "id": "rs_1", "content": None},
        {"type": "custom_tool_call", "call_id": "c", "name": "p", "input": "x"},
        {"type": "custom_tool_call_output", "call_id": "c", "output": "ok"},
        {"type": "web_search_call", "id": "ws_1", "status": "completed"},
    ],
    "tools": [FUNCTION, HOSTED, {"type": "custom", "name": "p"}, {"type": "namespace"}],
    "store": False,
    "include": ["reasoning.encrypted_content"],
    "reasoning": {"effort": "low"},
    "client_metadata": {"x": "y"},
}


BODIES: list[tuple[dict[str, Any], bool, bool]] = [
    ({}, True, True),
    ({"input": "q"}, True, True),
    ({"input": ""}, False, False),
    ({"input": []}, False, False),
    ({"input": [], "prompt": {"id": "p"}}, True, False),
    (CODEX, True, False),
    ({"input": [Q, {**FUNCTION, "type": "function_call", "call_id": "c"}]}, True, True),
    ({"input": [{"type": "function_call_output", "call_id": "c", "output": "r"}]}, True, True),
    ({"input": [{"type": "function_call", "call_id": "c" * 65, "name": "f"}]}, False, False),
    ({"input": [{"type": "function_call", "call_id": "c", "namespace": "n"}]}, True, False),
    ({"input": [{"role": "developer", "content": "d"}]}, True, False),
    ({"input": [{"role": "tool", "content": "d"}]}, False, False),
    ({"input": [{"role": "user", "content": [{"type": "text", "text": "t"}]}]}, False, False),
    ({"input": [{"role": "user", "content": None}]}, False, False),
    ({"input": [Q, SEALED]}, True, True),
    ({"input": [Q, {"type": "reasoning", "id": "rs", "summary": []}]}, False, True),
    ({"input": [Q, {**SEALED, "encrypted_content": "relay:thinking:x"}]}, False, False),
    ({"input": [{"type": "item_reference", "id": "msg_1"}]}, False, False),
    ({"input": [{"id": "msg_1"}]}, False, False),
    ({"tools": [FUNCTION]}, True, True),
    ({"tools": []}, True, True),
    ({"tools": [HOSTED]}, True, False),
    ({"tools": [{"type": "custom", "name": "p"}]}, True, False),
    ({"tools": [{"type": "function", "function": {"name": "f"}}]}, False, False),
    ({"tools": [{"type": "custom", "name": "f", "input_schema": {}}]}, False, False),
    ({"tools": [{"name": "f", "input_schema": {}}]}, False, False),
    ({"tools": ["f"]}, False, False),
    ({"tool_choice": {"type": "custom", "name": "p"}}, True, True),
    ({"tool_choice": {"type": "custom", "custom": {"name": "p"}}}, False, False),
    ({"input": ["q"]}, False, False),
    ({"input": [{"type": "web_search_call", "id": "ws", "call_id": 1}]}, True, False),
    ({"tool_choice": "required"}, True, True),
    ({"tool_choice": {"type": "function", "name": "f"}}, True, True),
    ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, False, False),
    ({"tool_choice": {"type": "any"}}, False, False),
    ({"tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": []}}, True, True),
    ({"tool_choice": {"type": "allowed_tools", "allowed_tools": {}}}, False, False),
    ({"stream_options": {"include_usage": True}}, False, False),
    ({"stream_options": {"include_obfuscation": False}}, True, True),
    ({"max_tokens": 5}, False, False),
    ({"response_format": {"type": "text"}}, False, False),
    ({"something_new": 1}, True, True),
]


@pytest.mark.parametrize(("body", "by_openai", "by_others"), BODIES, ids=range(len(BODIES)))
def test_only_what_the_provider_would_take_goes_through_as_it_is(
    body: dict[str, Any], *, by_openai: bool, by_others: bool
) -> None:
    assert takes(body) == by_openai
    assert takes(body, original=False) == by_others


@pytest.mark.parametrize(
    ("body", "capabilities", "taken"),
    [
        ({"temperature": 1}, Capabilities(sampling=False), False),
        ({"top_p": 1}, Capabilities(sampling=False), False),
        ({"temperature": 1}, PLAIN, True),
        ({"reasoning": {"effort": "low"}}, PLAIN, False),
        ({"reasoning": {"effort": None}}, PLAIN, True),
        ({"include": ["reasoning.encrypted_content"]}, PLAIN, False),
        ({"include": ["message.output_text.logprobs"]}, PLAIN, True),
    ],
)
def test_what_the_model_would_refuse_is_converted(
    body: dict[str, Any], capabilities: Capabilities, *, taken: bool
) -> None:
    assert takes(body, capabilities=capabilities) == taken


def test_what_is_sent_decides_and_not_what_was_written() -> None:
    foreign: Json = {**SEALED, "encrypted_content": "relay:redacted:x"}

    passing = ResponsesPassing(input=[Q, foreign], previous="resp_1")

    assert not passing.takes({"input": "q"}, original=True, capabilities=REASONING)
