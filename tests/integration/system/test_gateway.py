"""What nginx adds in front of the services."""

import asyncio
import ssl

import httpx2
import pytest

from tests.running import ROOT, RunningSystem

SERVICES = ("CHAT", "ADMIN", "RELAY")
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
MEGABYTE = 1024 * 1024


async def test_the_gateway_is_alive(gateway: httpx2.AsyncClient) -> None:
    reply = await gateway.get("/healthz")

    assert (reply.status_code, reply.text) == (200, "ok\n")


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_answers_its_probes_and_counts(system: RunningSystem, service: str) -> None:
    url = f"http://127.0.0.1:{system.ports[service]}"
    async with httpx2.AsyncClient(base_url=url) as client:
        await client.get("/unknown")
        alive, ready, counted = [
            await client.get(path) for path in ("/healthz", "/readyz", "/metrics")
        ]

    assert alive.json() == {"status": "alive"}
    assert ready.json() == {"status": "ready"}
    assert (
        f'parley_http_requests_total{{method="GET",route="unmatched",service="{service.lower()}"'
        in (counted.text)
    )


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/api/metrics", "/v1/metrics"])
async def test_counters_are_not_for_the_public(gateway: httpx2.AsyncClient, path: str) -> None:
    reply = await gateway.get(path)

    assert "parley_http_requests_total" not in reply.text


@pytest.mark.parametrize("path", ["/", "/admin/", "/api/me", "/admin/api/me", "/v1/models"])
async def test_every_answer_is_guarded_by_headers(gateway: httpx2.AsyncClient, path: str) -> None:
    reply = await gateway.get(path)

    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "strict-transport-security" not in reply.headers
    assert "server" not in reply.headers or "/" not in reply.headers["server"]


async def test_only_https_asks_to_be_kept(system: RunningSystem, trust: ssl.SSLContext) -> None:
    async with httpx2.AsyncClient(base_url=system.secure_site, verify=trust, http2=True) as client:
        reply = await client.get("/api/me")

    assert reply.http_version == "HTTP/2"
    assert reply.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
async def test_old_tls_is_refused(
    system: RunningSystem, trust: ssl.SSLContext, version: ssl.TLSVersion
) -> None:
    trust.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    trust.maximum_version = version
    trust.set_ciphers("DEFAULT:@SECLEVEL=0")

    with pytest.raises((ssl.SSLError, ConnectionError)):
        await asyncio.open_connection("localhost", system.ports["HTTPS"], ssl=trust)


async def test_one_request_id_goes_from_the_gateway_into_the_services_log(
    system: RunningSystem, gateway: httpx2.AsyncClient
) -> None:
    given = "a-request-id-of-mine-1"

    reply = await gateway.get("/v1/models", headers={"x-request-id": given})

    assert reply.headers.get_list("x-request-id") == [given]
    assert [row["path"] for row in system.log("access") if row["request_id"] == given] == [
        "/v1/models"
    ]
    assert [row["route"] for row in system.log("relay") if row.get("request_id") == given] == [
        "/v1/models"
    ]


@pytest.mark.parametrize("bad", ["short", "with blanks in it", "x" * 65, 'quo"te-and-more'])
async def test_a_request_id_that_could_break_a_log_is_replaced(
    gateway: httpx2.AsyncClient, bad: str
) -> None:
    reply = await gateway.get("/v1/models", headers={"x-request-id": bad})

    assert reply.headers["x-request-id"] != bad
    assert len(reply.headers["x-request-id"]) == 32


@pytest.mark.parametrize(
    ("path", "size", "code"),
    [
        ("/api/auth/sign-in", 20_000, ("error", "code")),
        ("/api/conversations", 2 * MEGABYTE, ("error", "code")),
        ("/admin/api/keys", 2 * MEGABYTE, ("error", "code")),
        ("/v1/chat/completions", 33 * MEGABYTE, ("error", "code")),
        ("/v1/messages", 33 * MEGABYTE, ("error", "type")),
    ],
)
async def test_a_body_beyond_the_limit_is_refused_in_the_clients_words(
    gateway: httpx2.AsyncClient, path: str, size: int, code: tuple[str, str]
) -> None:
    reply = await gateway.post(
        path, content=b" " * size, headers={"content-type": "application/json"}
    )

    outer, inner = code
    assert reply.status_code == 413
    assert reply.headers["content-type"] == "application/json"
    assert reply.json()[outer][inner] in {"too_large", "request_too_large"}


@pytest.mark.parametrize("path", ["/", "/api/me", "/admin/api/users", "/v1/models"])
async def test_an_address_that_is_too_long_is_refused(
    gateway: httpx2.AsyncClient, path: str
) -> None:
    reply = await gateway.get(path + "?" + "a" * 60_000)

    assert (reply.status_code, reply.json()["error"]["code"]) == (414, "too_large")


async def test_a_method_that_nobody_needs_is_refused_in_json(gateway: httpx2.AsyncClient) -> None:
    reply = await gateway.request("TRACE", "/api/me")

    assert (reply.status_code, reply.json()["error"]["code"]) == (405, "invalid")


@pytest.mark.parametrize("path", ["/", "/c/some-conversation", "/login", "/admin/", "/admin/users"])
async def test_a_page_of_an_interface_is_its_application(
    gateway: httpx2.AsyncClient, path: str
) -> None:
    reply = await gateway.get(path)

    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/html")
    assert "<script" in reply.text


@pytest.mark.parametrize(
    "path", ["/.env", "/.git/config", "/admin/.env", "/metrics", "/docs", "/openapi.json"]
)
async def test_what_scanners_ask_for_is_not_there(gateway: httpx2.AsyncClient, path: str) -> None:
    assert (await gateway.get(path)).status_code == 404


async def test_hashed_assets_may_be_kept_for_good_and_others_are_not_there(
    gateway: httpx2.AsyncClient,
) -> None:
    kept = min((ROOT / "webui/dist/assets").glob("*.js")).name

    found = await gateway.get(f"/assets/{kept}")
    missing = await gateway.get("/assets/no-such.js")

    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-store")
