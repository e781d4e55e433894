"""What hostile clients send to `/v1`: keys that may little, headers, addresses and numbers."""

import asyncio
import json
import statistics
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Final

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from domain.accounts.access import Scope
from domain.accounts.api_key import key_id_of
from domain.allowances.terms import Budget
from domain.json import Json, JsonObject
from domain.transactions.money import NanoUsd
from tests.integration.governance.site import ECHO, METERED, OTHER, Site

pytestmark = pytest.mark.asyncio(loop_scope="package")

SAY: Final[JsonObject] = {"messages": [{"role": "user", "content": "hello"}], "max_tokens": 5}
QUESTIONS: Final[dict[str, JsonObject]] = {
    "/v1/chat/completions": SAY,
    "/v1/completions": {"prompt": "hello", "max_tokens": 5},
    "/v1/messages": SAY,
    "/v1/messages/count_tokens": SAY,
    "/v1/responses": {"input": "hello"},
    "/v1/embeddings": {"input": "hello"},
    "/v1/images/generations": {"prompt": "a cat"},
    "/v1/audio/speech": {"input": "hello", "voice": "alloy"},
    "/v1/moderations": {"input": "hello"},
}
GOOGLE_S: Final[JsonObject] = {"contents": [{"parts": [{"text": "hello"}]}]}
REFUSED: Final = {400, 401, 403, 404}
QUICK_S: Final = 0.1
"""Twice what is promised: tests share their machine."""


@pytest_asyncio.fixture(loop_scope="package")
async def narrow(site: Site) -> str:
    """A key for one model at one endpoint."""
    return await site.key_of_team(scope=Scope(models=(OTHER,), endpoints=("chat_completions",)))


async def post(
    site: Site, path: str, body: Json, headers: Sequence[tuple[str, str]] | dict[str, str]
) -> tuple[int, str]:
    answer = await site.client.post(site.url(0) + path, json=body, headers=headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    "name", [ECHO, "echo", METERED, "FAKE-ECHO", "other ", " other", "other\u200b"]
)
@pytest.mark.parametrize("place", ["authorization", "x-api-key"])
async def test_sec_22_a_narrow_key_reaches_no_other_model_by_any_name_path_or_header(
    site: Site, narrow: str, place: str, name: str
) -> None:
    headers = {place: f"Bearer {narrow}" if place == "authorization" else narrow}
    for path, body in QUESTIONS.items():
        status, text = await post(site, path, {"model": name, **body}, headers)
        assert (path, status in REFUSED) == (path, True), text
    for action in ("generateContent", "streamGenerateContent", "countTokens", "embedContent"):
        answer = await site.client.post(
            f"{site.url(0)}/v1beta/models/{name}:{action}", json=GOOGLE_S, headers=headers
        )
        assert answer.status_code in REFUSED

    assert site.upstream.exchanges == []
    mine = await site.client.get(f"{site.url(0)}/v1/models", headers=headers)
    assert mine.status_code == 403  # its one endpoint is another


async def test_sec_22_a_key_s_list_of_models_has_what_it_may_use(site: Site) -> None:
    key = await site.key_of_team(scope=Scope(models=(OTHER,)))
    for headers in ({"authorization": f"Bearer {key}"}, {"x-api-key": key}):
        answer = await site.client.get(f"{site.url(0)}/v1/models", headers=headers)
        assert [each["id"] for each in answer.json()["data"]] == [OTHER]
        one = await site.client.get(f"{site.url(0)}/v1/models/{ECHO}", headers=headers)
        assert one.status_code in REFUSED


