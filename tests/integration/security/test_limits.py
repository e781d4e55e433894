"""REL-01: whatever is too long, too many or never ends is refused soon, and nobody dies of it."""

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.integration.security.people import administrators_token, at, bearer, registered
from tests.running import RunningSystem

KIB: Final = 1024
LIMITS: Final = {
    "/api/auth/sign-in": 16 * KIB,
    "/api/conversations": KIB * KIB,
    "/api/files/x/content": KIB * KIB,
    "/admin/api/auth/sign-in": 16 * KIB,
    "/admin/api/keys": KIB * KIB,
    "/admin/socket.io/?EIO=4&transport=polling&sid=x": 64 * KIB,
    "/v1/chat/completions": 32 * KIB * KIB,
    "/v1/audio/transcriptions": 32 * KIB * KIB,
    "/": 16 * KIB,
    "/admin/": 16 * KIB,
}
"""What the gateway reads of a body under each of its locations."""
SERVICES: Final = ("chat", "admin", "relay")
SOON_S: Final = 3.0
"""A second where nothing else runs; tests share their machine."""
TOLD_MAX: Final = 2_000
GROWTH_MIB_MAX: Final = 50


async def answered(system: RunningSystem, pieces: AsyncIterator[bytes]) -> tuple[int, float]:
    """Send until an answer comes; its status (0: the connection was closed) and the time."""
    reader, writer = await asyncio.open_connection("localhost", system.ports["HTTP"])
    began = time.monotonic()
    answer = asyncio.ensure_future(reader.readline())
    try:
        async with asyncio.timeout(15):
            async for piece in pieces:
                if answer.done():
                    break
                writer.write(piece)
                await writer.drain()
            line = await answer
    except ConnectionError:
        line = b""
    finally:
        answer.cancel()
        writer.close()
    return (int(line.split()[1]) if line.startswith(b"HTTP/") else 0), time.monotonic() - began


