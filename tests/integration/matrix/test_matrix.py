"""Every client on every upstream: official SDKs of the four formats, in Python and in Node."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.integration.matrix.page import UPSTREAMS, page
from tests.integration.matrix.programs import PROGRAMS, ROOT, Cell, Program, run
from tests.integration.relay.house import RelayHouse, relay_house
from tests.upstream.mode import Mode

pytestmark = [pytest.mark.enable_socket, pytest.mark.asyncio(loop_scope="module")]
PAGE = ROOT / "docs" / "compatibility.md"
STOPPED_WITHIN_S = 0.5
every_program = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(mongo_url: str, redis_url: str) -> AsyncGenerator[RelayHouse]:
    async with relay_house(mongo_url=mongo_url, redis_url=redis_url) as house:
        slow = Mode(kind="status", status=429, message="slow down", retry_after="1")
        house.upstream.script(slow, model="fake-refuse")
        broken = Mode(kind="error_in_200_stream", text="a b c d e f", after=4)
        house.upstream.script(broken, model="fake-length")
        yield house


@pytest.fixture(scope="module")
def seen() -> dict[Program, list[Cell]]:
    """What each program saw, for the page."""
    return {}


@every_program
async def test_an_official_sdk_does_everything_on_every_upstream(
    program: Program, house: RelayHouse, seen: dict[Program, list[Cell]]
) -> None:
    house.upstream.exchanges.clear()

    seen[program] = await run(program, house.url, house.key, tuple(UPSTREAMS))

    undone = [
        f"{cell.upstream}: {cell.task}: {cell.problem}" for cell in seen[program] if cell.problem
    ]
    assert not undone, "\n".join(undone)
    assert {cell.upstream for cell in seen[program]} == set(UPSTREAMS)
    await assert_left_alone(house)


async def assert_left_alone(house: RelayHouse) -> None:
    """The upstream is not left talking to nobody."""
    left = [each for each in house.upstream.exchanges if "fake-slow" in str((each.path, each.body))]
    assert len(left) == len(UPSTREAMS)
    async with asyncio.timeout(STOPPED_WITHIN_S):
        for exchange in left:
            await exchange.ended.wait()
    assert all(exchange.closed_by_client_at for exchange in left)


async def test_the_page_says_what_was_seen(
    seen: dict[Program, list[Cell]], request: pytest.FixtureRequest
) -> None:
    written = page({program: seen[program] for program in PROGRAMS})
    if request.config.getoption("--write-page"):
        PAGE.write_text(written)
    assert PAGE.read_text() == written, "run `make matrix`"