async def test_sec_22_two_keys_that_differ_and_keys_in_addresses_are_refused(
    site: Site, narrow: str
) -> None:
    other = await site.key_of_team()
    body: JsonObject = {"model": OTHER, **SAY}
    both = [("authorization", f"Bearer {narrow}"), ("x-api-key", other)]

    refused = [
        await post(site, "/v1/chat/completions", body, both),
        await post(site, "/v1/messages", body, [*reversed(both)]),
        await post(
            site, "/v1/chat/completions", body, [both[0], ("authorization", f"Bearer {other}")]
        ),
        await post(site, f"/v1/chat/completions?key={other}", body, {}),
        await post(site, f"/v1/messages?api_key={other}", body, {}),
        await post(site, f"/v1/chat/completions?key={other}&api-version=1", body, {}),
    ]

    assert [status for status, _ in refused] == [401] * len(refused)
    assert all(other not in text and narrow not in text for _, text in refused)
    assert site.upstream.exchanges == []


_EVIL: Final = (
    b"'\"`;--",
    b'{"$ne": null}',
    b"[$ne]=1",
    b"sk-parley-abcdefgh-" + b"x" * 40 + b"-00000000",
    b"sk-" + b"a" * 100_000,
    b"x" * 65_536,
    b"one,two,three",
    b"sk-parley-\xf0\x9f\x98\x80",
    b"${jndi:ldap://x}",
    b"%0d%0aset-cookie:%20a=b",
    b"nul\x00inside",
    b"esc\x1b[31m",
)
_HEADERS: Final = (
    b"authorization",
    b"x-api-key",
    b"x-goog-api-key",
    b"cookie",
    b"host",
    b"user-agent",
    b"idempotency-key",
    b"last-event-id",
    b"x-request-id",
)


