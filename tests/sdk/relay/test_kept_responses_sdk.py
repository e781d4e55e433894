"""The official OpenAI client goes on from kept answers, reads them again and forgets them."""

import json

import openai
import pytest

from domain.ids import AnswerId
from tests.sdk.relay.relay_desk import FORMATS, Desk, speaking


@pytest.mark.parametrize("model", FORMATS)
@pytest.mark.parametrize("streamed", [False, True])
async def test_an_answer_is_continued(model: str, *, streamed: bool) -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()
    if streamed:
        async with client.responses.stream(model=model, input="first", instructions="I1") as stream:
            first = (await stream.get_final_response()).id
    else:
        answer = await client.responses.create(model=model, input="first", instructions="I1")
        first = answer.id

    second = await client.responses.create(
        model=model, input=[{"role": "user", "content": "more"}], previous_response_id=first
    )
    third = await client.responses.create(
        model=model, input="last", previous_response_id=second.id, instructions="I3"
    )

    assert (second.previous_response_id, third.previous_response_id) == (first, second.id)
    assert third.output_text == "last"
    asked = desk.asked[-1].content.decode()
    places = [asked.index(f'"{word}"') for word in ("first", "more", "last")]
    assert places == sorted(places)
    assert asked.count('"first"') == asked.count('"more"') == 2, "what was asked, and its answer"
    assert "I1" not in asked
    assert "I3" in asked


async def test_sealed_reasoning_is_continued_though_the_client_never_saw_its_seal() -> None:
    desk = Desk(speaking("fake-think"))
    client = await desk.client()
    first = await client.responses.create(
        model="claude-house", input="q", reasoning={"effort": "low", "summary": "auto"}
    )

    await client.responses.create(model="claude-house", input="more", previous_response_id=first.id)

    assert "encrypted_content" not in first.to_json()
    asked = json.loads(desk.asked[-1].content)
    kept = await desk.answers.get(AnswerId(first.id), owner="team:t1")
    sealed = [item for item in kept.output if "encrypted_content" in item]
    thought = [block["type"] for block in asked["messages"][1]["content"]]
    assert ("thinking" in thought) == bool(sealed)


async def test_a_kept_answer_is_read_again_to_the_field() -> None:
    client = await Desk(speaking("fake-echo")).client()
    answer = await client.responses.create(model="house", input="hi", metadata={"a": "b"})

    found = await client.responses.retrieve(answer.id)

    assert found.to_dict() == answer.to_dict()


async def test_the_input_of_an_answer_is_listed() -> None:
    client = await Desk(speaking("fake-echo")).client()
    first = await client.responses.create(model="house", input="one")
    second = await client.responses.create(
        model="house", input="two", previous_response_id=first.id
    )

    newest = [item async for item in client.responses.input_items.list(second.id, limit=1)]
    oldest = await client.responses.input_items.list(second.id, order="asc", limit=2)

    assert [item.type for item in newest] == ["message"] * 3
    assert len({item.id for item in newest}) == 3
    assert oldest.has_more
    assert next(item.to_dict()["content"] for item in oldest.data) == [
        {"type": "input_text", "text": "one"}
    ]


async def test_a_forgotten_answer_is_gone() -> None:
    client = await Desk(speaking("fake-echo")).client()
    answer = await client.responses.create(model="house", input="hi")

    await client.responses.delete(answer.id)

    with pytest.raises(openai.NotFoundError, match=answer.id):
        await client.responses.retrieve(answer.id)
    with pytest.raises(openai.NotFoundError):
        await client.responses.delete(answer.id)
    with pytest.raises(openai.BadRequestError, match="previous_response_id"):
        await client.responses.create(model="house", input="more", previous_response_id=answer.id)


async def test_what_is_not_to_be_kept_is_not() -> None:
    desk = Desk(speaking("fake-echo"))
    client = await desk.client()

    answer = await client.responses.create(model="house", input="hi", store=False)

    assert answer.to_dict()["store"] is False
    with pytest.raises(openai.NotFoundError) as caught:
        await client.responses.retrieve(answer.id)
    assert caught.value.code is None


async def test_an_answer_that_was_cut_by_its_limit_is_kept_as_such() -> None:
    desk = Desk(speaking("fake-length"))
    client = await desk.client()

    answer = await client.responses.create(model="house", input="hi")
    found = await client.responses.retrieve(answer.id)

    assert found.status == answer.status == "incomplete"


async def test_what_has_ended_cannot_be_cancelled() -> None:
    client = await Desk(speaking("fake-echo")).client()
    answer = await client.responses.create(model="house", input="hi")

    with pytest.raises(openai.BadRequestError, match="background"):
        await client.responses.cancel(answer.id)
    with pytest.raises(openai.NotFoundError):
        await client.responses.cancel("resp_nope")
