"""How large a request may be, on every way into the relay, refused in its client's own words."""

import httpx2
import pytest

from domain.formats.request_limits import RequestLimits
from domain.json import Json
from tests.sdk.relay.relay_desk import EVERY_MODEL, Desk, speaking

LIMITS = RequestLimits(body_bytes=2_000, depth=10, messages=3, tools=2)
TURN: dict[str, Json] = {"role": "user", "content": "hi"}
BODIES: dict[str, dict[str, Json]] = {
    "/v1/chat/completions": {"model": "house", "messages": [TURN]},
    "/v1/messages": {"model": "claude-house", "messages": [TURN], "max_tokens": 5},
    "/v1/messages/count_tokens": {"model": "claude-house", "messages": [TURN]},
    "/v1/responses": {"model": "house", "input": [TURN]},
    "/v1beta/models/gemini-house:generateContent": {"contents": [{"parts": [{"text": "hi"}]}]},
    "/v1beta/models/gemini-house:streamGenerateContent": {
        "contents": [{"parts": [{"text": "hi"}]}]
    },
    "/v1beta/models/gemini-house:countTokens": {"contents": [{"parts": [{"text": "hi"}]}]},
    "/v1/completions": {"model": "house", "prompt": "hi"},
    "/v1/embeddings": {"model": "embed-house", "input": "hi"},
    "/v1/images/generations": {"model": "my-gpt-image-1", "prompt": "hi"},
    "/v1/images/edits": {"model": "my-gpt-image-1", "prompt": "hi"},
    "/v1/audio/speech": {"model": "my-tts-1", "input": "hi", "voice": "alloy"},
    "/v1/moderations": {"model": "my-omni-moderation-latest", "input": "hi"},
}
TURNS = {
    "/v1/chat/completions": "messages",
    "/v1/messages": "messages",
    "/v1/messages/count_tokens": "messages",
    "/v1/responses": "input",
    "/v1beta/models/gemini-house:generateContent": "contents",
    "/v1beta/models/gemini-house:streamGenerateContent": "contents",
}
FORMS = (
    "/v1/images/edits",
    "/v1/images/variations",
    "/v1/audio/transcriptions",
    "/v1/audio/translations",
)
everywhere = pytest.mark.parametrize("path", BODIES)
where_there_are_turns = pytest.mark.parametrize("path", TURNS)


def a_desk() -> Desk:
    return Desk(speaking("text"), models=EVERY_MODEL, requests=LIMITS)


async def refused(path: str, body: dict[str, Json], status: int) -> str:
    desk = a_desk()
    async with await desk.http() as client:
        answer = await client.post(path, json=body)
    assert answer.status_code == status
    assert not desk.asked
    return said(path, answer)


def said(path: str, answer: httpx2.Response) -> str:
    """The message, from the envelope of the path's own vendor."""
    body, status = answer.json(), answer.status_code
    error = body["error"]
    if path.startswith("/v1/messages"):
        kind = "request_too_large" if status == 413 else "invalid_request_error"
        assert (body["type"], error["type"]) == ("error", kind)
    elif path.startswith("/v1beta"):
        assert (error["code"], error["status"]) == (status, "INVALID_ARGUMENT")
    else:
        assert error["type"] == "invalid_request_error"
        assert error["param"] in {None, *TURNS.values(), "tools"}
    message: str = error["message"]
    return message


@everywhere
async def test_what_is_within_all_limits_is_answered(path: str) -> None:
    async with await a_desk().http() as client:
        answer = await client.post(path, json=BODIES[path])

    assert answer.status_code == 200


@everywhere
async def test_a_body_that_is_too_long(path: str) -> None:
    message = await refused(path, {**BODIES[path], "user": "x" * 2_000}, 413)

    assert "longer than 2,000 bytes" in message


@everywhere
async def test_a_body_that_is_nested_too_deeply(path: str) -> None:
    deep: Json = "x"
    for _ in range(11):
        deep = [deep]

    message = await refused(path, {**BODIES[path], "metadata": {"x": deep}}, 400)

    assert "nested deeper than 10 levels" in message


@everywhere
async def test_a_body_that_would_exhaust_a_stack(path: str) -> None:
    limits = RequestLimits(body_bytes=1_000_000)
    desk = Desk(speaking("text"), models=EVERY_MODEL, requests=limits)
    async with await desk.http() as client:
        answer = await client.post(path, content=b'{"x":' + b"[" * 200_000)

    assert answer.status_code == 400
    assert said(path, answer)
    assert not desk.asked


@where_there_are_turns
async def test_too_many_turns(path: str) -> None:
    name = TURNS[path]
    turns = BODIES[path][name]
    assert isinstance(turns, list)

    message = await refused(path, {**BODIES[path], name: turns * 4}, 400)

    assert f"{name}: has 4 entries, 3 are possible" in message


@where_there_are_turns
async def test_too_many_tools(path: str) -> None:
    message = await refused(path, {**BODIES[path], "tools": [{}, {}, {}]}, 400)

    assert "tools: has 3 entries, 2 are possible" in message


@pytest.mark.parametrize("path", FORMS)
async def test_a_form_that_is_too_long(path: str) -> None:
    desk = a_desk()
    async with await desk.http() as client:
        answer = await client.post(
            path, data={"model": "my-gpt-image-1"}, files={"file": ("f", b"x" * 2_000)}
        )

    assert answer.status_code == 413
    assert "longer than 2,000 bytes" in said(path, answer)
    assert not desk.asked
