"""OpenAI's own client by responses, on a provider that is asked in responses, over real sockets."""

import asyncio
from collections.abc import AsyncGenerator

import openai
import pytest
import pytest_asyncio
from openai.types.responses import Response

from domain.llm.usage import Usage
from tests.integration.relay.house import RelayHouse
from tests.upstream.mode import Mode

pytestmark = [pytest.mark.enable_socket, pytest.mark.asyncio(loop_scope="module")]
VENDOR = "openai_responses"
WORDS = "one two three four"


@pytest_asyncio.fixture(loop_scope="module")
async def client(house: RelayHouse) -> AsyncGenerator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(
        api_key=house.key, base_url=f"{house.url}/v1", max_retries=0
    ) as client:
        yield client


async def ask(client: openai.AsyncOpenAI, model: str, *, streamed: bool) -> Response:
    if not streamed:
        return await client.responses.create(model=model, input=WORDS, store=False)
    async with client.responses.stream(model=model, input=WORDS, store=False) as stream:
        return await stream.get_final_response()


@pytest.mark.parametrize("streamed", [True, False])
async def test_what_nobody_keeps_goes_through_and_is_booked(
    house: RelayHouse, client: openai.AsyncOpenAI, *, streamed: bool
) -> None:
    model = f"{VENDOR}/fake-cached"

    answer = await ask(client, model, streamed=streamed)

    assert (answer.id, answer.output_text, answer.model) == ("resp_fake", WORDS, model)
    row = await house.booked()
    assert row.usage == Usage(input_uncached=1, cache_read=3, output=4)
    assert row.cost == 1 * 150 + 3 * 75 + 4 * 600
    assert (row.outcome, row.streamed, row.provider) == ("ok", streamed, VENDOR)
    (exchange,) = house.upstream.exchanges
    assert exchange.path == "/v1/responses"
    assert exchange.body["store"] is False


async def test_a_kept_answer_is_continued_and_its_items_are_found(
    house: RelayHouse, client: openai.AsyncOpenAI
) -> None:
    model = f"{VENDOR}/fake-echo"
    first = await client.responses.create(model=model, input="first")

    second = await client.responses.create(
        model=model, input="second", previous_response_id=first.id
    )
    third = await client.responses.create(
        model=model,
        input=[
            {"type": "item_reference", "id": second.output[0].id or ""},
            {"role": "user", "content": "third"},
        ],
    )

    assert (second.output_text, third.output_text) == ("second", "third")
    said = [
        [(item["role"], item["content"]) for item in exchange.body["input"]]
        for exchange in house.upstream.exchanges[1:]
    ]
    assert [role for role, _ in said[0]] == ["user", "assistant", "user"]
    assert [role for role, _ in said[1]] == ["assistant", "user"]
    assert (await client.responses.retrieve(third.id)).output_text == "third"
    await client.responses.delete(first.id)
    with pytest.raises(openai.BadRequestError, match="previous_response_id"):
        await client.responses.create(model=model, input="x", previous_response_id=second.id)


async def test_a_client_that_leaves_ends_the_call_at_the_vendor(
    house: RelayHouse, client: openai.AsyncOpenAI
) -> None:
    house.upstream.script(Mode(kind="stall_after", after=6))
    stream = await client.responses.create(
        model=f"{VENDOR}/fake-echo", input=WORDS, stream=True, store=False
    )
    await anext(stream)

    await stream.close()

    (exchange,) = house.upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 2)
    assert exchange.closed_by_client_at is not None
    assert (await house.booked()).outcome == "client_closed"


@pytest.mark.parametrize("kind", ["rst_after", "error_in_200_stream", "no_done"])
async def test_an_answer_that_breaks_off_is_told_as_failed(
    house: RelayHouse, client: openai.AsyncOpenAI, kind: str
) -> None:
    house.upstream.script(Mode.read({"kind": kind, "after": 6}))

    stream = await client.responses.create(
        model=f"{VENDOR}/fake-echo", input=WORDS, stream=True, store=False
    )
    events = [event async for event in stream]

    assert events[-1].type == "response.failed"
    assert "response.completed" not in {event.type for event in events}
    assert (await house.booked()).outcome == "error"


async def read_when(client: openai.AsyncOpenAI, id: str, *, status: str) -> Response:
    async with asyncio.timeout(10):
        while (found := await client.responses.retrieve(id)).status != status:
            assert found.status in {"in_progress", status}
    return found


@pytest.mark.parametrize("vendor", [VENDOR, "anthropic"])
async def test_an_answer_in_the_background_is_read_when_it_is_done(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str
) -> None:
    begun = await client.responses.create(model=f"{vendor}/fake-slow", input=WORDS, background=True)

    found = await read_when(client, begun.id, status="completed")

    assert (begun.status, found.output_text) == ("queued", WORDS)
    assert (await house.booked()).outcome == "ok"


@pytest.mark.parametrize("vendor", [VENDOR, "anthropic"])
async def test_an_answer_in_the_background_is_stopped_at_its_vendor(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str
) -> None:
    house.upstream.script(Mode(kind="hang_before_headers"))
    begun = await client.responses.create(model=f"{vendor}/fake-echo", input=WORDS, background=True)
    async with asyncio.timeout(5):
        while not house.upstream.exchanges:
            await client.responses.retrieve(begun.id)

    told = await client.responses.cancel(begun.id)

    (exchange,) = house.upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 2)
    assert told.status == "cancelled"
    assert (await read_when(client, begun.id, status="cancelled")).background
    assert (await house.booked()).outcome == "client_closed"
