"""REL-20: a relay that is told to stop lets answers end that can, tells the others, and leaves."""

import asyncio
import signal
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.integration.governance.site import SLOW, Site, two_relays, until

pytestmark = pytest.mark.long

SHORT, LONG = 30, 20
SHORT_WORDS, LONG_WORDS = 200, 1_600
"""At twenty words a second: ten seconds, and eighty."""
GONE_WITHIN_S: Final = 35.0
BOOKED_WITHIN_S: Final = 20.0


@pytest.fixture
async def site(tmp_path: Path) -> AsyncGenerator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        async with two_relays(tmp_path, patch) as found:
            yield found


async def heard(site: Site, key: str, number: int, words: int) -> tuple[str, str]:
    """The name of a request, and all of its stream."""
    body = {
        "model": SLOW,
        "stream": True,
        "messages": [{"role": "user", "content": " ".join(f"w{n}" for n in range(words))}],
    }
    headers = {"authorization": f"Bearer {key}", "x-request-id": f"orderly-stop-{number}"}
    asking = site.client.stream(
        "POST", f"{site.url(0)}/v1/chat/completions", json=body, headers=headers, timeout=120
    )
    async with asking as answer:
        assert answer.status_code == 200
        text = "".join([piece async for piece in answer.aiter_text()])
        return answer.headers["x-request-id"], text


async def test_rel_20_fifty_streams_end_whole_or_with_a_word_and_all_are_paid(site: Site) -> None:
    key = await site.key_of_team()
    sizes = [SHORT_WORDS] * SHORT + [LONG_WORDS] * LONG
    asking = [
        asyncio.ensure_future(heard(site, key, number, words)) for number, words in enumerate(sizes)
    ]

    async def all_are_asked() -> bool:
        return len([each for each in site.upstream.exchanges if each.said]) == len(sizes)

    await until(all_are_asked, within_s=30)
    began = time.monotonic()
    site.relays[0].signal(signal.SIGTERM)

    async def is_unready() -> bool:
        try:
            reply = await site.client.get(f"{site.url(0)}/readyz", timeout=1)
        except httpx2.TransportError:
            return True
        return reply.status_code == 503

    unready_s = await until(is_unready, within_s=2)
    process = site.relays[0].process
    assert process is not None
    told = await asyncio.gather(*asking)
    await process.exited()
    took_s = time.monotonic() - began

    whole, cut = told[:SHORT], told[SHORT:]
    assert unready_s <= 1.5
    assert took_s <= GONE_WITHIN_S
    assert process.exit_code == 0
    last = f"w{SHORT_WORDS - 1}"
    assert [name for name, text in whole if last not in text or "[DONE]" not in text] == []
    assert [name for name, text in cut if '"error"' not in text] == []

    async def all_are_booked() -> bool:
        rows = await site.container.transactions().latest(1_000)
        booked = {str(row.id).rpartition("-")[0]: row for row in rows}
        return all(name in booked for name, _ in told)

    await until(all_are_booked, within_s=BOOKED_WITHIN_S)
    rows = await site.container.transactions().latest(1_000)
    assert len(rows) == len(sizes)