async def raw(site: Site, head: bytes, body: bytes = b"") -> tuple[int, bytes]:
    """Send bytes that no client library would; the status, 0 for a connection that was closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.relays[0].part.ports[0])
    try:
        writer.write(head + body)
        await writer.drain()
        async with asyncio.timeout(5):
            answer = await reader.read()
    except ConnectionError:
        return 0, b""
    finally:
        writer.close()
    return (int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0), answer


@pytest.mark.parametrize("header", _HEADERS, ids=lambda header: header.decode())
async def test_sec_30_whatever_stands_in_a_header_is_refused_quickly_and_not_repeated(
    site: Site, header: bytes
) -> None:
    body = json.dumps({"model": ECHO, **SAY}).encode()
    took_s: list[float] = []
    for evil in _EVIL:
        lines = [
            b"POST /v1/chat/completions HTTP/1.1",
            *([] if header == b"host" else [b"host: localhost"]),
            header + b": " + (b"Bearer " if header == b"authorization" else b"") + evil,
            b"content-type: application/json",
            b"connection: close",
            b"content-length: " + str(len(body)).encode(),
        ]
        began = time.monotonic()
        status, answer = await raw(site, b"\r\n".join(lines) + b"\r\n\r\n", body)
        took_s.append(time.monotonic() - began)
        assert status in {0, 400, 401, 431}, (evil[:40], answer[:200])
        assert evil not in answer
        assert b"set-cookie" not in answer.lower()

    assert statistics.median(took_s) <= QUICK_S
    assert site.upstream.exchanges == []


@dataclass
class Canary:
    """Nobody may ever come here."""

    url: str = ""
    hits: int = 0


@pytest_asyncio.fixture(loop_scope="package")
async def canary() -> AsyncGenerator[Canary]:
    found = Canary()

    async def hit(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.hits += 1
        writer.close()

    server = await asyncio.start_server(hit, "127.0.0.1", 0)
    async with server:
        found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        yield found


def _nested(value: Json, depth: int) -> Json:
    return value if depth == 0 else {"metadata": _nested(value, depth - 1)}


_REDIRECTING: Final = (
    "api_base",
    "base_url",
    "custom_host",
    "api_url",
    "endpoint",
    "proxy",
    "user_config",
    "model_list",
    "fallbacks",
    "credential",
    "api_key",
    "extra_headers",
    "extra_body",
    "extra_query",
    "litellm_params",
    "deployment_id",
)
_AIMING: Final = ("x-base-url", "x-openai-base-url", "x-portkey-custom-host", "helicone-target-url")


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages", "/v1/responses"])
async def test_sec_32_no_client_says_where_a_call_goes_or_what_it_is_paid_with(
    site: Site, canary: Canary, path: str
) -> None:
    key = await site.key_of_team()
    statuses: list[int] = []
    for name in _REDIRECTING:
        values: list[Json] = [
            canary.url,
            {"api_base": canary.url, "base_url": canary.url, "api_key": "theirs"},
            [{"model": ECHO, "api_base": canary.url}],
        ]
        for depth, value in enumerate(values):
            body: JsonObject = {"model": ECHO, **QUESTIONS[path], name: _nested(value, depth * 2)}
            headers = {
                "authorization": f"Bearer {key}",
                "cookie": "session=theirs",
                "proxy-authorization": "Basic dGhlaXJz",
                "x-forwarded-host": canary.url,
                **dict.fromkeys(_AIMING, canary.url),
            }
            statuses.append((await post(site, path, body, headers))[0])

    assert canary.hits == 0
    assert set(statuses) <= {200, 400}
    for seen in site.upstream.exchanges:
        assert seen.headers["authorization"] == "Bearer acme-secret"
        told = " ".join(f"{name}: {value}" for name, value in seen.headers.items())
        assert not any(secret in told for secret in (key, "theirs", "dGhlaXJz", canary.url))


_NUMBERS: Final[tuple[str, ...]] = (
    "-1",
    "0",
    "-0.0",
    "1.5",
    "1e309",
    "-1e309",
    "NaN",
    "Infinity",
    "9223372036854775808",
    "-9223372036854775809",
    "1" + "0" * 400,
    '"10"',
    '"1e3"',
    "true",
    "[]",
    "{}",
    '"\u0661\u0662"',
)
_COUNTED: Final = (
    "n",
    "max_tokens",
    "max_completion_tokens",
    "max_output_tokens",
    "temperature",
    "top_p",
    "top_k",
    "top_logprobs",
    "seed",
    "presence_penalty",
)


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages", "/v1/responses"])
async def test_rel_15_no_number_makes_a_call_free_negative_or_a_fault_of_ours(
    site: Site, path: str
) -> None:
    """The money is for one call as it is meant; what would be worth less must not give any."""
    key = await site.key_of_team(budgets=(Budget(window="total", limit=NanoUsd(10**15)),))
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    purse = f"{{allowances}}:fund:key:{key_id_of(key)}/hard/UTC/total"
    spent_before = 0
    for name in _COUNTED:
        for number in _NUMBERS:
            given = {k: v for k, v in QUESTIONS[path].items() if k != name}
            text = json.dumps({"model": METERED, **given})[:-1] + f', "{name}": {number}}}'
            answer = await site.client.post(site.url(0) + path, content=text, headers=headers)
            assert answer.status_code in {200, 400, 402}, (name, number, answer.text[:200])
            if answer.status_code == 200:
                async with Redis.from_url(site.redis_url) as redis:
                    spent, held = await redis.hmget(purse, "spent", "held")
                assert int(spent or 0) >= spent_before, (name, number)
                assert int(held or 0) >= 0, (name, number)
                spent_before = int(spent or 0)
    rows = [
        row
        for row in await site.container.transactions().latest(1_000)
        if row.payer.key == key_id_of(key)
    ]
    assert rows
    assert all((row.cost or 0) >= 0 and row.usage.is_plausible for row in rows)


@pytest.mark.parametrize("number", ["-1", "-1000000000000", "0", "-1e309", "1e309"])
async def test_rel_15_no_number_makes_room_in_a_budget_that_is_used_up(
    site: Site, number: str
) -> None:
    key = await site.key_of_team(budgets=(Budget(window="total", limit=NanoUsd(0)),))
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    for name in ("max_tokens", "max_completion_tokens", "n"):
        text = json.dumps({"model": OTHER, "messages": SAY["messages"]})[:-1]
        text += f', "{name}": {number}}}'
        answer = await site.client.post(
            f"{site.url(0)}/v1/chat/completions", content=text, headers=headers
        )
        assert answer.status_code in {400, 402}, answer.text

    assert site.upstream.exchanges == []
