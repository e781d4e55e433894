"""JSON Schemas of answers and tools, as Anthropic takes them."""

import pytest

from domain.formats.anthropic_messages.schema import answer_schema, tool_schema
from domain.json import JsonObject


def an_object(**properties: JsonObject) -> JsonObject:
    return {"type": "object", "properties": properties}


def nested(depth: int) -> JsonObject:
    schema: JsonObject = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "array", "items": schema}
    return schema


TEXT: JsonObject = {"type": "string"}


@pytest.mark.parametrize(
    ("given", "closed"),
    [
        (an_object(a=TEXT), {**an_object(a=TEXT), "additionalProperties": False}),
        (
            {**an_object(a=TEXT), "additionalProperties": False, "$schema": "x"},
            {**an_object(a=TEXT), "additionalProperties": False},
        ),
        (
            {"type": ["object", "null"], "properties": {"a": TEXT}},
            {
                "type": ["object", "null"],
                "properties": {"a": TEXT},
                "additionalProperties": False,
            },
        ),
        ({"type": "string", "format": "email"}, {"type": "string", "format": "email"}),
        ({"oneOf": [TEXT, TEXT]}, {"anyOf": [TEXT, TEXT]}),
        (
            {"$ref": "#/definitions/a", "definitions": {"a": TEXT}},
            {"$ref": "#/definitions/a", "definitions": {"a": TEXT}},
        ),
    ],
    ids=["object", "closed already", "perhaps an object", "known format", "one of", "reference"],
)
def test_a_schema_is_closed_and_keeps_its_meaning(given: JsonObject, closed: JsonObject) -> None:
    assert answer_schema(given) == closed


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (None, '{minimum: 1, format: "x"}'),
        ("", '{minimum: 1, format: "x"}'),
        (7, '{minimum: 1, format: "x"}'),
        ("A number.", 'A number.\n\n{minimum: 1, format: "x"}'),
    ],
)
def test_what_is_not_understood_is_said_in_words(description: str | None, words: str) -> None:
    given: JsonObject = {"type": "integer", "minimum": 1, "format": "x"}

    written = answer_schema(given if description is None else {**given, "description": description})

    assert written == {"type": "integer", "description": words}


@pytest.mark.parametrize(
    "given",
    [
        {"type": "object"},
        {"type": "object", "properties": {}},
        {**an_object(a=TEXT), "additionalProperties": True},
        {**an_object(a=TEXT), "additionalProperties": {}},
        an_object(a={"type": "object"}),
        {"type": "array", "items": True},
        {"$ref": "https://example.com/a.json"},
        {"$ref": "#"},
        {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": TEXT}},
        {"$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}, "$ref": "#/$defs/a"},
        {
            "definitions": {
                "a": {"items": {"$ref": "#/definitions/b"}},
                "b": {"items": {"$ref": "#/definitions/a"}},
            },
            "$ref": "#/definitions/a",
        },
        {},
    ],
)
def test_what_cannot_be_closed_is_no_schema_for_an_answer(given: JsonObject) -> None:
    assert answer_schema(given) is None


def test_schemas_may_be_a_hundred_deep_and_no_deeper() -> None:
    assert answer_schema(nested(100)) == nested(100)
    assert answer_schema(nested(101)) is None


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (None, {"type": "object", "properties": {}}),
        ({}, {"type": "object", "properties": {}}),
        (an_object(a=TEXT), an_object(a=TEXT)),
        ({"type": "string", "title": "t"}, {"type": "object", "title": "t"}),
        (
            {"anyOf": [an_object(a=TEXT), an_object(b=TEXT)], "description": "d"},
            {**an_object(a=TEXT, b=TEXT), "description": "d"},
        ),
        ({"allOf": ["no schema", an_object(a=TEXT)], **an_object(b=TEXT), "type": "x"},
         an_object(b=TEXT, a=TEXT)),
    ],
    ids=["none", "empty", "an object", "no object", "a union", "a union beside properties"],
)  # fmt: skip
def test_a_tool_takes_an_object(given: JsonObject | None, written: JsonObject) -> None:
    assert tool_schema(given) == written
