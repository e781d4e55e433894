"""What an answer holds that its client cannot be told: named in a header, and in the books."""

import base64
import json

import httpx2
import pytest

from tests.sdk.relay.relay_desk import Desk

PICTURE = base64.b64encode(b"\x89PNG").decode()
PARTS = [
    {"text": "Look: "},
    {"inlineData": {"mimeType": "image/png", "data": PICTURE}},
    {"inlineData": {"mimeType": "audio/L16;codec=pcm;rate=24000", "data": "AAAA"}},
]
MESSAGES = [{"role": "user", "content": "q"}]
BODIES: dict[str, dict[str, object]] = {
    "/v1/messages": {"max_tokens": 9, "messages": MESSAGES},
    "/v1/responses": {"input": "q", "store": False},
    "/v1/completions": {"prompt": "q"},
    "/v1/chat/completions": {"messages": MESSAGES},
    "/v1beta/models/gemini-house:generateContent": {"contents": [{"parts": [{"text": "q"}]}]},
}
UNTOLD = {
    "/v1/messages": ("answer.audio", "answer.image"),
    "/v1/responses": ("answer.audio",),
    "/v1/completions": ("answer.audio",),
}


def gemini(request: httpx2.Request) -> httpx2.Response:
    said = {"content": {"role": "model", "parts": PARTS}, "finishReason": "STOP"}
    whole = {"candidates": [said], "responseId": "r"}
    if not request.url.path.endswith(":streamGenerateContent"):
        return httpx2.Response(200, json=whole)
    chunk = f"data: {json.dumps(whole)}\n\n"
    headers = {"content-type": "text/event-stream"}
    return httpx2.Response(200, content=chunk.encode(), headers=headers)


@pytest.mark.parametrize("path", BODIES)
async def test_a_whole_answer_names_it(path: str) -> None:
    desk = Desk(gemini)

    answer = await (await desk.http()).post(path, json={"model": "gemini-house", **BODIES[path]})

    assert answer.status_code == 200
    told = answer.headers.get("x-parley-dropped")
    assert told == (", ".join(UNTOLD.get(path, ())) or None)
    assert (await desk.only_row()).dropped == UNTOLD.get(path, ())


@pytest.mark.parametrize("path", UNTOLD)
async def test_of_a_stream_the_books_name_it(path: str) -> None:
    """Its headers have gone before anybody knew."""
    desk = Desk(gemini)

    answer = await (await desk.http()).post(
        path, json={"model": "gemini-house", "stream": True, **BODIES[path]}
    )

    assert "Look: " in answer.text
    assert "x-parley-dropped" not in answer.headers
    assert (await desk.only_row()).dropped == UNTOLD[path]
