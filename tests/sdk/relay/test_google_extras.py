"""What Google's clients ask in ways of their own: keys, paths, lists of chunks, refusals."""

import json
from typing import Any

import httpx2
import pytest
import structlog

from domain.accounts.access import Scope
from domain.allowances.terms import Budget, Limits
from domain.transactions.money import NanoUsd
from tests.sdk.relay.relay_desk import FORMATS, KEY, Desk, refusing, speaking, streaming

ASKED: dict[str, Any] = {"contents": [{"parts": [{"text": "one two three four"}]}]}
WHOLE = "/v1beta/models/gemini-house:generateContent"
STREAM = "/v1beta/models/gemini-house:streamGenerateContent"


async def stranger(desk: Desk) -> httpx2.AsyncClient:
    """A client that sends no key by itself."""
    transport = httpx2.ASGITransport(await desk.app())
    return httpx2.AsyncClient(transport=transport, base_url="http://relay")


@pytest.mark.parametrize("path", [WHOLE, f"{STREAM}?alt=sse"])
async def test_google_is_asked_in_the_client_s_own_bytes_with_our_own_key(path: str) -> None:
    desk = Desk(speaking("fake-echo"))
    http = await desk.http()
    body = '{ "contents" : [{"parts":[{"text":"\\u00e9"}]}],\n "vendorField": {"deep":[1.0]} }'

    answer = await http.post(
        f"{path}{'&' if '?' in path else '?'}key={KEY}",
        content=body,
        headers={"x-goog-user-project": "theirs", "cookie": "a=1", "x-goog-api-key": KEY},
    )

    assert answer.status_code == 200
    (request,) = desk.asked
    assert request.content.decode() == body
    assert request.headers["x-goog-api-key"] == "sk-provider"
    assert not {"authorization", "cookie", "x-goog-user-project"} & {*request.headers}
    method = path.partition(":")[2]
    assert request.url == f"http://google/v1beta/models/gemini-3-pro:{method}"
    assert KEY not in str(request.headers)
    assert request.headers["x-request-id"] == (await desk.only_row()).id


async def test_what_google_says_beyond_what_we_know_comes_through() -> None:
    said = (
        '{"candidates": [{"content": {"parts": [{"text": "a"}]}, "finishReason": "STOP",'
        ' "avgLogprobs": -0.50}], "modelVersion": "gemini-3-pro"}'
    )

    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=said, headers={"content-type": "application/json"})

    whole = await (await Desk(answer).http()).post(WHOLE, json=ASKED)
    stream = await (await Desk(streaming(f"data: {said}\r\n\r\n")).http()).post(
        f"{STREAM}?alt=sse", json=ASKED
    )

    named = said.replace("gemini-3-pro", "gemini-house")
    assert whole.text == named
    assert stream.text == f"data: {named}\r\n\r\n"


@pytest.mark.parametrize("model", FORMATS)
async def test_without_alt_a_stream_is_one_list(model: str) -> None:
    http = await Desk(speaking("fake-echo")).http()

    listed = await http.post(f"/v1beta/models/{model}:streamGenerateContent", json=ASKED)
    events = await http.post(f"/v1beta/models/{model}:streamGenerateContent?%24alt=sse", json=ASKED)

    assert listed.headers["content-type"] == "application/json"
    assert events.headers["content-type"].startswith("text/event-stream")
    chunks: list[Any] = listed.json()
    told = [json.loads(line[6:]) for line in events.text.splitlines() if line.startswith("data: ")]
    for chunk in (*chunks, *told):
        chunk.pop("responseId")
    assert chunks == told
    assert chunks[-1]["candidates"][0]["finishReason"] == "STOP"


async def test_a_list_that_is_cut_ends_with_an_error_and_is_still_json() -> None:
    cut = streaming('data: {"candidates":[{"content":{"parts":[{"text":"Hel"}]}}]}\n\n')

    listed = (await (await Desk(cut).http()).post(STREAM, json=ASKED)).json()

    assert listed[0]["candidates"][0]["content"]["parts"] == [{"text": "Hel"}]
    assert listed[1]["error"]["status"] == "INTERNAL"
    assert "cut off" in listed[1]["error"]["message"]


async def test_what_a_conversion_lost_is_told() -> None:
    http = await Desk(speaking("fake-echo")).http()
    settings = [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]

    answer = await http.post(
        "/v1beta/models/house:generateContent", json={**ASKED, "safetySettings": settings}
    )

    assert answer.headers["x-parley-dropped"] == "safetySettings"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/models/house:generateContent",
        "/v1alpha/models/house:generateContent",
        "/v1beta/v1beta/models/house:generateContent",
        "/v1/v1beta/models/house:generateContent",
        "/v1beta/models/models/house:generateContent",
        "//v1beta/models/house:generateContent/",
        "/models/house:generateContent",
    ],
)
async def test_mistaken_paths_lead_to_what_was_meant(path: str) -> None:
    http = await Desk(speaking("fake-echo")).http()

    answer = await http.post(f"http://relay{path}", json=ASKED)

    assert answer.status_code == 200
    assert answer.json()["modelVersion"] == "house"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1beta/models/house:predict"),
        ("POST", "/v1beta/models/house"),
        ("GET", "/v1beta/files"),
        ("PUT", WHOLE),
    ],
)
async def test_what_there_is_not_is_not_found_in_google_s_envelope(method: str, path: str) -> None:
    http = await Desk(speaking("fake-echo")).http()

    answer = await http.request(method, path, json=ASKED)

    assert answer.status_code == 404
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == (404, "NOT_FOUND")
    assert f"there is no {method} {path}" in error["message"]


