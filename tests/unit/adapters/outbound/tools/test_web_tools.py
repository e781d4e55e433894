from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from adapters.outbound.tools.web_fetch import WebFetch
from adapters.outbound.tools.web_search import Brave, SearchService, SearXng, Tavily, WebSearch
from application.ports.egress import Egress, WebAnswer, WebRequest
from application.ports.tools import ToolCaller
from domain.errors import Invalid, Unavailable
from domain.json import Json, write
from domain.tools.tool import Source
from tests.builders import ADA

CALLER = ToolCaller(user=ADA)
PAGE = b"""<html><head><title>Bees</title></head><body><nav><a href=/>Home</a></nav><article>
<h1>Bees</h1><p>Bees are flying insects, closely related to wasps and ants, known for their role
in pollination and, of the honey bee, for producing honey.</p>
<p>There are over 16,000 known species of bees in seven recognised families.</p></article>
<footer>Cookies</footer></body></html>"""


@dataclass
class Web(Egress):
    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    asked: list[WebRequest] = field(default_factory=list[WebRequest])

    @override
    async def send(self, request: WebRequest) -> WebAnswer:
        self.asked.append(request)
        return WebAnswer(
            url=request.url, status=self.status, headers={"content-type": self.kind}, body=self.body
        )


async def test_a_page_that_is_plain_is_read_as_it_is() -> None:
    web = Web(body=b'{"a": 1}', kind="application/json")

    output = await WebFetch(web).run({"url": "https://ok.com/a"}, caller=CALLER)

    assert output.text.endswith('{"a": 1}')
    assert output.sources == (Source(title="https://ok.com/a", url="https://ok.com/a"),)
    assert web.asked[0].redirects == 5


@pytest.mark.exhaustive
async def test_a_page_is_read_without_what_stands_around_its_text() -> None:
    output = await WebFetch(Web(body=PAGE)).run({"url": "https://ok.com/bees"}, caller=CALLER)

    assert "over 16,000 known species" in output.text
    assert "Cookies" not in output.text
    assert output.sources == (Source(title="Bees", url="https://ok.com/bees"),)


async def test_a_page_that_is_not_there_is_an_error() -> None:
    output = await WebFetch(Web(status=404)).run({"url": "https://ok.com/"}, caller=CALLER)

    assert (output.is_error, output.text) == (True, "The page answered with 404.")


@pytest.mark.parametrize(("kind", "body"), [("image/png", b"x"), ("", b"x"), ("text/plain", b" ")])
async def test_what_has_no_text_cannot_be_read(kind: str, body: bytes) -> None:
    with pytest.raises(Invalid):
        await WebFetch(Web(kind=kind, body=body)).run({"url": "https://ok.com/"}, caller=CALLER)


ONE: dict[str, Json] = {"title": "Bees", "url": "https://ok.com/", "content": "Buzz"}
SERVICES: list[tuple[SearchService, Json]] = [
    (SearXng("http://searx:8080/"), {"results": [ONE, {"url": "javascript:x"}, 7]}),
    (Brave("k"), {"web": {"results": [{**ONE, "description": "Buzz"}]}}),
    (Tavily("k"), {"results": [ONE]}),
]


@pytest.mark.parametrize(("service", "answer"), SERVICES)
async def test_every_service_finds(service: SearchService, answer: Json) -> None:
    web = Web(body=write(answer).encode(), kind="application/json")

    output = await WebSearch(web, service).run({"query": "bees", "count": 99}, caller=CALLER)

    assert output.text == "1. Bees\nhttps://ok.com/\nBuzz"
    assert output.sources == (Source(title="Bees", url="https://ok.com/"),)
    assert web.asked[0].redirects == 0


def test_keys_go_in_headers_and_queries_where_each_service_wants_them() -> None:
    assert SearXng("http://s/").request("a b", 3).url == "http://s/search?q=a+b&format=json"
    assert Brave("k").request("a", 3).headers["x-subscription-token"] == "k"
    assert Tavily("k").request("a", 3).headers["authorization"] == "Bearer k"
    assert "k'" not in repr(Brave("k"))


@pytest.mark.parametrize("web", [Web(status=429), Web(body=b"nonsense")])
async def test_a_search_that_does_not_work_says_so(web: Web) -> None:
    with pytest.raises(Unavailable, match="the search does not work now"):
        await WebSearch(web, SearXng("http://s")).run({"query": "a"}, caller=CALLER)


async def test_nothing_found_is_told() -> None:
    output = await WebSearch(Web(body=b"[]"), SearXng("http://s")).run(
        {"query": "a"}, caller=CALLER
    )

    assert output.text == "Nothing was found."
