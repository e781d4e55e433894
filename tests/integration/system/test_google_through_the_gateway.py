"""The official Google SDK against the whole system, and what its logs hold of the key."""

import time

import httpx2
import pytest
from google import genai
from google.genai import errors, types

from tests.running import RunningSystem

LONG = " ".join(f"word{n}" for n in range(40))
"""The slow model says it back in two seconds."""


@pytest.fixture
def google(system: RunningSystem) -> genai.Client:
    options = types.HttpOptions(base_url=system.site)
    return genai.Client(api_key=system.relay_key, vertexai=False, http_options=options)


def test_the_first_words_arrive_long_before_the_last_are_sent(google: genai.Client) -> None:
    arrived: list[float] = []
    text = ""

    for chunk in google.models.generate_content_stream(model="fake-slow", contents=LONG):
        if chunk.text:
            arrived.append(time.monotonic())
            text += chunk.text

    assert text == LONG
    assert arrived[-1] - arrived[0] > 1


def test_errors_and_models_are_google_s(google: genai.Client) -> None:
    with pytest.raises(errors.ClientError, match="no-such-model") as caught:
        google.models.generate_content(model="no-such-model", contents="hi")

    assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")
    assert "models/fake-echo" in [model.name for model in google.models.list()]


async def test_a_list_grows_through_the_gateway_and_no_log_holds_the_key(
    system: RunningSystem, gateway: httpx2.AsyncClient
) -> None:
    path = "/v1beta/models/fake-slow:streamGenerateContent"
    asked = {"contents": [{"parts": [{"text": LONG}]}]}
    pieces: list[float] = []

    async with gateway.stream("POST", f"{path}?key={system.relay_key}", json=asked) as answer:
        async for _ in answer.aiter_bytes():
            pieces.append(time.monotonic())  # noqa: PERF401 - the times count, not the pieces

    assert answer.headers["content-type"] == "application/json"
    assert pieces[-1] - pieces[0] > 1
    written = "".join(log.read_text() for log in (system.home / "logs").glob("*.log"))
    assert path in written
    assert system.relay_key not in written