KEYS: dict[str, dict[str, Any]] = {
    "x-goog-api-key": {"headers": {"x-goog-api-key": KEY}},
    "query": {"params": {"key": KEY}},
    "bearer": {"headers": {"authorization": f"Bearer {KEY}"}},
    "x-api-key": {"headers": {"x-api-key": KEY}},
    "beside an empty one": {"headers": {"authorization": f"Bearer {KEY}", "x-goog-api-key": ""}},
    "twice the same": {"headers": {"x-goog-api-key": KEY}, "params": {"key": KEY}},
}


@pytest.mark.parametrize("place", KEYS)
async def test_a_key_is_taken_where_google_s_clients_put_it(place: str) -> None:
    http = await stranger(Desk(speaking("fake-echo")))

    asked = await http.post(WHOLE, json=ASKED, **KEYS[place])
    listed = await http.get("/v1beta/models", **KEYS[place])

    assert (asked.status_code, listed.status_code) == (200, 200)


OTHER = f"{KEY[:-1]}0"


@pytest.mark.parametrize(
    "given",
    [
        {"headers": {"x-goog-api-key": OTHER}, "params": {"key": KEY}},
        {"headers": {"x-goog-api-key": OTHER, "authorization": f"Bearer {KEY}"}},
        {"headers": [("x-goog-api-key", OTHER), ("x-goog-api-key", KEY)]},
        {"params": [("key", OTHER), ("key", KEY)]},
        {},
        {"params": {"key": ""}},
    ],
)
async def test_two_different_keys_or_none_are_refused_in_google_s_envelope(
    given: dict[str, Any],
) -> None:
    desk = Desk(speaking("fake-echo"))

    answer = await (await stranger(desk)).post(WHOLE, json=ASKED, **given)

    assert answer.status_code == 401
    assert answer.json()["error"]["status"] == "UNAUTHENTICATED"
    assert KEY not in answer.text
    assert not desk.asked


async def test_a_key_in_the_address_opens_nothing_but_google_s_paths() -> None:
    http = await stranger(Desk(speaking("fake-echo")))

    answer = await http.post(
        f"/v1/chat/completions?key={KEY}",
        json={"model": "house", "messages": [{"role": "user", "content": "hi"}]},
    )

    assert answer.status_code == 401


@pytest.mark.parametrize("path", [WHOLE, "/v1beta/models/x", "/v1beta/nothing"])
async def test_a_key_in_the_address_is_not_logged(path: str) -> None:
    http = await stranger(Desk(speaking("fake-echo")))

    with structlog.testing.capture_logs() as logged:
        await http.post(f"{path}?key={KEY}", json=ASKED)

    assert logged
    assert KEY not in str(logged)


async def test_a_limit_is_told_with_the_time_to_come_back() -> None:
    desk = Desk(speaking("fake-echo"), limits=Limits(requests_per_minute=1))
    http = await desk.http()

    await http.post(WHOLE, json=ASKED)
    answer = await http.post(WHOLE, json=ASKED)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "60"
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["details"] == [
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "60s"}
    ]


@pytest.mark.parametrize("path", [WHOLE, STREAM, f"{STREAM}?alt=sse"])
async def test_a_budget_without_enough_is_402_and_reaches_nobody(path: str) -> None:
    desk = Desk(speaking("fake-echo"), budgets=(Budget(window="month", limit=NanoUsd(100)),))

    answer = await (await desk.http()).post(path, json=ASKED)

    assert answer.status_code == 402
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == (402, "RESOURCE_EXHAUSTED")
    assert "the budget of this key" in error["message"]
    assert not desk.asked


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope(models=("claude-*",)), "you may not use the model"),
        (Scope(endpoints=("models",)), "this key may not be used for generate content"),
        (Scope(networks=("192.0.2.0/24",)), "not be used from your address"),
    ],
)
@pytest.mark.parametrize("method", ["generateContent", "streamGenerateContent", "countTokens"])
async def test_what_is_out_of_scope_is_refused_and_never_reached(
    scope: Scope, said: str, method: str
) -> None:
    desk = Desk(speaking("fake-echo"), scope=scope)
    http = await desk.http()

    answer = await http.post(f"/v1beta/models/gemini-house:{method}", json=ASKED)

    assert answer.status_code == 403
    assert answer.json()["error"]["status"] == "PERMISSION_DENIED"
    assert said in answer.json()["error"]["message"]
    assert not desk.asked


async def test_models_are_no_secret_of_another_key() -> None:
    desk = Desk(speaking("fake-echo"), scope=Scope(models=("house",), endpoints=("models",)))
    http = await desk.http()

    listed = (await http.get("/v1beta/models")).json()["models"]
    hidden = await http.get("/v1beta/models/claude-house")

    assert [model["name"] for model in listed] == ["models/house", "models/gpt-house"]
    assert hidden.status_code == 404


async def test_pages_of_models_follow_each_other() -> None:
    http = await Desk(speaking("fake-echo")).http()

    first = (await http.get("/v1beta/models?pageSize=4")).json()
    second = (
        await http.get("/v1beta/models?pageSize=4&pageToken=" + first["nextPageToken"])
    ).json()
    lost = await http.get("/v1beta/models?pageToken=nowhere")

    names = [model["baseModelId"] for page in (first, second) for model in page["models"]]
    assert names == ["house", "gpt-house", *FORMATS[1:], "deep-house"]
    assert "nextPageToken" not in second
    assert (lost.status_code, lost.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


async def test_google_s_own_refusal_goes_through_word_for_word() -> None:
    desk = Desk(refusing(400, "Unable to submit request because thinking is not supported"))

    answer = await (await desk.http()).post(WHOLE, json=ASKED)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("Unable to submit request")
