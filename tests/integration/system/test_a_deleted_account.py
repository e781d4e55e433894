"""SEC-33: after an account is deleted, every collection, key and file is looked through for it."""

import tomllib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx2
from redis.asyncio import Redis

from adapters.outbound.mongo.driver import Database, connect
from adapters.outbound.redis.connection import connect as connect_redis
from entrypoints.settings import Settings
from tests.integration.system.at_provider import linked
from tests.running import RunningSystem

EMAIL, NAME = "canary-7f3e@example.com", "Canary Wharf-7f3e"
SECRET = "canary battery staple 7f3e"
OWN_KEY = "sk-canary-own-7f3e"
SAID = "the canary sings 7f3e"
API = '{"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "a"}}}}'
BOOKS = {"transactions", "usage_totals", "open_batches", "audit_log"}


def settings_of(system: RunningSystem) -> Settings:
    secrets = tomllib.loads((system.home / "secrets.toml").read_text())
    return Settings(
        home=system.home,
        mongo_port=int(system.ports["MONGO"]),
        redis_port=int(system.ports["REDIS"]),
        mongo_password=secrets["mongo_password"],
        redis_password=secrets["redis_password"],
    )


@asynccontextmanager
async def stores(system: RunningSystem) -> AsyncGenerator[tuple[Database, Redis]]:
    settings = settings_of(system)
    mongo = connect(settings.mongo_connection_url.get_secret_value(), driver="pymongo")
    redis = connect_redis(settings.redis_connection_url.get_secret_value())
    try:
        yield mongo.database(settings.mongo_database), redis
    finally:
        await mongo.close()
        await redis.aclose()


async def everything(database: Database) -> dict[str, str]:
    """Every document of every collection, as text."""
    listed = await database.command("listCollections")
    names = [each["name"] for each in listed["cursor"]["firstBatch"]]
    return {name: repr(await database[name].find({}).to_list(None)) for name in names}


async def value_of(redis: Redis, key: str) -> str:
    """A key with what it holds, whatever its kind."""
    match await redis.type(key):
        case "string":
            return f"{key} {await redis.get(key)!r}"
        case "hash":
            return f"{key} {await redis.hgetall(key)}"
        case "stream":
            return f"{key} {await redis.xrange(key)}"
        case "list":
            return f"{key} {await redis.lrange(key, 0, -1)}"
        case _:
            return key


async def own_keys_allowed(gateway: httpx2.AsyncClient, admin_token: str) -> None:
    rights = {"authorization": f"Bearer {admin_token}"}
    offer = (await gateway.get("/admin/api/offer", headers=rights)).json()
    providers = {name: {"settings": each["settings"]} for name, each in offer["providers"].items()}
    body = {**offer, "providers": providers, "own_keys": ["fake"]}
    changed = await gateway.put("/admin/api/offer", json=body, headers=rights)
    assert changed.status_code == 200, changed.text


async def a_full_life(gateway: httpx2.AsyncClient) -> tuple[dict[str, str], str, str]:
    """Somebody chats, makes a key and uses it; their headers, id and key."""
    body = {"email": EMAIL, "password": SECRET, "name": NAME}
    made = (await gateway.post("/api/auth/register", json=body)).json()
    headers = {"authorization": f"Bearer {made['access_token']}"}
    chat = (await gateway.post("/api/conversations", json={}, headers=headers)).json()
    path = f"/api/conversations/{chat['id']}/messages"
    sent = await gateway.post(path, json={"text": SAID, "model": "fake-echo"}, headers=headers)
    events = f"/api/generations/{sent.json()['generation_id']}/events"
    assert "final" in (await gateway.get(events, headers=headers)).text
    kept = await gateway.put("/api/retention", json={"days": 30}, headers=headers)
    assert kept.status_code == 200, kept.text
    prompt = {"name": NAME, "command": "canary", "text": SAID}
    preset = {"name": NAME, "model": "fake-echo"}
    place = {"kind": "openapi", "url": "https://a.example", "definition": API}
    connection = {**place, "name": NAME, "auth": {"kind": "bearer"}, "secret": SECRET}
    await linked(gateway, headers, password=SECRET, email=EMAIL)
    own = {"provider": "fake", "secret": OWN_KEY}
    kept = await gateway.put("/api/provider-keys", json=own, headers=headers)
    assert kept.status_code == 200, kept.text
    await gateway.put("/api/memory", json={"is_on": True}, headers=headers)
    for path, given in (
        ("/api/prompts", prompt),
        ("/api/presets", preset),
        ("/api/memory/facts", {"text": SAID}),
        ("/api/connections", connection),
    ):
        saved = await gateway.post(path, json=given, headers=headers)
        assert saved.is_success, saved.text
    key = (await gateway.post("/api/keys", json={"name": NAME}, headers=headers)).json()["secret"]
    asked = {"model": "fake-echo", "input": SAID}
    answered = await gateway.post(
        "/v1/responses", json=asked, headers={"authorization": f"Bearer {key}"}
    )
    assert answered.status_code == 200, answered.text
    return headers, made["user"]["id"], key


async def test_nothing_of_a_deleted_account_is_found_but_rows_of_the_books(
    system: RunningSystem, gateway: httpx2.AsyncClient, admin_token: str
) -> None:
    await own_keys_allowed(gateway, admin_token)
    headers, user, key = await a_full_life(gateway)
    async with stores(system) as (database, redis):
        before = await everything(database)
        assert sum(SAID in text for text in before.values()) >= 2
        assert sum(user in text for text in before.values()) >= 5
        for kept in ("identities", "memories", "provider_keys", "tool_connections"):
            assert user in before[kept]

        deleted = await gateway.post("/api/me/deletion", json={"password": SECRET}, headers=headers)

        assert deleted.status_code == 204, deleted.text
        after = await everything(database)
        keys = [str(each) for each in await redis.keys("*")]
        hot = "\n".join([await value_of(redis, each) for each in keys])
        assert not any(OWN_KEY in text for text in before.values())
    for canary in (EMAIL, NAME, SECRET, OWN_KEY, SAID, key):
        assert [name for name, text in after.items() if canary in text] == []
        assert canary not in hot
        written = [*(system.home / "logs").iterdir(), *(system.home / "journal").rglob("*")]
        files = [each for each in written if each.is_file()]
        assert [each.name for each in files if canary.encode() in each.read_bytes()] == []
    assert {name for name, text in after.items() if user in text} <= BOOKS
    assert [each for each in hot.splitlines() if user in each and "{allowances}" not in each] == []
    refused = await gateway.get("/v1/models", headers={"authorization": f"Bearer {key}"})
    assert refused.status_code == 401
    again = await gateway.post("/api/auth/sign-in", json={"email": EMAIL, "password": SECRET})
    assert again.status_code == 401
