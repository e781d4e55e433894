"""A key of narrow scope on every way into the relay: the answer is the same everywhere."""

import httpx2
import pytest

from domain.accounts.access import EVERYTHING, Scope
from tests.builders import a_team
from tests.sdk.relay.relay_desk import KEY, Desk, speaking

MESSAGES = [{"role": "user", "content": "hi"}]
CALLS: dict[str, dict[str, object]] = {
    "/v1/chat/completions": {"messages": MESSAGES},
    "/v1/messages": {"messages": MESSAGES, "max_tokens": 5},
    "/v1/messages/count_tokens": {"messages": MESSAGES},
    "/v1/responses": {"input": "hi"},
    "/v1/completions": {"prompt": "hi"},
}
HEADERS = {"bearer": {"authorization": f"Bearer {KEY}"}, "x-api-key": {"x-api-key": KEY}}


def a_desk(scope: Scope, *, team: tuple[str, ...] = EVERYTHING) -> Desk:
    return Desk(speaking("text"), scope=scope, team=a_team().granted(team))


async def ask(
    desk: Desk, path: str, model: str, *, stream: bool = False, headers: dict[str, str]
) -> httpx2.Response:
    transport = httpx2.ASGITransport(await desk.app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://relay") as client:
        body = {**CALLS[path], "model": model, **({"stream": True} if stream else {})}
        return await client.post(path, json=body, headers=headers)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("model", ["house", "gpt-house", "gemini-house"])
@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("path", CALLS)
async def test_a_model_out_of_scope_is_refused_on_every_way_and_never_reached(
    path: str, header: str, model: str, stream: bool
) -> None:
    desk = a_desk(Scope(models=("claude-*",)))

    answer = await ask(desk, path, model, stream=stream, headers=HEADERS[header])

    assert answer.status_code == 403
    assert "you may not use the model" in answer.text
    assert not desk.asked


@pytest.mark.parametrize("path", CALLS)
async def test_what_the_team_was_not_granted_its_keys_may_not_use(path: str) -> None:
    desk = a_desk(Scope(models=("*",)), team=("claude-*",))

    assert (await ask(desk, path, "house", headers=HEADERS["bearer"])).status_code == 403
    assert not desk.asked


@pytest.mark.parametrize("model", ["HOUSE", "house ", " house", "house\u0000", "hou*"])
async def test_no_other_spelling_is_a_model_in_scope(model: str) -> None:
    desk = a_desk(Scope(models=("claude-*",)))

    answer = await ask(desk, "/v1/chat/completions", model, headers=HEADERS["bearer"])

    assert answer.status_code in {400, 403, 404}
    assert not desk.asked


@pytest.mark.parametrize("path", CALLS)
async def test_an_endpoint_out_of_scope_is_refused(path: str) -> None:
    desk = a_desk(Scope(endpoints=("models",)))

    answer = await ask(desk, path, "house", headers=HEADERS["bearer"])

    assert answer.status_code == 403
    assert "this key may not be used for" in answer.text
    assert not desk.asked


@pytest.mark.parametrize(
    ("address", "status"), [("10.1.2.3", 200), ("11.1.2.3", 403), ("garbage", 403)]
)
async def test_a_key_is_good_from_its_network_alone(address: str, status: int) -> None:
    desk = a_desk(Scope(networks=("10.0.0.0/8",)))
    headers = {**HEADERS["bearer"], "x-real-ip": address, "x-forwarded-for": "10.9.9.9"}

    answer = await ask(desk, "/v1/chat/completions", "house", headers=headers)

    assert answer.status_code == status


async def test_two_different_keys_at_once_are_refused() -> None:
    desk = a_desk(Scope())
    both = {"authorization": f"Bearer {KEY}", "x-api-key": KEY[:-1] + "0"}

    answer = await ask(desk, "/v1/chat/completions", "house", headers=both)

    assert answer.status_code == 401


async def test_the_list_of_models_has_what_the_key_may_use() -> None:
    desk = a_desk(Scope(models=("house",)))

    async with await desk.http() as client:
        listed = (await client.get("/v1/models")).json()["data"]
        hidden = await client.get("/v1/models/claude-house")
        shown = await client.get("/v1/models/gpt-house")

    assert [each["id"] for each in listed] == ["house", "gpt-house"]
    assert (hidden.status_code, shown.status_code) == (404, 200)


async def test_a_refused_call_stands_in_the_books() -> None:
    desk = a_desk(Scope(models=()))

    await ask(desk, "/v1/chat/completions", "house", headers=HEADERS["bearer"])

    row = await desk.only_row()
    assert (row.outcome, row.error_kind, row.cost) == ("refused", "forbidden", 0)
