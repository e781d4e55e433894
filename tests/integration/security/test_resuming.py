"""REL-21: wherever a viewer says it was, it ends with the whole answer, if it is theirs."""

import json
from collections.abc import AsyncGenerator
from typing import Any, Final

import httpx2
import pytest

from tests.integration.security.people import Person, at, registered
from tests.integration.system.test_a_killed_service import Shown
from tests.running import RunningSystem

QUESTION: Final = " ".join(f"word{number}" for number in range(30))
STRANGE: Final = (
    "0-0", "0", "99999999999999-0", "18446744073709551615-18446744073709551615", "-1", "+", "$",
    "(", "-", "*", "1-", "-1-1", "1.5-0", "NaN", "end", "start", "None", "\u00e4", "x" * 5_000,
    '{"$ne": null}', "../..", "1-0 OR 1=1", "0x1-0",
)  # fmt: skip


@pytest.fixture
async def chat(system: RunningSystem) -> AsyncGenerator[httpx2.AsyncClient]:
    async with at(system, "chat") as client:
        yield client


async def asked(chat: httpx2.AsyncClient, person: Person) -> str:
    """Where the events of a new answer are."""
    made = await chat.post("/api/conversations", json={"model": "fake-echo"}, headers=person.rights)
    path = f"/api/conversations/{made.json()['id']}/messages"
    sent = await chat.post(path, json={"text": QUESTION}, headers=person.rights)
    assert sent.status_code == 202, sent.text
    return f"/api/generations/{sent.json()['generation_id']}/events"


Event = tuple[str, str, dict[str, Any]]


async def followed(
    chat: httpx2.AsyncClient, path: str, person: Person, *, after: str | None = None
) -> list[Event]:
    """Id, kind and data of every event until the end."""
    headers = [(b"authorization", f"Bearer {person.token}".encode())]
    if after is not None:
        headers.append((b"last-event-id", after.encode()))
    reply = await chat.get(path, headers=headers)
    assert reply.status_code == 200, reply.text
    found: list[Event] = []
    for block in reply.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "data" in fields:
            found.append((fields["id"], fields["event"], json.loads(fields["data"])))
    assert found[-1][1] == "final"
    return found


def shown(events: list[Event], *, before: str = "") -> str:
    """What a viewer sees before the final word, which repeats all of it."""
    view = Shown()
    view.tell("delta", {"text": before})
    for _, kind, data in events:
        if kind != "final":
            view.tell(kind, data)
    return view.text


async def test_rel_21_from_every_place_on_the_text_is_the_same_to_the_byte(
    chat: httpx2.AsyncClient,
) -> None:
    ada = await registered(chat)
    path = await asked(chat, ada)
    whole = await followed(chat, path, ada)
    seen, texts = "", list[str]()
    for number, (place, kind, data) in enumerate(whole):
        if kind != "final":
            seen = shown([("", kind, data)], before=seen)
            texts.append(shown(await followed(chat, path, ada, after=place), before=seen))
        assert number < 200

    again = [await followed(chat, path, ada) for _ in range(2)]

    assert {shown(whole), *texts} == {QUESTION}
    assert [events[-1][2]["message"]["parts"][0]["text"] for events in (whole, *again)] == [
        QUESTION
    ] * 3


async def test_rel_21_a_place_that_is_not_there_gives_all_of_it(chat: httpx2.AsyncClient) -> None:
    ada = await registered(chat)
    path, other = await asked(chat, ada), await asked(chat, ada)
    foreign = [place for place, _, _ in await followed(chat, other, ada)]
    await followed(chat, path, ada)

    told = {
        place: await followed(chat, path, ada, after=place) for place in (*STRANGE, *foreign[:2])
    }

    wrong = {
        place[:40]: [kind for _, kind, _ in events]
        for place, events in told.items()
        if events[-1][2]["message"]["parts"][0]["text"] != QUESTION
        or shown(events) not in {"", QUESTION}
    }
    assert wrong == {}


async def test_rel_21_a_stranger_s_answer_is_not_there_whatever_is_said(
    chat: httpx2.AsyncClient,
) -> None:
    ada, eve = await registered(chat), await registered(chat)
    path = await asked(chat, ada)
    places = [place for place, _, _ in await followed(chat, path, ada)]

    told = [
        await chat.get(path, headers={**eve.rights, "last-event-id": place})
        for place in ("", "0-0", *places[:2])
    ]

    assert {reply.status_code for reply in told} == {404}
