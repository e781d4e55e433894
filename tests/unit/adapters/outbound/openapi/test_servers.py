import time
from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from adapters.outbound.openapi.servers import ApiServers
from application.ports.connections import OpenPlace
from application.ports.egress import Egress, WebAnswer, WebRequest
from domain.errors import Invalid
from domain.tools.connection import Auth, Place

YAML = """openapi: 3.0.0
servers: [{url: "https://api.example"}]
paths:
  /now:
    get: {operationId: now}
"""
OAUTH = Auth(
    kind="client_credentials",
    token_url="https://login.example/token",
    client_id="me",
    scope="all",
)


@dataclass
class Api(Egress):
    """Gives tokens and answers; each token works until it is taken back."""

    asked: list[WebRequest] = field(default_factory=list[WebRequest])
    revoked: set[str] = field(default_factory=set[str])
    media_type: str = "application/json"
    given: int = 0
    grants: bool = True

    @override
    async def send(self, request: WebRequest) -> WebAnswer:
        self.asked.append(request)
        if "login" in request.url:
            self.given += 1
            token = f'{{"access_token": "t{self.given}", "expires_in": 90}}'
            return self._answer(request, 200, token) if self.grants else self._answer(request, 401)
        known = request.headers.get("authorization", "").removeprefix("Bearer ")
        if known in self.revoked:
            return self._answer(request, 401)
        return self._answer(request, 200, '{"now": 1}')

    def _answer(self, request: WebRequest, status: int, body: str = "{}") -> WebAnswer:
        headers = {"content-type": self.media_type}
        return WebAnswer(url=request.url, status=status, headers=headers, body=body.encode())


class Desk:
    def __init__(self, auth: Auth, secret: str | None = None, **given: object) -> None:
        self.now_s = 0.0
        self.api = Api(**given)  # type: ignore[arg-type]  # as a test says
        self.servers = ApiServers(egress=self.api, stopwatch=lambda: self.now_s)
        place = Place(kind="openapi", definition=YAML, auth=auth)
        self.at = OpenPlace(place=place, secret=secret)

    async def call(self) -> str:
        (tool,) = await self.servers.tools(self.at)
        return (await self.servers.call(self.at, tool, {})).text


@pytest.mark.parametrize(
    ("auth", "url", "headers"),
    [
        (Auth(), "https://api.example/now", {}),
        (Auth(kind="bearer"), "https://api.example/now", {"authorization": "Bearer k&y"}),
        (Auth(kind="header", name="X-Key"), "https://api.example/now", {"X-Key": "k&y"}),
        (Auth(kind="query", name="key"), "https://api.example/now?key=k%26y", {}),
    ],
)
async def test_a_key_goes_where_the_api_wants_it(
    auth: Auth, url: str, headers: dict[str, str]
) -> None:
    desk = Desk(auth, "k&y")

    assert await desk.call() == 'Status 200:\n{"now": 1}'

    (asked,) = desk.api.asked
    assert (asked.url, asked.method, asked.redirects) == (url, "GET", 0)
    assert {name: value for name, value in asked.headers.items() if name != "accept"} == headers


async def test_a_token_of_oauth_is_fetched_kept_and_fetched_again() -> None:
    desk = Desk(OAUTH, "s&cret")

    await desk.call()
    await desk.call()
    assert desk.api.given == 1
    assert desk.api.asked[0].body == (
        b"grant_type=client_credentials&client_id=me&client_secret=s%26cret&scope=all"
    )
    desk.now_s = 61.0
    await desk.call()
    assert desk.api.given == 2
    desk.api.revoked.add("t2")
    assert await desk.call() == 'Status 200:\n{"now": 1}'
    assert desk.api.given == 3
    assert desk.api.asked[-1].headers["authorization"] == "Bearer t3"


async def test_credentials_that_are_wrong_are_told_before_anything_is_kept() -> None:
    desk = Desk(OAUTH, "wrong", grants=False)

    with pytest.raises(Invalid, match="refused with 401"):
        await desk.servers.tools(desk.at)


async def test_what_is_no_text_is_not_read() -> None:
    assert await Desk(Auth(), media_type="image/png").call() == "Status 200: 10 bytes of image/png."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: &a [1]\nb: [*a, *a]", "has aliases"),
        ("{", "not valid JSON"),
        ("a: [", "neither JSON nor YAML"),
        ("- 1", "no OpenAPI document"),
        ("a: !!python/object/apply:os.system ['x']", "neither JSON nor YAML"),
        ("[" * 5_000, "neither JSON nor YAML"),
        ("- " * 5_000, "neither JSON nor YAML"),
    ],
)
async def test_a_document_that_is_none_is_refused(text: str, why: str) -> None:
    desk = Desk(Auth())

    with pytest.raises(Invalid, match=why):
        await desk.servers.tools(OpenPlace(place=Place(kind="openapi", definition=text)))


@pytest.mark.parametrize("opening", ["[", "{", "[a, "])
async def test_rel_03_a_document_that_is_nested_without_end_is_refused_at_once(
    opening: str,
) -> None:
    """The library would think about each of these for longer than a minute."""
    desk, began = Desk(Auth()), time.process_time()
    place = OpenPlace(place=Place(kind="openapi", definition="a: " + opening * 200_000))

    with pytest.raises(Invalid, match="neither JSON nor YAML"):
        await desk.servers.tools(place)

    assert time.process_time() - began < 1
