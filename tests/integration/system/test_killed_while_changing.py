"""REL-17: kill -9 while chats are copied, deleted and imported: each is whole, or not there."""

import asyncio
import json
import os
import random
import signal
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.exports import chatgpt
from tests.integration.system.test_two_instances import let_in, ready, somebody
from tests.running import RunningSystem, running_system

pytestmark = pytest.mark.long

ROUNDS = 20
LONG = 600
FEW = 60
SEED = 20_261_202
CONFLICT = 409


@pytest.fixture(scope="module")
def single() -> Iterator[RunningSystem]:
    """A chat service without another beside it."""
    with running_system(
        {"PARLEY_LOCAL_MODEL": "false", "PARLEY_API_REQUESTS_PER_S": "5000"}
    ) as running:
        yield running


def a_long_chat() -> dict[str, Any]:
    """One thread of many messages, as ChatGPT exports it."""
    chat = chatgpt()
    mapping = {"root": chat["mapping"]["root"]}
    for number in range(LONG):
        said = {
            "id": f"m{number}",
            "author": {"role": "assistant" if number % 2 else "user"},
            "content": {"content_type": "text", "parts": [f"word {number} " * 20]},
            "metadata": {},
        }
        parent = f"m{number - 1}" if number else "root"
        mapping[f"m{number}"] = {
            "id": f"m{number}",
            "parent": parent,
            "message": said,
            "children": [],
        }
    last = f"m{LONG - 1}"
    return {
        **chat,
        "conversation_id": "long",
        "title": "Long",
        "mapping": mapping,
        "current_node": last,
    }


async def imported(person: httpx2.AsyncClient, *chats: dict[str, Any]) -> httpx2.Response:
    return await person.post("/api/imports", content=json.dumps(chats).encode())


async def imported_again(person: httpx2.AsyncClient, *chats: dict[str, Any]) -> None:
    """Once the import that was killed counts as over: its lease ends by itself."""
    async with asyncio.timeout(60):
        # The pause is what others wait for too.
        while (reply := await imported(person, *chats)).status_code == CONFLICT:  # noqa: ASYNC110
            await asyncio.sleep(0.5)
    assert reply.is_success, reply.text


async def listed(person: httpx2.AsyncClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        more = {"cursor": cursor} if cursor is not None else {}
        page = (await person.get("/api/conversations", params={"limit": 100, **more})).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def length(person: httpx2.AsyncClient, chat: str) -> int:
    """How many messages the thread has that is shown, window by window."""
    count = 0
    before: str | None = None
    while True:
        more = {"before": before} if before is not None else {}
        path = f"/api/conversations/{chat}/messages"
        window = (await person.get(path, params={"limit": 200, **more})).json()
        count += len(window["messages"])
        if not window["messages"] or not window["has_more"]:
            return count
        before = window["messages"][0]["id"]


async def outcome(reply: "asyncio.Task[httpx2.Response]") -> httpx2.Response | None:
    """`None`: nobody knows."""
    try:
        told = await reply
    except httpx2.HTTPError:
        return None
    return told if told.is_success else None


async def test_what_is_copied_deleted_or_imported_in_that_moment_is_whole_or_not_there(
    single: RunningSystem,
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test's
    async with somebody(single.site) as person:
        assert (await imported(person, a_long_chat())).is_success
        [original] = await listed(person)
        kept = {original["id"]}
        gone: set[str] = set()
        for number in range(ROUNDS):
            let_in(person, await person.post("/api/auth/refresh"))
            victim = (await person.post(f"/api/conversations/{original['id']}/duplicate")).json()
            few = [
                {**chatgpt(each), "conversation_id": f"{number}-{each}", "title": f"few {number}"}
                for each in range(FEW)
            ]
            copying = asyncio.create_task(
                person.post(f"/api/conversations/{original['id']}/duplicate")
            )
            deleting = asyncio.create_task(person.delete(f"/api/conversations/{victim['id']}"))
            importing = asyncio.create_task(imported(person, *few))
            await asyncio.sleep(chance.uniform(0.0, 0.6))
            os.kill((await ready(single, "chat")).pid, signal.SIGKILL)
            copied, deleted = await outcome(copying), await outcome(deleting)
            await outcome(importing)
            await ready(single, "chat")

            if copied is not None:
                kept.add(copied.json()["id"])
            if deleted is None:
                again = await person.delete(f"/api/conversations/{victim['id']}")
                assert again.status_code in {204, 404}
            gone.add(victim["id"])
            await imported_again(person, *few)

            chats = await listed(person)
            names = [each["id"] for each in chats]
            copies = [each["id"] for each in chats if each["title"].startswith(original["title"])]
            assert kept <= set(names), f"a copy that was told is gone after kill {number}"
            assert not gone & set(names), f"a deleted chat is back after kill {number}"
            assert [each["title"] for each in chats].count(f"few {number}") == FEW
            for each in copies:
                assert await length(person, each) == LONG, f"half a copy after kill {number}"
            for each in copies:
                if each != original["id"]:
                    assert (await person.delete(f"/api/conversations/{each}")).is_success
                    kept.discard(each)
