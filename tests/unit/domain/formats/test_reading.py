import pytest

from domain.errors import Invalid
from domain.formats.anthropic_messages.schema import answer_schema
from domain.formats.media import data_url, inline_data, source_of, text_in
from domain.formats.openai_chat.request import decode_request
from domain.formats.reading import At, clean, scrub
from domain.json import Json, JsonObject
from domain.llm.prompt import InlineData, MediaSource, WebAddress

VALUE = At({"s": "x", "i": 3, "f": 2.0, "h": 2.5, "b": True, "l": [1], "o": {"k": 1}}, "here")


def test_what_is_there_is_read() -> None:
    assert VALUE.text("s") == VALUE.text_or_none("s") == "x"
    assert VALUE.integer("i", least=3) == 3
    assert VALUE.integer("f", least=0) == 2
    assert VALUE.number("h", least=0, most=2.5) == 2.5
    assert VALUE.flag("b") is True
    assert VALUE.needed("o") == At({"k": 1}, "here.o")
    assert list(VALUE.items("l")) == [1]
    assert list(At({"t": ["a"]}).texts("t")) == ["a"]


def test_what_is_not_there_is_none() -> None:
    at = At({"n": None})

    for key in ("n", "absent"):
        assert not at.has(key)
        assert at.text_or_none(key) is None
        assert at.integer(key, least=0) is None
        assert at.number(key, least=0, most=1) is None
        assert at.flag(key) is None
        assert at.object(key) is None
        assert list(at.objects(key)) == []


