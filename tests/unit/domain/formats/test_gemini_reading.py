import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError, Invalid
from domain.formats.camel_names import camelled
from domain.formats.gemini.request import decode_request
from domain.formats.gemini.schema_writing import openapi_schema
from domain.formats.gemini.stream import StreamEncoder
from domain.formats.openapi_schemas import json_schema
from domain.json import Json, JsonObject
from domain.llm.events import Failed, Failure, Started
from domain.llm.prompt import Text

_NAMES = "type properties any_of anyOf items nullable defs ref min_items format enum args a_b parts"
_VALUES = ("STRING", "OBJECT", "enum", "1", "#/$defs/a", "a_b")
_given = st.recursive(
    st.sampled_from(_VALUES) | st.integers(0, 3) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_NAMES.split()), inner, max_size=4)
    ),
    max_leaves=10,
)
objects = st.dictionaries(st.sampled_from(_NAMES.split()), _given, max_size=4)


@given(objects)
def test_names_that_are_google_s_own_stay(body: dict[str, Json]) -> None:
    once = camelled(body)

    assert camelled(once) == once


@given(objects)
def test_a_plain_schema_stays_as_it_is(schema: dict[str, Json]) -> None:
    once = json_schema(schema)

    assert json_schema(once) == once


@given(objects)
def test_any_schema_is_put_in_google_s_words_or_refused(schema: dict[str, Json]) -> None:
    try:
        written = openapi_schema(schema)
    except DomainError:
        return

    assert "$ref" not in written


def test_google_s_own_name_counts_when_both_came() -> None:
    body: JsonObject = {"systemInstruction": "a", "system_instruction": "b"}

    assert camelled(body) == {"systemInstruction": "a"}


@pytest.mark.parametrize("key", ["args", "response", "parameters", "labels"])
def test_what_is_the_client_s_keeps_its_names(key: str) -> None:
    body: JsonObject = {"some_list": [{key: {"a_b": {"c_d": 1}}}]}

    assert camelled(body) == {"someList": [{key: {"a_b": {"c_d": 1}}}]}


def nested(depth: int, *, key: str = "a") -> dict[str, Json]:
    value: dict[str, Json] = {}
    for _ in range(depth):
        value = {key: value}
    return value


def test_names_nested_too_deeply_are_refused() -> None:
    with pytest.raises(Invalid, match="nested deeper than 100 levels"):
        camelled(nested(200))


def test_a_schema_nested_too_deeply_is_refused() -> None:
    with pytest.raises(Invalid, match="nested deeper than 100 levels"):
        json_schema(nested(200, key="items"))


def test_a_schema_whose_references_double_at_each_step_is_refused() -> None:
    defs: dict[str, Json] = {
        f"d{n}": {"anyOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(30)
    }
    defs["d30"] = {"type": "string"}

    with pytest.raises(Invalid, match="larger than"):
        openapi_schema({"$defs": defs, "$ref": "#/$defs/d0"})


def test_system_text_is_one_turn_of_several_parts() -> None:
    body: JsonObject = {
        "systemInstruction": {"parts": [{"text": "a"}, {"text": ""}, {"text": "b"}]},
        "contents": [{"parts": [{"text": "q"}]}],
    }

    system, _ = decode_request(body, model="m", stream=True).prompt.turns

    assert system.parts == (Text(text="a"), Text(text="b"))


def test_a_heartbeat_is_white_space() -> None:
    encoder = StreamEncoder(id="i", model="m")

    assert encoder.feed(Started(id="", model="")) == b""
    assert encoder.heartbeat().strip() == b""


def test_an_error_stands_in_an_event_and_behind_the_events() -> None:
    encoder = StreamEncoder(id="i", model="m")

    told = encoder.feed(Failed(Failure(kind="overloaded", message="busy")))

    error = b'{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}'
    assert told == b"data: " + error + b"\n\n" + error + b"\n"
