"""Google's own client on the relay, whose models speak every vendor's dialect behind it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

import pytest
import pytest_asyncio
from google import genai
from google.genai import errors, types

from domain.llm.usage import Usage
from tests.integration.relay.house import VENDORS, RelayHouse
from tests.upstream.mode import Mode

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning"),
]
over_every_vendor = pytest.mark.parametrize("vendor", VENDORS)
WORDS = "one two three four"
USAGE = Usage(input_uncached=1, cache_read=3, output=4)
COST = 1 * 150 + 3 * 75 + 4 * 600


@pytest_asyncio.fixture(loop_scope="module")
async def client(house: RelayHouse) -> AsyncGenerator[genai.Client]:
    options = types.HttpOptions(base_url=house.url)
    client = genai.Client(api_key=house.key, vertexai=False, http_options=options)
    yield client
    await client.aio.aclose()
    client.close()


@over_every_vendor
async def test_a_whole_answer(house: RelayHouse, client: genai.Client, vendor: str) -> None:
    model = f"{vendor}/fake-cached"

    answer = await client.aio.models.generate_content(model=model, contents=WORDS)

    assert (answer.text, answer.model_version) == (WORDS, model)
    row = await house.booked()
    assert (row.usage, row.cost, row.outcome) == (USAGE, COST, "ok")
    assert (row.model, row.streamed) == (model, False)


@over_every_vendor
async def test_the_synchronous_client_hears_a_stream(
    house: RelayHouse, client: genai.Client, vendor: str
) -> None:
    def listen() -> list[types.GenerateContentResponse]:
        model = f"{vendor}/fake-cached"
        return list(client.models.generate_content_stream(model=model, contents=WORDS))

    chunks = await asyncio.to_thread(listen)

    assert "".join(chunk.text or "" for chunk in chunks) == WORDS
    row = await house.booked()
    assert (row.usage, row.cost, row.streamed) == (USAGE, COST, True)


@over_every_vendor
@pytest.mark.parametrize("kind", ["rst_after", "error_in_200_stream"])
async def test_an_answer_that_breaks_off_is_an_error_and_what_was_said_is_charged(
    house: RelayHouse, client: genai.Client, vendor: str, kind: str
) -> None:
    house.upstream.script(Mode.read({"kind": kind, "after": 5}))
    coming = await client.aio.models.generate_content_stream(
        model=f"{vendor}/fake-echo", contents="one two three four five six seven"
    )

    with pytest.raises(errors.ServerError):
        _ = [chunk async for chunk in coming]

    row = await house.booked()
    assert (row.outcome, row.error_kind) == ("error", "cut" if kind == "rst_after" else "server")
    assert row.usage.estimated
    assert row.usage.output > 0


@over_every_vendor
async def test_a_client_that_leaves_ends_the_call_at_the_vendor(
    house: RelayHouse, client: genai.Client, vendor: str
) -> None:
    house.upstream.script(Mode(kind="stall_after", after=4))
    coming = await client.aio.models.generate_content_stream(
        model=f"{vendor}/fake-echo", contents="one two three four five"
    )

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await heard_to_the_end(coming)

    (exchange,) = house.upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 2)
    assert exchange.closed_by_client_at is not None
    assert (await house.booked()).outcome == "client_closed"


async def heard_to_the_end(coming: AsyncIterator[types.GenerateContentResponse]) -> None:
    async for _ in coming:
        pass


@over_every_vendor
async def test_the_vendor_gets_its_own_key_and_our_request_s_id(
    house: RelayHouse, client: genai.Client, vendor: str
) -> None:
    await client.aio.models.generate_content(model=f"{vendor}/fake-echo", contents="hi")

    row = await house.booked()
    (exchange,) = house.upstream.exchanges
    assert exchange.headers["x-request-id"] == row.id
    assert any(f"{vendor}-secret" in value for value in exchange.headers.values())
    assert not any(house.key in value for value in exchange.headers.values())
    assert house.key not in exchange.path
