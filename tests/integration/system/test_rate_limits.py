"""How often one address may try to come in, whatever it says about itself."""

import asyncio
import time
from collections import Counter

import httpx2
import pytest

from entrypoints.settings import Settings

_FIELDS = Settings.model_fields
RATE_PER_S = int(_FIELDS["auth_requests_per_s"].default)
BURST = 40
TRIES = 200


def spoofed(number: int) -> dict[str, str]:
    """Another address each time, the last ones along a network of IPv6."""
    address = f"203.0.113.{number}" if number < TRIES / 2 else f"2001:db8::{number:x}"
    return {
        "x-forwarded-for": f"{address}, 198.51.100.7",
        "x-real-ip": address,
        "forwarded": f'for="{address}"',
        "client-ip": address,
        "true-client-ip": address,
        "cf-connecting-ip": address,
    }


@pytest.mark.parametrize("path", ["sign-in", "register"])
async def test_sec_23_an_address_tries_so_often_and_no_header_makes_it_another(
    gateway: httpx2.AsyncClient, path: str
) -> None:
    async def one(number: int) -> httpx2.Response:
        # What is no body is refused before anybody counts a password.
        return await gateway.post(f"/api/auth/{path}", json=number, headers=spoofed(number))

    began = time.monotonic()
    replies = await asyncio.gather(*(one(number) for number in range(TRIES)))
    took_s = time.monotonic() - began
    await asyncio.sleep(BURST / RATE_PER_S)  # others come from this address too

    counted = Counter(reply.status_code for reply in replies)
    assert set(counted) == {422, 429} or set(counted) == {400, 429}
    admitted = TRIES - counted[429]
    least, most = BURST, BURST + 1 + RATE_PER_S * took_s
    assert least * 0.95 <= admitted <= most * 1.05
    refused = [reply for reply in replies if reply.status_code == 429]
    assert all(int(reply.headers["retry-after"]) >= 1 for reply in refused)
    assert all(reply.json()["error"]["code"] == "rate_limited" for reply in refused)
