"""REL-15: whatever an administrator writes where a number belongs, it is one, or it is refused."""

import json
from collections.abc import AsyncIterator
from typing import Final

import httpx2
import pytest
import pytest_asyncio

from adapters.inbound.admin.app import create_app
from domain.allowances.terms import COUNT_MAX
from domain.ids import UserId
from tests.builders import ADA, a_user
from tests.unit.application.admin.admin_house import AdminHouse

pytestmark = [pytest.mark.exhaustive, pytest.mark.asyncio(loop_scope="module")]

STRANGE: Final = (
    "-1",
    "-0.5",
    "0",
    "1.5",
    "1e400",
    "-1e400",
    "NaN",
    "Infinity",
    "9" * 400,
    "9223372036854775808",
    '"9e99"',
    '"-1"',
    '"NaN"',
    '"0x10"',
    '"1_000"',
    '" 1 "',
    '"1e3"',
    '"1,5"',
    '"99999999.0"',
    '"0.0000000001"',
    '""',
    "true",
    "[]",
    '{"$gt": 0}',
)
"""As JSON, or what passes for it."""
BODIES: Final = {
    "requests": (
        "PUT",
        "allowances/user/ada",
        '{"limits": {"requests_per_minute": %s}, "budgets": []}',
    ),
    "tokens": (
        "PUT",
        "allowances/user/ada",
        '{"limits": {"tokens_per_minute": %s}, "budgets": []}',
    ),
    "parallel": ("PUT", "allowances/user/ada", '{"limits": {"parallel": %s}, "budgets": []}'),
    "budget": (
        "PUT",
        "allowances/user/ada",
        (
            '{"limits": {}, "budgets":'
            ' [{"window": "day", "limit_usd": %s, "hard": true, "zone": "UTC"}]}'
        ),
    ),
    "overlap": ("POST", "keys/{key}/rotate", '{"overlap_s": %s}'),
    "reuse": ("PUT", "keys/{key}/reuse", '{"seconds": %s}'),
    "seconds": (
        "PUT",
        "keys/{key}/leaving",
        '{"when_client_leaves": {"drain": true, "seconds": %s}}',
    ),
    "left": ("PUT", "keys/{key}/leaving", '{"when_client_leaves": {"drain": true, "tokens": %s}}'),
    "version": ("PUT", "offer", '{"version": %s, "providers": {}, "models": [], "removed": []}'),
    "expiry": (
        "POST",
        "keys",
        '{"name": "k", "owner_kind": "user", "owner_id": "ada", "expires_at": %s}',
    ),
}
QUERIES: Final = (
    "users?limit=",
    "keys?limit=",
    "calls?limit=",
    "calls?since=",
    "calls?until=",
    "usage?from=2026-01-01&to=",
    "usage?to=2026-01-01&from=",
    "overview?span=",
)
IN_ADDRESSES: Final = (
    "-1",
    "0",
    "1e9",
    "NaN",
    "9" * 400,
    "9999-12-31",
    "9999-12-31T23:59:59Z",
    "0001-01-01",
    "2026-02-30",
    "-0001-01-01T00:00:00Z",
    "1.5",
    "%00",
    "",
    "' or 1=1",
)
DEAREST: Final = 10**16
"""Nano-USD: ten million dollars, the most that a budget may say."""


class Office:
    def __init__(self, house: AdminHouse, client: httpx2.AsyncClient, key: str) -> None:
        self.house = house
        self.client = client
        self.key = key

    async def write(self, method: str, path: str, body: str) -> httpx2.Response:
        return await self.client.request(
            method,
            f"/admin/api/{path.replace('{key}', self.key)}",
            content=body,
            headers={"content-type": "application/json"},
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office() -> AsyncIterator[Office]:
    house = AdminHouse()
    app = create_app(house.use)
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://localhost:8080") as client,
    ):
        client.headers["authorization"] = f"Bearer {await house.token('root')}"
        await house.users.add(a_user())
        made = await client.post(
            "/admin/api/keys", json={"name": "k", "owner_kind": "user", "owner_id": "ada"}
        )
        yield Office(house, client, made.json()["key"]["id"])


@pytest.mark.parametrize("field", BODIES)
async def test_rel_15_a_strange_number_is_refused_or_is_in_bounds(
    office: Office, field: str
) -> None:
    method, path, body = BODIES[field]

    statuses = {
        number: (await office.write(method, path, body % number)).status_code for number in STRANGE
    }

    assert set(statuses.values()) <= {200, 201, 204, 400, 409, 422}
    assert statuses["-1"] in {400, 409, 422}
    assert {statuses[number] for number in ("NaN", "Infinity", "9" * 400, "true", "[]")} <= {
        400,
        422,
    }
    user = await office.house.users.get(UserId(ADA))
    counts = (user.limits.requests_per_minute, user.limits.tokens_per_minute, user.limits.parallel)
    assert all(each is None or 1 <= each <= COUNT_MAX for each in counts)
    assert all(0 <= budget.limit <= DEAREST for budget in user.budgets)


@pytest.mark.parametrize("query", QUERIES)
async def test_rel_15_a_strange_number_in_an_address_is_refused_or_asks_nothing_strange(
    office: Office, query: str
) -> None:
    for number in IN_ADDRESSES:
        reply = await office.client.get(f"/admin/api/{query}{number}")
        assert reply.status_code in {200, 400, 404, 422}, (query, number, reply.text)
        assert json.loads(reply.text)
