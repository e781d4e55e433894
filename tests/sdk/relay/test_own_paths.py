"""What a conversion leaves out, and what it refuses, is named as the client's own body has it."""

import pytest

from tests.sdk.relay.relay_desk import Desk, speaking

DROPPED = "x-parley-dropped"
SOUND = {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}}
THOUGHT = {"type": "thinking", "thinking": "hm", "signature": "S"}
SAID = {"type": "text", "text": "hello"}
ASKING: dict[str, tuple[str, dict[str, object], str]] = {
    "chat": (
        "/v1/chat/completions",
        {
            "messages": [
                {"role": "user", "content": "hi"},
                {"role": "assistant", "content": "a", "reasoning_content": "hm"},
                {"role": "user", "content": "go on"},
            ],
            "seed": 7,
        },
        "seed, messages[1].reasoning_content",
    ),
    "messages": (
        "/v1/messages",
        {
            "max_tokens": 50,
            "messages": [
                {"role": "user", "content": "hi"},
                {"role": "assistant", "content": [THOUGHT, SAID]},
                {"role": "user", "content": "go on"},
            ],
            "top_k": 3,
        },
        "messages[1].content[0], top_k",
    ),
    "responses": (
        "/v1/responses",
        {
            "input": [
                {"role": "user", "content": "hi"},
                {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
                {"role": "assistant", "content": "a"},
                {"role": "user", "content": "go on"},
            ],
            "text": {"verbosity": "low"},
        },
        "input[1], text.verbosity",
    ),
    "gemini": (
        "/v1beta/models/{model}:generateContent",
        {
            "contents": [
                {"role": "user", "parts": [{"text": "hi"}]},
                {"role": "model", "parts": [{"text": "hm", "thought": True}, {"text": "a"}]},
                {"role": "user", "parts": [{"text": "go on"}]},
            ],
            "generationConfig": {"seed": 7},
        },
        "contents[1].parts[0], generationConfig.seed",
    ),
}
MODELS = {
    "chat": "claude-house",
    "messages": "house",
    "responses": "claude-house",
    "gemini": "claude-house",
}


@pytest.mark.parametrize("dialect", ASKING)
async def test_what_is_left_out_is_told_by_the_client_s_own_paths(dialect: str) -> None:
    path, body, lost = ASKING[dialect]
    model = MODELS[dialect]
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()

    answer = await http.post(path.format(model=model), json={"model": model, **body})

    assert answer.status_code == 200
    assert set(answer.headers[DROPPED].split(", ")) == set(lost.split(", "))
    assert set((await desk.only_row()).dropped) == set(lost.split(", "))


async def test_what_was_kept_for_a_client_has_no_place_in_its_body() -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()
    first = await http.post("/v1/responses", json={"model": "claude-house", "input": "hi"})
    refused = {"type": "message", "role": "user", "content": [{"type": "input_file"}]}

    answer = await http.post(
        "/v1/responses",
        json={
            "model": "claude-house",
            "previous_response_id": first.json()["id"],
            "input": [refused],
        },
    )

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "input[0].content[0].file_id"


@pytest.mark.parametrize(
    ("part", "named"),
    [
        (SOUND, "audio"),
        ({"type": "file", "file": {"file_id": "file-1"}}, "another vendor"),
        ({"type": "image_url", "image_url": {"url": "data:image/bmp;base64,Qk0="}}, "image/bmp"),
    ],
)
async def test_what_is_refused_is_named_by_its_place(part: dict[str, object], named: str) -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()
    turns = [{"role": "user", "content": [{"type": "text", "text": "a"}, part]}]

    answer = await http.post(
        "/v1/chat/completions", json={"model": "claude-house", "messages": turns}
    )

    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["param"] == "messages[0].content[1]"
    assert named in error["message"]
    assert desk.asked == []
