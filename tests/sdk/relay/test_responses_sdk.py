"""The official OpenAI client asks for responses, on every vendor's models."""

import json

import openai
import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse

from tests.sdk.relay.relay_desk import (
    FORMATS,
    PIXEL,
    Desk,
    refusing,
    speaking,
)

LARK = {"type": "grammar", "syntax": "lark", "definition": "start: /.+/"}
CODEX: dict[str, object] = {
    "model": "claude-house",
    "input": [
        {"type": "message", "role": "developer", "content": [{"type": "input_text", "text": "d"}]},
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "go"}]},
    ],
    "tools": [
        {"type": "custom", "name": "apply_patch", "description": "Edits", "format": LARK},
        {"type": "tool_search"},
        {"type": "web_search"},
    ],
    "tool_choice": "auto",
    "parallel_tool_calls": True,
    "reasoning": {"effort": "medium", "summary": "auto"},
    "store": False,
    "stream": True,
    "include": ["reasoning.encrypted_content"],
    "prompt_cache_key": "k",
    "text": {"verbosity": "low"},
    "client_metadata": {"x": "y"},
}


@pytest.mark.parametrize("model", FORMATS)
async def test_a_whole_answer_is_right_to_the_field(model: str) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()

    answer = await client.responses.create(
        model=model, input="say this", instructions="Be brief.", store=False, metadata={"a": "b"}
    )

    assert answer.output_text == "say this"
    assert answer.id.startswith("resp_")
    assert (answer.object, answer.status, answer.model) == ("response", "completed", model)
    assert answer.instructions == "Be brief."
    assert (answer.metadata, answer.tools) == ({"a": "b"}, [])
    assert answer.usage is not None
    row = await desk.only_row()
    assert answer.usage.input_tokens == row.usage.input_total > 0
    assert answer.usage.output_tokens == row.usage.output == 2
    assert (row.outcome, row.streamed) == ("ok", False)


@pytest.mark.parametrize("model", FORMATS)
async def test_a_stream_is_accumulated_by_the_official_client(model: str) -> None:
    desk = Desk(speaking("fake-think"))
    client = await desk.client()

    async with client.responses.stream(model=model, input="q") as stream:
        kinds = [event.type async for event in stream]
        answer = await stream.get_final_response()

    assert kinds[:2] == ["response.created", "response.in_progress"]
    assert kinds[-1] == "response.completed"
    assert answer.output_text == "Forty-two."
    reasoning = next(item for item in answer.output if item.type == "reasoning")
    assert [part.text for part in reasoning.summary] == ["Let me see."]
    assert (await desk.only_row()).outcome == "ok"


@pytest.mark.parametrize("model", FORMATS)
async def test_calls_come_through_whole(model: str) -> None:
    client = await Desk(speaking("fake-tools")).client()

    async with client.responses.stream(
        model=model,
        input="weather?",
        tools=[
            {
                "type": "function",
                "name": "weather",
                "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
                "strict": False,
            }
        ],
    ) as stream:
        answer = await stream.get_final_response()

    calls = [item for item in answer.output if item.type == "function_call"]
    assert [call.name for call in calls] == ["weather", "weather"]
    assert [json.loads(call.arguments) for call in calls] == [{"city": "Zürich"}] * 2
    assert len({call.call_id for call in calls}) == 2


@pytest.mark.parametrize("model", FORMATS)
async def test_results_and_pictures_go_back_to_the_model(model: str) -> None:
    desk = Desk(speaking("fake-look"))
    client = await desk.client()

    answer = await client.responses.create(
        model=model,
        input=[
            {"role": "user", "content": "look"},
            {"type": "function_call", "call_id": "c1", "name": "screen", "arguments": "{}"},
            {
                "type": "function_call_output",
                "call_id": "c1",
                "output": [
                    {"type": "input_text", "text": "here"},
                    {"type": "input_image", "image_url": PIXEL, "detail": "auto"},
                ],
            },
        ],
    )

    assert answer.status == "completed"
    assert "iVBORw0KGgo=" in desk.asked[0].content.decode()


@pytest.mark.parametrize("model", FORMATS)
async def test_a_reached_limit_makes_the_answer_incomplete(model: str) -> None:
    client = await Desk(speaking("fake-length")).client()

    answer = await client.responses.create(model=model, input="q")

    assert answer.status == "incomplete"
    assert answer.incomplete_details is not None
    assert answer.incomplete_details.reason == "max_output_tokens"


async def test_codex_gets_its_free_text_back() -> None:
    desk = Desk(speaking("fake-tool"))

    answer = await (await desk.http()).post("/v1/responses?api-version=1", json=CODEX)

    events = [json.loads(line[6:]) for line in answer.text.splitlines() if line[:6] == "data: "]
    done = next(event for event in events if event["type"] == "response.output_item.done")
    assert done["item"]["type"] == "custom_tool_call"
    assert done["item"]["name"] == "apply_patch"
    assert events[-1]["response"]["id"]
    assert events[-1]["response"]["usage"]["input_tokens"] > 0
    assert answer.headers["x-parley-dropped"].startswith("client_metadata, tools[1], tools[2]")
    asked = json.loads(desk.asked[0].content)
    assert asked["tools"][0]["input_schema"]["required"] == ["input"]


@pytest.mark.parametrize("model", FORMATS)
async def test_a_provider_s_refusal_is_an_error_of_its_kind(model: str) -> None:
    client = await Desk(refusing(429, "slow down", retry_after="7")).client()

    with pytest.raises(openai.RateLimitError, match="slow down") as caught:
        await client.responses.create(model=model, input="q", stream=True)

    assert caught.value.response.headers["retry-after"] == "7"
    assert caught.value.code == "rate_limit_exceeded"


@pytest.mark.parametrize("streamed", [False, True])
async def test_an_overload_is_told_so_that_codex_tries_again(*, streamed: bool) -> None:
    client = await Desk(refusing(529, "busy")).http()

    answer = await client.post(
        "/v1/responses", json={"model": "claude-house", "input": "q", "stream": streamed}
    )

    assert answer.status_code == 503
    assert answer.json()["error"] == {
        "message": "busy",
        "type": "server_error",
        "param": None,
        "code": "server_error",
    }


async def test_a_bad_body_is_refused_by_its_path() -> None:
    client = await Desk(speaking("fake-echo")).client()

    with pytest.raises(
        openai.BadRequestError, match=r"input\[0\]\.role: there is no role 'x'"
    ) as caught:
        await client.responses.create(model="house", extra_body={"input": [{"role": "x"}]})
    assert caught.value.param == "input[0].role"
    with pytest.raises(openai.BadRequestError, match="store: ") as unkept:
        await client.responses.create(model="house", input="q", background=True, store=False)
    assert unkept.value.param == "store"


@pytest.mark.parametrize("path", ["/v1/responses", "/responses", "/v1/v1/responses/"])
async def test_a_socket_is_refused_so_that_codex_falls_back(path: str) -> None:
    client = TestClient(await Desk(speaking("fake-echo")).app())

    plain = client.get(path)
    with pytest.raises(WebSocketDenialResponse) as denied, client.websocket_connect(path):
        pass

    assert plain.status_code == denied.value.status_code == 426
    assert plain.json()["error"]["type"] == "invalid_request_error"