REFUSED: list[tuple[JsonObject, str]] = [
    ({}, "messages: is missing or empty"),
    ({"messages": []}, "messages: is missing or empty"),
    ({"messages": 1}, "messages: must be a list"),
    ({"messages": "ab"}, "messages: must be a list"),
    ({"messages": [1]}, "messages[0]: must be an object"),
    ({"messages": [{}]}, "messages[0].role: is missing"),
    ({"messages": [{"role": 1}]}, "messages[0].role: must be a string"),
    ({"messages": [{"role": "x"}]}, "messages[0].role: there is no role 'x'"),
    ({"messages": [{"role": "tool"}]}, "messages[0].tool_call_id: is missing"),
    ({"messages": [{"role": "user", "content": [{}]}]}, "messages[0].content[0].type"),
    (
        {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
        "messages[0].content[0].image_url: is missing",
    ),
    (
        {"messages": [{"role": "assistant", "tool_calls": [{"id": "a"}]}]},
        "messages[0].tool_calls[0].function: is missing",
    ),
    ({"temperature": 3}, "temperature: must be between 0 and 2"),
    ({"temperature": "1"}, "temperature: must be a number"),
    ({"temperature": True}, "temperature: must be a number"),
    ({"max_tokens": 0}, "max_tokens: must be at least 1"),
    ({"max_tokens": 1.5}, "max_tokens: must be an integer"),
    ({"max_tokens": True}, "max_tokens: must be an integer"),
    ({"stream": 1}, "stream: must be true or false"),
    ({"stop": [1]}, "stop[0]: must be a string"),
    ({"model": None}, "model: is missing"),
    ({"tools": [{"x": 1}]}, "tools[0]: is no tool that we know"),
    ({"tools": [{"type": "function", "function": {}}]}, "tools[0].function.name: is missing"),
    ({"tools": [{"type": "function", "function": 1}]}, "tools[0].function: must be an object"),
    ({"tool_choice": "maybe"}, "tool_choice: there is no choice 'maybe'"),
    ({"tool_choice": {"type": "maybe"}}, "tool_choice.type: there is no choice 'maybe'"),
    ({"reasoning_effort": "huge"}, "reasoning_effort: there is no effort 'huge'"),
    ({"reasoning_effort": 1}, "reasoning_effort: must be an object"),
    ({"response_format": {"type": "x"}}, "response_format.type: there is no format 'x'"),
    (
        {"response_format": {"type": "json_schema"}},
        "response_format.json_schema: is missing",
    ),
]


@pytest.mark.parametrize(("body", "message"), REFUSED)
def test_a_refusal_names_the_path(body: JsonObject, message: str) -> None:
    sound: JsonObject = {"model": "m", "messages": [{"role": "user", "content": "q"}]}
    whole = body if not body or "messages" in body else {**sound, **body}

    with pytest.raises(Invalid) as refused:
        decode_request(whole)

    assert str(refused.value).startswith(message)


def test_halves_of_characters_are_mended() -> None:
    assert scrub("\ud83d\ude00 \ud83d x") == "😀 \ufffd x"
    assert clean({"\ud83d": ["\ude00", 1, None, True]}) == {"\ufffd": ["\ufffd", 1, None, True]}


def test_too_deep_nesting_is_refused() -> None:
    value: Json = 1
    for _ in range(100):
        value = [value]
    assert clean(value) == value

    with pytest.raises(Invalid, match="nested deeper than 100"):
        clean([value])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.b/c.png", WebAddress(url="https://a.b/c.png")),
        (
            "data:image/png;base64,iVBORw0KGgo",
            InlineData(media_type="image/png", base64="iVBORw0KGgo="),
        ),
        ("data:image/png;base64,/9j/4A==", InlineData(media_type="image/jpeg", base64="/9j/4A==")),
        ("data:x/y;base64,R0lGODlh", InlineData(media_type="image/gif", base64="R0lGODlh")),
        (
            "data:x/y;base64,UklGRiQAAABXRUJQ",
            InlineData(media_type="image/webp", base64="UklGRiQAAABXRUJQ"),
        ),
        ("data:IMAGE/JPG;a=b;base64,QUJD", InlineData(media_type="image/jpeg", base64="QUJD")),
        ("data:text/html,%3Cb%3E", InlineData(media_type="text/html", base64="PGI+")),
        ("data:,a", InlineData(media_type="text/plain", base64="YQ==")),
        ("data:;base64,", InlineData(media_type="text/plain", base64="")),
    ],
)
def test_addresses_of_media_are_read(url: str, expected: MediaSource) -> None:
    assert source_of(url, path="p") == expected


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "p: must be an https or data URL"),
        ("data:image/png;base64", "p: is not a data URL"),
        ("data:image/png;base64,a", "p: is not base64"),
        ("data:image/png;base64,a*bc", "p: is not base64"),
    ],
)
def test_bad_addresses_are_refused(url: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        source_of(url, path="p")

    assert str(refused.value) == message


def test_inline_data_is_shown_again() -> None:
    text = inline_data(" Text/Plain ", "w6n\n/", path="p")

    assert text_in(text) == "é\ufffd"
    assert data_url(text) == "data:text/plain;base64,w6n/"


CLOSED: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            {"$schema": "s", "oneOf": [CLOSED], "description": "D", "maxItems": 3},
            {
                "anyOf": [{**CLOSED, "additionalProperties": False}],
                "description": "D\n\n{maxItems: 3}",
            },
        ),
        (
            {
                "type": ["object", "null"],
                "properties": {"a": {"type": "array", "items": {"type": "string", "format": "x"}}},
                "$defs": {"d": {"type": "string", "format": "date"}},
            },
            {
                "type": ["object", "null"],
                "properties": {
                    "a": {
                        "type": "array",
                        "items": {"type": "string", "description": '{format: "x"}'},
                    }
                },
                "$defs": {"d": {"type": "string", "format": "date"}},
                "additionalProperties": False,
            },
        ),
        ({**CLOSED, "additionalProperties": True}, None),
        ({**CLOSED, "additionalProperties": {"type": "string"}}, None),
        ({"type": "object"}, None),
        ({}, None),
        ({"type": "array", "items": True}, None),
        ({"$ref": "#"}, None),
        ({"$ref": "https://a.b/c"}, None),
        ({"allOf": [{"$ref": "#/$defs/d"}], "$defs": {"d": {"type": "string"}}}, None),
        (
            {"$ref": "#/$defs/d", "$defs": {"d": {"anyOf": [{"$ref": "#/$defs/e"}]}, "e": CLOSED}},
            {
                "$ref": "#/$defs/d",
                "$defs": {
                    "d": {"anyOf": [{"$ref": "#/$defs/e"}]},
                    "e": {**CLOSED, "additionalProperties": False},
                },
            },
        ),
        (
            {
                "$ref": "#/$defs/d",
                "$defs": {
                    "d": {"anyOf": [{"$ref": "#/$defs/e"}]},
                    "e": {"items": {"$ref": "#/$defs/d"}},
                },
            },
            None,
        ),
    ],
)
def test_an_answer_s_schema_is_closed_or_impossible(
    schema: JsonObject, expected: JsonObject | None
) -> None:
    assert answer_schema(schema) == expected
