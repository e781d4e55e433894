import pytest

from domain.errors import Invalid
from domain.json import Json, JsonObject, read
from domain.tools.connection import ConnectedTool
from domain.tools.openapi import ApiCall, call_of, operations_of

LIMIT: JsonObject = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
PETS: JsonObject = {
    "openapi": "3.1.0",
    "servers": [{"url": "https://{host}/v1", "variables": {"host": {"default": "pets.example"}}}],
    "paths": {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}],
            "get": {
                "operationId": "getPet",
                "summary": "Get a pet",
                "parameters": [
                    {"$ref": "#/components/parameters/limit"},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                    {"name": "Authorization", "in": "header", "schema": {"type": "string"}},
                    {"name": "s", "in": "cookie", "schema": {"type": "string"}},
                ],
            },
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}
                    },
                }
            },
        }
    },
    "components": {
        "parameters": {"limit": LIMIT},
        "schemas": {
            "Pet": {
                "type": "object",
                "x-secret": "1",
                "properties": {
                    "name": {"type": "string", "pattern": "(a+)+$"},
                    "parent": {"$ref": "#/components/schemas/Pet"},
                },
            }
        },
    },
}


def tools() -> list[ConnectedTool]:
    return list(operations_of(PETS, base=""))


def call(tool: ConnectedTool, **arguments: Json) -> ApiCall:
    return call_of(tool, arguments)


def test_operations_become_tools_with_what_they_ask_for() -> None:
    get, post = tools()

    assert (get.name, get.title, get.repeatable) == ("getPet", "Get a pet", True)
    assert read(get.parameters) == {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "limit": {"type": "integer"},
            "X-Trace": {"type": "string"},
        },
        "required": ["id"],
    }
    assert (post.name, post.repeatable) == ("post_pets_id", False)
    assert '"required":["id","body"]' in post.parameters
    assert "pattern" not in post.parameters
    assert "x-secret" not in post.parameters
    assert len(post.parameters) < 2_000


def test_a_call_is_a_request() -> None:
    get, post = tools()

    assert call(get, id="a/b c", limit=3, **{"X-Trace": "t"}) == ApiCall(
        method="GET",
        url="https://pets.example/v1/pets/a%2Fb%20c?limit=3",
        headers={"X-Trace": "t"},
    )
    assert call(post, id=7, body={"name": "Ü"}) == ApiCall(
        method="POST",
        url="https://pets.example/v1/pets/7",
        headers={"content-type": "application/json"},
        body='{"name":"Ü"}'.encode(),
    )


@pytest.mark.parametrize("id", ["..", ".", "", None])
def test_an_argument_leads_to_no_other_place(id: str | None) -> None:
    with pytest.raises(Invalid, match="id: is missing, or no part"):
        call(tools()[0], id=id)


def test_lists_and_forms_are_sent_as_usual() -> None:
    form: JsonObject = {
        "openapi": "3.0.0",
        "paths": {
            "/a": {
                "post": {
                    "parameters": [{"name": "tag", "in": "query"}],
                    "requestBody": {"content": {"application/x-www-form-urlencoded": {}}},
                }
            }
        },
    }
    (tool,) = operations_of(form, base="https://a.example/")

    sent = call(tool, tag=["x", "y z"], body={"n": 1, "on": True})

    assert (sent.url, sent.body) == ("https://a.example/a?tag=x&tag=y+z", b"n=1&on=true")


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({}, "no OpenAPI document"),
        ({"swagger": "2.0"}, "no OpenAPI document"),
        ({"openapi": "3.0.0", "paths": {}}, "does not say where"),
        ({"openapi": "3.0.0", "servers": [{"url": "file:///etc"}]}, "does not say where"),
        (
            {
                **PETS,
                "paths": {
                    "/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}},
                },
            },
            "same operationId",
        ),
    ],
)
def test_a_document_that_says_too_little_is_refused(document: JsonObject, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        operations_of(document, base="")


def test_references_lead_nowhere_but_into_the_document() -> None:
    away: JsonObject = {
        **PETS,
        "paths": {
            "/a": {
                "get": {
                    "parameters": [
                        {"name": "a", "in": "query", "schema": {"$ref": "file:///etc/passwd"}},
                        {"$ref": "#/paths/~1a/get/parameters/1"},
                    ]
                }
            }
        },
    }

    (tool,) = operations_of(away, base="")

    assert '"a":{}' in tool.parameters
