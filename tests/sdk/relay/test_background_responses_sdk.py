"""The official OpenAI client asks for answers in the background, on every vendor's models."""

from dataclasses import replace

import openai
import pytest

from domain.ids import AnswerId
from tests.sdk.relay.relay_desk import FORMATS, Desk, refusing, speaking


@pytest.mark.parametrize("model", FORMATS)
async def test_an_answer_is_made_in_the_background_and_read_when_it_is_done(model: str) -> None:
    desk = Desk(speaking("fake-think"))
    client = await desk.client()

    begun = await client.responses.create(
        model=model, input="why", background=True, reasoning={"effort": "low", "summary": "auto"}
    )
    await desk.background.all_done()
    found = await client.responses.retrieve(begun.id)
    second = await client.responses.create(model=model, input="more", previous_response_id=begun.id)

    assert (begun.status, begun.background, begun.output) == ("queued", True, [])
    assert (found.status, found.background, found.id) == ("completed", True, begun.id)
    assert found.output_text == "Forty-two."
    assert found.usage is not None
    assert second.previous_response_id == begun.id
    assert "Forty-two." in desk.asked[-1].content.decode()
    assert b'"background":true' not in desk.asked[0].content
    assert [row.outcome for row in await desk.rows()] == ["ok", "ok"]


@pytest.mark.parametrize("model", FORMATS)
async def test_a_refusal_of_the_provider_is_read_as_a_failure(model: str) -> None:
    desk = Desk(refusing(429, "slow down"))
    client = await desk.client()

    begun = await client.responses.create(model=model, input="q", background=True)
    await desk.background.all_done()
    found = await client.responses.retrieve(begun.id)

    assert found.status == "failed"
    assert found.error is not None
    assert (found.error.code, found.error.message) == ("rate_limit_exceeded", "slow down")


async def test_a_model_that_is_not_there_is_refused_at_once() -> None:
    client = await Desk(speaking("fake-echo")).client()

    with pytest.raises(openai.NotFoundError, match="there is no model 'nope'"):
        await client.responses.create(model="nope", input="q", background=True)


async def test_an_answer_that_was_lost_is_read_as_failed() -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()
    begun = await client.responses.create(model="house", input="q", background=True)
    await desk.background.all_done()
    kept = await desk.answers.get(AnswerId(begun.id), owner="team:t1")
    running = {**kept.response, "status": "in_progress"}
    await desk.answers.change(replace(kept, response=running))

    found = await client.responses.retrieve(begun.id)

    assert found.status == "failed"
