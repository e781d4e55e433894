"""A provider's 422: the status that OpenAI's clients know it by, and 400 for all others (D2)."""

import anthropic
import openai
import pytest
from google.genai import errors

from tests.sdk.relay.relay_desk import FORMATS, Desk, refusing

over_every_vendor = pytest.mark.parametrize("model", FORMATS)
MESSAGE = "top_k must be positive"


@over_every_vendor
@pytest.mark.parametrize("stream", [False, True])
async def test_openai_s_clients_are_told_so(model: str, stream: bool) -> None:
    desk = Desk(refusing(422, MESSAGE))
    client = await desk.client()

    with pytest.raises(openai.UnprocessableEntityError, match=MESSAGE):
        await client.chat.completions.create(
            model=model, messages=[{"role": "user", "content": "q"}], stream=stream
        )
    with pytest.raises(openai.UnprocessableEntityError, match=MESSAGE):
        await client.responses.create(model=model, input="q", stream=stream)
    with pytest.raises(openai.UnprocessableEntityError, match=MESSAGE):
        await client.completions.create(model=model, prompt="q", stream=stream)

    assert {row.error_kind for row in await desk.rows()} == {"unprocessable"}
    assert len(desk.asked) == 3  # nobody is asked again


@pytest.mark.parametrize("model", ["house", "gemini-house", "responses-house"])
async def test_anthropic_s_clients_have_no_status_for_it(model: str) -> None:
    client = await Desk(refusing(422, MESSAGE)).anthropic()

    with pytest.raises(anthropic.BadRequestError, match=MESSAGE):
        await client.messages.create(
            model=model, max_tokens=9, messages=[{"role": "user", "content": "q"}]
        )


@pytest.mark.parametrize("model", ["house", "claude-house", "responses-house"])
async def test_google_s_neither(model: str) -> None:
    client = await Desk(refusing(422, MESSAGE)).google()

    with pytest.raises(errors.ClientError, match=MESSAGE) as refused:
        await client.aio.models.generate_content(model=model, contents="q")

    assert (refused.value.code, refused.value.status) == (400, "INVALID_ARGUMENT")


async def test_anthropic_s_own_words_and_status_go_through() -> None:
    client = await Desk(refusing(422, MESSAGE)).anthropic()

    with pytest.raises(anthropic.UnprocessableEntityError, match=MESSAGE):
        await client.messages.create(
            model="claude-house", max_tokens=9, messages=[{"role": "user", "content": "q"}]
        )
