import json

import httpx2
import pytest

from adapters.outbound.providers.listing import ListModels
from application.ports.offers import ProviderAddress
from domain.catalog.models import ProviderKind
from domain.errors import UpstreamFailed

KEY = "sk-secret"


def at(kind: ProviderKind, base_url: str | None = None, key: str | None = KEY) -> ProviderAddress:
    return ProviderAddress(kind=kind, base_url=base_url, api_key=key)


@pytest.mark.parametrize(
    ("where", "url", "headers"),
    [
        (at("openai"), "https://api.openai.com/v1/models", {"authorization": f"Bearer {KEY}"}),
        (at("openai_compatible", "http://127.0.0.1:9", None), "http://127.0.0.1:9/v1/models", {}),
        (at("openai_compatible", "http://h/api/v2/", None), "http://h/api/v2/models", {}),
        (
            at("anthropic"),
            "https://api.anthropic.com/v1/models?limit=1000",
            {"x-api-key": KEY, "anthropic-version": "2023-06-01"},
        ),
        (at("anthropic", "http://h/v1"), "http://h/v1/models?limit=1000", {"x-api-key": KEY}),
        (
            at("google"),
            "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000",
            {"x-goog-api-key": KEY},
        ),
        (at("google", "http://h/v1beta"), "http://h/v1beta/models?pageSize=1000", {}),
    ],
)
async def test_each_kind_is_asked_at_its_own_address(
    where: ProviderAddress, url: str, headers: dict[str, str]
) -> None:
    asked: list[httpx2.Request] = []

    def server(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(200, json={"data": []})

    assert await ListModels(transport=httpx2.MockTransport(server))(where) == ()
    assert [str(request.url) for request in asked] == [url]
    assert headers.items() <= dict(asked[0].headers).items()
    assert ("authorization" in asked[0].headers) is (where.kind == "openai")


@pytest.mark.parametrize(
    "body",
    [
        {"data": [{"id": "small"}, {"id": "large"}, {"id": "small"}, {"no": "name"}, 7]},
        {"models": [{"name": "models/large"}, {"name": "models/small"}]},
    ],
)
async def test_names_are_told_in_order_and_once(body: dict[str, object]) -> None:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, json=body))

    assert await ListModels(transport=transport)(at("openai")) == ("large", "small")


def out_of_reach(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("nobody listens", request=request)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx2.Response(401, text=f"wrong key {KEY}"), "/models answered 401: wrong key …"),
        (httpx2.Response(200, text="<html>"), "something that is no list"),
        (httpx2.Response(200, text=json.dumps(["a"])), "something that is no list"),
        (httpx2.Response(200, content=b" " * (8 * 1024 * 1024 + 1)), "is too long"),
    ],
)
async def test_what_is_no_list_is_told_without_the_key(answer: httpx2.Response, told: str) -> None:
    transport = httpx2.MockTransport(lambda _: answer)

    with pytest.raises(UpstreamFailed) as refused:
        await ListModels(transport=transport)(at("openai"))

    assert told in str(refused.value)
    assert KEY not in str(refused.value)


async def test_a_provider_that_is_away_is_named() -> None:
    transport = httpx2.MockTransport(out_of_reach)

    with pytest.raises(UpstreamFailed, match="http://h/v1/models cannot be reached: nobody"):
        await ListModels(transport=transport)(at("openai_compatible", "http://h"))
