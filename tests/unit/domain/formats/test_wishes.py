"""What the operator wishes of a model beside what it can: caching, searches (A4.5, A8)."""

from dataclasses import replace

import pytest

from domain.formats.anthropic_messages import request as messages
from domain.formats.encoded import EncodedRequest
from domain.formats.openai_chat import request as chat
from domain.formats.openai_responses import request as responses
from domain.json import Json, JsonObject
from domain.llm.capabilities import Capabilities
from domain.llm.capability_table import capabilities_of
from tests.unit.domain.formats.validators import assert_anthropic_takes

HAIKU = capabilities_of("claude-haiku-4-5", "anthropic")
CACHED = replace(HAIKU, auto_cache=True)
SEARCHING = replace(HAIKU, web_search=True)
PLACE: JsonObject = {
    "type": "approximate",
    "city": "Basel",
    "country": "CH",
    "region": "Basel-Stadt",
    "timezone": "Europe/Zurich",
}
MARK: JsonObject = {"type": "ephemeral"}
ASKED: JsonObject = {"role": "user", "content": "q"}
MARKED: JsonObject = {"type": "text", "text": "q", "cache_control": MARK}
FUNCTION: JsonObject = {"type": "function", "name": "f", "parameters": {}}


def told(body: JsonObject, capabilities: Capabilities) -> EncodedRequest:
    """To Anthropic, whichever of OpenAI's formats the body has."""
    decode = responses.decode_request if "input" in body else chat.decode_request
    found = messages.encode_request(
        decode({"model": "m", **body}).prompt,
        model="claude-haiku-4-5",
        capabilities=capabilities,
        stream=False,
    )
    assert_anthropic_takes(found.body, capabilities)
    return found


def test_a_prompt_without_marks_is_cached_where_that_is_wished() -> None:
    body: JsonObject = {"messages": [ASKED]}

    assert told(body, CACHED).body["cache_control"] == MARK
    assert "cache_control" not in told(body, HAIKU).body


@pytest.mark.parametrize(
    "body",
    [
        {"messages": [{"role": "user", "content": [MARKED]}]},
        {"messages": [{"role": "system", "content": [MARKED]}, ASKED]},
        {
            "messages": [ASKED],
            "tools": [{"type": "function", "function": {"name": "f"}, "cache_control": MARK}],
        },
    ],
)
def test_a_client_s_own_marks_go_before_the_wish(body: JsonObject) -> None:
    assert "cache_control" not in told(body, CACHED).body


@pytest.mark.parametrize(
    ("tool", "written"),
    [
        ({"type": "web_search"}, {}),
        ({"type": "web_search_preview", "user_location": None}, {}),
        (
            {"type": "web_search", "user_location": {**PLACE, "street": "none"}},
            {"user_location": PLACE},
        ),
    ],
)
def test_anthropic_searches_for_others_where_that_is_wished(
    tool: JsonObject, written: JsonObject
) -> None:
    body: JsonObject = {"input": "q", "tools": [FUNCTION, tool]}

    found, unwished = told(body, SEARCHING), told(body, HAIKU)

    search = {"type": "web_search_20250305", "name": "web_search", **written}
    assert at_tools(found)[1:] == [search]
    assert not found.dropped
    assert len(at_tools(unwished)) == 1
    assert [each.path for each in unwished.dropped] == ["tools[1]"]


@pytest.mark.parametrize(
    "tools",
    [
        [{**FUNCTION, "name": "web_search"}, {"type": "web_search"}],
        [{"type": "web_search"}, {"type": "web_search_preview"}],
    ],
)
def test_of_its_name_there_is_one_tool(tools: Json) -> None:
    found = told({"input": "q", "tools": tools}, SEARCHING)

    assert [tool["name"] for tool in at_tools(found)] == ["web_search"]
    assert [each.path for each in found.dropped] == ["tools[1]"]


@pytest.mark.parametrize("kind", ["web_searches", "x_web_search", "file_search", "web_search_x"])
def test_no_other_tool_is_a_search(kind: str) -> None:
    found = told({"input": "q", "tools": [{"type": kind}]}, SEARCHING)

    assert "tools" not in found.body
    assert [each.path for each in found.dropped] == ["tools[0]"]


def at_tools(found: EncodedRequest) -> list[JsonObject]:
    tools = found.body["tools"]
    assert isinstance(tools, list)
    return [tool for tool in tools if isinstance(tool, dict)]
