"""Vectors, pictures, sound and moderations on real sockets and stores."""

import asyncio
from collections.abc import AsyncGenerator

import openai
import pytest
import pytest_asyncio

from domain.llm.usage import Usage
from tests.integration.relay.house import RelayHouse
from tests.upstream.embeddings import vector_of
from tests.upstream.mode import Mode
from tests.upstream.plain import HEARD, PICTURE, SOUND

pytestmark = [pytest.mark.enable_socket, pytest.mark.asyncio(loop_scope="module")]
over_openai_s_kind = pytest.mark.parametrize("vendor", ["openai", "openai_compatible"])
FILE = ("speech.mp3", b"\xff\xf3" * 500_000)


@pytest_asyncio.fixture(loop_scope="module")
async def client(house: RelayHouse) -> AsyncGenerator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(
        api_key=house.key, base_url=f"{house.url}/v1", max_retries=0
    ) as client:
        yield client


@pytest.mark.parametrize("vendor", ["openai", "openai_compatible", "google"])
async def test_vectors(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    answer = await client.embeddings.create(
        model=f"{vendor}/fake-embed", input=["the cat", "sat"], encoding_format="float"
    )

    assert [row.embedding for row in answer.data] == [vector_of("the cat"), vector_of("sat")]
    row = await house.booked()
    assert (row.outcome, row.provider, row.upstream) == ("ok", vendor, "fake-embed")
    estimated = vendor == "google"
    assert row.usage == Usage(input_uncached=4 if estimated else 3, estimated=estimated)


@over_openai_s_kind
async def test_pictures(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    answer = await client.images.edit(model=f"{vendor}/gpt-image-1", prompt="A cat", image=FILE)

    assert answer.data is not None
    assert answer.data[0].b64_json == PICTURE
    row = await house.booked()
    assert row.usage == Usage(
        input_uncached=10, input_images=20, output=100, output_images=100, images=1
    )
    assert row.cost == 30 * 150 + 100 * 600


@over_openai_s_kind
async def test_sound(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    answer = await client.audio.speech.create(
        model=f"{vendor}/tts-1", input="Hello my world", voice="alloy"
    )

    assert answer.content == b"".join(SOUND + word for word in (b"Hello", b"my", b"world"))
    row = await house.booked()
    assert (row.usage, row.cost) == (Usage(characters=14), 14 * 15_000)


@over_openai_s_kind
async def test_a_megabyte_is_listened_to(
    house: RelayHouse, client: openai.AsyncOpenAI, vendor: str
) -> None:
    answer = await client.audio.transcriptions.create(
        model=f"{vendor}/gpt-4o-transcribe", file=FILE
    )

    assert answer.text == HEARD
    assert FILE[1] in house.upstream.exchanges[0].content
    row = await house.booked()
    assert row.usage == Usage(input_uncached=2, input_audio=12, output=6)


@over_openai_s_kind
async def test_moderations(house: RelayHouse, client: openai.AsyncOpenAI, vendor: str) -> None:
    answer = await client.moderations.create(model=f"{vendor}/omni-moderation", input="bad")

    assert answer.results[0].flagged
    assert answer.model == f"{vendor}/omni-moderation"
    row = await house.booked()
    assert (row.outcome, row.usage.estimated) == ("ok", True)


async def test_sound_begins_before_its_end_and_stops_when_the_client_leaves(
    house: RelayHouse, client: openai.AsyncOpenAI
) -> None:
    house.upstream.script(Mode(kind="stall_after", after=2))

    async with client.audio.speech.with_streaming_response.create(
        model="openai/tts-1", input="Hello my world", voice="alloy"
    ) as answer:
        heard = b""
        async for piece in answer.iter_bytes():
            heard += piece
            if heard.endswith(b"my"):
                break

    (exchange,) = house.upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 2)
    assert exchange.closed_by_client_at is not None
    row = await house.booked()
    assert (row.outcome, row.usage) == ("client_closed", Usage(characters=14))


async def test_whoever_leaves_while_a_picture_is_made_closes_the_connection(
    house: RelayHouse, client: openai.AsyncOpenAI
) -> None:
    house.upstream.script(Mode(kind="hang_before_headers"))
    house.upstream.asked.clear()
    asking = asyncio.create_task(
        client.images.generate(model="openai/gpt-image-1", prompt="A cat", quality="low")
    )
    await asyncio.wait_for(house.upstream.asked.wait(), 2)

    asking.cancel()
    await asyncio.wait({asking})

    (exchange,) = house.upstream.exchanges
    await asyncio.wait_for(exchange.ended.wait(), 2)
    assert exchange.closed_by_client_at is not None
    row = await house.booked()
    assert (row.outcome, row.usage.output, row.usage.estimated) == ("client_closed", 408, True)


async def test_sound_that_is_cut_off_has_no_good_end(
    house: RelayHouse, client: openai.AsyncOpenAI
) -> None:
    house.upstream.script(Mode(kind="rst_after", after=2))

    with pytest.raises(openai.APIConnectionError):
        await client.audio.speech.create(
            model="openai/tts-1", input="Hello my world", voice="alloy"
        )

    row = await house.booked()
    assert (row.outcome, row.error_kind) == ("error", "cut")


@pytest.mark.parametrize("kind", ["html", "empty", "status"])
async def test_a_provider_that_fails_is_told_in_openai_s_words(
    house: RelayHouse, client: openai.AsyncOpenAI, kind: str
) -> None:
    house.upstream.script(Mode.read({"kind": kind, "status": 502}))

    with pytest.raises(openai.InternalServerError):
        await client.images.generate(model="openai/gpt-image-1", prompt="A cat")

    row = await house.booked()
    assert (row.outcome, row.cost) == ("error", 0)