async def once(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def endless(head: bytes) -> AsyncIterator[bytes]:
    yield head
    while True:
        yield b"10000\r\n" + b"x" * 65_536 + b"\r\n"


def head(path: str, *lines: str, method: str = "POST") -> bytes:
    told = "\r\n".join((f"{method} {path} HTTP/1.1", "host: localhost", *lines))
    return told.encode() + b"\r\n\r\n"


def heads(path: str) -> Iterator[tuple[str, AsyncIterator[bytes]]]:
    as_json = "content-type: application/json"
    yield "one byte too long", once(head(path, as_json, f"content-length: {LIMITS[path] + 1}"))
    for wrong in ("-1", "abc", "1, 2", "99999999999999999999999"):
        yield f"length {wrong}", once(head(path, f"content-length: {wrong}"), b"{}")
    two = ("content-length: 2", "content-length: 3")
    yield "two lengths", once(head(path, *two), b"{}x")
    both = ("content-length: 2", "transfer-encoding: chunked")
    yield "length and chunks", once(head(path, *both), b"2\r\n{}\r\n0\r\n\r\n")
    yield "chunk of no size", once(head(path, "transfer-encoding: chunked"), b"zz\r\n{}\r\n")
    yield "64 kB header", once(head(path, "x-long: " + "x" * 65_536))
    yield "100 kB address", once(head(path + "?" + "x" * 100_000))
    many = (f"x-{number}: {'y' * 200}" for number in range(400))
    yield "400 headers", once(head(path, *many))


def pids(system: RunningSystem) -> dict[str, int]:
    return {service: system.part(service).pid for service in SERVICES}


def resident_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / KIB


@pytest.mark.parametrize("path", LIMITS)
async def test_rel_01_no_location_reads_more_than_its_limit(
    system: RunningSystem, path: str
) -> None:
    refused = {400, 404, 405, 413, 414, 431, 494}

    told = {name: await answered(system, pieces) for name, pieces in heads(path)}
    told["endless"] = await answered(
        system, endless(head(path, "transfer-encoding: chunked", "content-type: application/json"))
    )

    assert {name: status for name, (status, _) in told.items() if status not in refused} == {}
    assert {name: took_s for name, (_, took_s) in told.items() if took_s > SOON_S} == {}


def bodies() -> Iterator[tuple[str, bytes]]:
    """Within the limits, and still too much for whoever is not careful."""
    as_json = "application/json"
    yield as_json, b"[" * 100_000 + b"]" * 100_000
    yield as_json, b'{"a":' * 10_000 + b"1" + b"}" * 10_000
    yield as_json, b'{"name":' + b'["x",' * 20_000 + b"1" + b"]" * 20_000 + b"}"
    yield as_json, b'{"model":"' + b"a" * 900_000 + b'"}'
    yield as_json, b'{"' + b"k" * 900_000 + b'":1}'
    yield as_json, b'{"tags":[' + b"1," * 300_000 + b"1]}"
    yield as_json, b'{"limit":' + b"9" * 500_000 + b"}"
    yield as_json, json.dumps({str(number): number for number in range(50_000)}).encode()
    yield as_json, gzip.compress(b'{"a":"' + b"a" * 50_000_000 + b'"}')
    form = "application/x-www-form-urlencoded"
    yield form, b"a=1&" * 10_000
    yield form, b"a;" * 300_000
    parts = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 10_000
    yield "multipart/form-data; boundary=x", parts + b"--x--\r\n"
    named = b'--x\r\nContent-Disposition: form-data; name="' + b"a" * 900_000
    yield "multipart/form-data; boundary=x", named + b'"\r\n\r\n1\r\n--x--\r\n'
    yield "multipart/form-data; boundary=x", b"p" * 900_000 + b"--x--\r\n"
    yield "multipart/form-data; boundary=" + "b" * 7_000, b"--b"
    yield "multipart/form-data", b"--x--"


PLACES: Final = {
    "chat": ("/api/conversations", "/api/imports"),
    "admin": ("/admin/api/keys",),
    "relay": ("/v1/chat/completions", "/v1/images/edits"),
}
MORE_PLACES: Final = {
    "chat": (
        "/api/connections",
        "/api/conversations/x/messages", "/api/files", "/api/prompts", "/api/agents", "/api/keys",
        "/api/me/password", "/api/memory/facts",
    ),
    "admin": ("/admin/api/teams", "/admin/api/invitations"),
    "relay": (
        "/v1/messages",
        "/v1/responses",
        "/v1/embeddings", "/v1/audio/transcriptions", "/v1/moderations",
        "/v1beta/models/m:generateContent", "/v1/images/generations",
    ),
}  # fmt: skip


def is_fit(path: str, reply: httpx2.Response) -> bool:
    """Refused in few words; an import tells of each of its chats."""
    refused = reply.status_code in {400, 404, 409, 413, 415, 422}
    told = path == "/api/imports" and reply.status_code == 200 and not reply.json()["imported"]
    return len(reply.content) < TOLD_MAX and (told or refused)


@pytest.mark.parametrize("places", [PLACES, pytest.param(MORE_PLACES, marks=pytest.mark.long)])
async def test_rel_01_no_body_costs_more_than_it_is_worth(
    system: RunningSystem, places: Mapping[str, Sequence[str]]
) -> None:
    before = pids(system)
    async with (
        at(system, "chat") as chat,
        at(system, "admin") as admin,
        at(system, "relay") as relay,
    ):
        clients = {"chat": chat, "admin": admin, "relay": relay}
        rights = {
            "chat": (await registered(chat)).rights,
            "admin": bearer(await administrators_token(system, admin)),
            "relay": bearer(system.relay_key),
        }
        for kind, body in bodies():
            headers = {**rights["chat"], "content-type": kind}
            await chat.post("/api/conversations", content=body, headers=headers)
        resident = {service: resident_mib(pid) for service, pid in before.items()}
        odd: list[str] = []
        for service, paths in places.items():
            for path in paths:
                for number, (kind, body) in enumerate(bodies()):
                    began = time.monotonic()
                    headers = {**rights[service], "content-type": kind}
                    if body.startswith(b"\x1f\x8b"):
                        headers["content-encoding"] = "gzip"
                    reply = await clients[service].post(path, content=body, headers=headers)
                    took_s = time.monotonic() - began
                    if not is_fit(path, reply) or took_s > SOON_S:
                        odd.append(f"{path} {number}: {reply.status_code} in {took_s:.2f} s")
        growth = {service: resident_mib(pid) - resident[service] for service, pid in before.items()}

    assert odd == []
    assert pids(system) == before
    assert {service: mib for service, mib in growth.items() if mib > GROWTH_MIB_MAX} == {}
