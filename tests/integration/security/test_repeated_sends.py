"""REL-16: what is sent twice under one key is done once, for other words or people never."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final
from uuid import uuid4

import httpx2
import pytest

from tests.integration.security.people import (
    Person,
    administrators_token,
    at,
    bearer,
    registered,
)
from tests.running import RunningSystem

AT_ONCE: Final = 50


@pytest.fixture
async def chat(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    async with at(system, "chat") as client:
        yield client


class Sender:
    def __init__(self, chat: httpx2.AsyncClient, person: Person, conversation: str) -> None:
        self._chat, self._person = chat, person
        self._path = f"/api/conversations/{conversation}/messages"

    async def say(self, text: str, key: str, **more: object) -> httpx2.Response:
        headers = {**self._person.rights, "idempotency-key": key}
        return await self._chat.post(self._path, json={"text": text, **more}, headers=headers)

    async def questions(self) -> list[str]:
        told = (await self._chat.get(self._path, headers=self._person.rights)).json()
        return [each["id"] for each in told["messages"] if each["role"] == "user"]


async def sender(chat: httpx2.AsyncClient, person: Person | None = None) -> Sender:
    somebody = person or await registered(chat)
    made = await chat.post(
        "/api/conversations", json={"model": "fake-echo"}, headers=somebody.rights
    )
    return Sender(chat, somebody, made.json()["id"])


async def test_rel_16_fifty_at_once_are_one_message_and_one_answer(
    chat: httpx2.AsyncClient,
) -> None:
    ada, key = await sender(chat), str(uuid4())

    replies = await asyncio.gather(*(ada.say("hello", key) for _ in range(AT_ONCE)))
    later = await ada.say("hello", key)

    statuses = {reply.status_code for reply in replies}
    told = [reply.json() for reply in (*replies, later) if reply.status_code == 202]
    assert statuses <= {202, 409}
    assert later.status_code == 202
    assert len({each["message"]["id"] for each in told}) == 1
    assert len({each["generation_id"] for each in told}) == 1
    assert await ada.questions() == [told[0]["message"]["id"]]


async def test_rel_16_a_key_that_was_used_for_other_words_is_refused(
    chat: httpx2.AsyncClient,
) -> None:
    ada, key = await sender(chat), str(uuid4())
    first = await ada.say("hello", key)

    others = [
        await ada.say("hello!", key),
        await ada.say("hello", key, parent_id=first.json()["message"]["id"]),
        await ada.say("hello", key, model="fake-slow"),
    ]

    assert [reply.status_code for reply in others] == [409] * len(others)
    assert await ada.questions() == [first.json()["message"]["id"]]


async def test_rel_16_the_key_of_another_chat_or_person_is_another_key(
    chat: httpx2.AsyncClient,
) -> None:
    somebody, key = await registered(chat), str(uuid4())
    senders = [await sender(chat, somebody), await sender(chat, somebody), await sender(chat)]

    replies = [await each.say("hello", key) for each in senders]

    assert [reply.status_code for reply in replies] == [202] * 3
    assert len({reply.json()["message"]["id"] for reply in replies}) == 3


async def test_rel_16_fifty_who_ask_at_once_for_a_key_get_the_same_one(
    chat: httpx2.AsyncClient,
) -> None:
    ada, eve, key = await registered(chat), await registered(chat), str(uuid4())

    async def make(person: Person, name: str = "laptop") -> httpx2.Response:
        headers = {**person.rights, "idempotency-key": key}
        return await chat.post("/api/keys", json={"name": name}, headers=headers)

    replies = await asyncio.gather(*(make(ada) for _ in range(AT_ONCE)))
    other_words, hers = await make(ada, "desktop"), await make(eve)
    listed = (await chat.get("/api/keys", headers=ada.rights)).json()["items"]

    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["secret"] for reply in replies}) == 1
    assert (other_words.status_code, hers.status_code) == (409, 201)
    assert hers.json()["secret"] != replies[0].json()["secret"]
    assert [each["name"] for each in listed] == ["laptop"]


async def test_rel_16_fifty_who_invite_at_once_make_one_link(system: RunningSystem) -> None:
    async with at(system, "admin") as admin:
        rights = bearer(await administrators_token(system, admin))
        headers = {**rights, "idempotency-key": str(uuid4())}
        address = f"{uuid4()}@example.com"

        async def invite(days: int = 7) -> httpx2.Response:
            body = {"email": address, "days": days}
            return await admin.post("/admin/api/invitations", json=body, headers=headers)

        replies = await asyncio.gather(*(invite() for _ in range(AT_ONCE)))
        other_words = await invite(3)
        listed = (await admin.get("/admin/api/invitations", headers=rights)).json()["items"]

    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["link"] for reply in replies}) == 1
    assert other_words.status_code == 409
    assert [each["email"] for each in listed].count(address) == 1
