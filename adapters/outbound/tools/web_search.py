"""Searching the web, by whichever service the operator has: SearXNG, Brave or Tavily."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, final
from urllib.parse import urlencode

from typing_extensions import override

from application.ports.egress import Egress, WebRequest
from application.ports.tools import Tool, ToolCaller
from domain.errors import DomainError, Unavailable
from domain.json import Json, JsonObject, listed, read, write
from domain.tools.tool import Source, ToolOutput, ToolSpec

_SPEC: Final = ToolSpec(
    name="web_search",
    title="Search the web",
    description="Search the web. Gives titles, addresses and short passages; open a page to read "
    "all of it.",
    parameters={
        "type": "object",
        "properties": {
            "query": {"type": "string"},
            "count": {"type": "integer", "description": "1 to 10; usually 5"},
        },
        "required": ["query"],
        "additionalProperties": False,
    },
)
_COUNT_MAX: Final = 10
_USUAL: Final = 5
_QUERY_MAX: Final = 400
_FOUND: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    title: str
    url: str
    passage: str


class SearchService(Protocol):
    @abstractmethod
    def request(self, query: str, count: int) -> WebRequest: ...

    @abstractmethod
    def results(self, body: Json) -> Sequence[Json]:
        """The list of results in an answer."""

    @property
    @abstractmethod
    def members(self) -> tuple[str, str, str]:
        """What title, address and passage are called in a result."""


@final
@dataclass(frozen=True, slots=True)
class SearXng(SearchService):
    """`base` is the address of an instance that gives JSON."""

    base: str

    @override
    def request(self, query: str, count: int) -> WebRequest:
        asked = urlencode({"q": query, "format": "json"})
        return WebRequest(url=f"{self.base.rstrip('/')}/search?{asked}")

    @override
    def results(self, body: Json) -> Sequence[Json]:
        return listed(body.get("results")) if isinstance(body, dict) else ()

    @property
    @override
    def members(self) -> tuple[str, str, str]:
        return "title", "url", "content"


@final
@dataclass(frozen=True, slots=True)
class Brave(SearchService):
    key: str = field(repr=False)
    base: str = "https://api.search.brave.com"

    @override
    def request(self, query: str, count: int) -> WebRequest:
        asked = urlencode({"q": query, "count": count})
        return WebRequest(
            url=f"{self.base}/res/v1/web/search?{asked}",
            headers={"x-subscription-token": self.key, "accept": "application/json"},
        )

    @override
    def results(self, body: Json) -> Sequence[Json]:
        web = body.get("web") if isinstance(body, dict) else None
        return listed(web.get("results")) if isinstance(web, dict) else ()

    @property
    @override
    def members(self) -> tuple[str, str, str]:
        return "title", "url", "description"


@final
@dataclass(frozen=True, slots=True)
class Tavily(SearchService):
    key: str = field(repr=False)
    base: str = "https://api.tavily.com"

    @override
    def request(self, query: str, count: int) -> WebRequest:
        return WebRequest(
            url=f"{self.base}/search",
            method="POST",
            headers={"authorization": f"Bearer {self.key}", "content-type": "application/json"},
            body=write({"query": query, "max_results": count}).encode(),
        )

    @override
    def results(self, body: Json) -> Sequence[Json]:
        return listed(body.get("results")) if isinstance(body, dict) else ()

    @property
    @override
    def members(self) -> tuple[str, str, str]:
        return "title", "url", "content"


@final
@dataclass(frozen=True, slots=True)
class WebSearch(Tool):
    egress: Egress
    service: SearchService

    @property
    @override
    def spec(self) -> ToolSpec:
        return _SPEC

    @override
    async def run(self, arguments: JsonObject, *, caller: ToolCaller) -> ToolOutput:
        wanted = arguments.get("count", _USUAL)
        count = min(max(wanted, 1), _COUNT_MAX) if isinstance(wanted, int) else _USUAL
        query = str(arguments["query"])[:_QUERY_MAX]
        found = (await self._asked(query, count))[:count]
        if not found:
            return ToolOutput(text="Nothing was found.")
        told = [f"{n}. {each.title}\n{each.url}\n{each.passage}" for n, each in enumerate(found, 1)]
        return ToolOutput(
            text="\n\n".join(told),
            sources=tuple(Source(title=each.title, url=each.url) for each in found),
        )

    async def _asked(self, query: str, count: int) -> Sequence[Found]:
        try:
            answer = await self.egress.send(self.service.request(query, count))
            if answer.status != _FOUND:
                raise Unavailable(f"the search answered with {answer.status}")
            results = self.service.results(read(answer.body))
        except DomainError as error:
            raise Unavailable(f"the search does not work now: {error}") from None
        return [found for each in results if (found := self._found(each)) is not None]

    def _found(self, result: Json) -> Found | None:
        if not isinstance(result, dict):
            return None
        title, url, passage = (result.get(name) for name in self.service.members)
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            return None
        return Found(title=str(title or url), url=url, passage=str(passage or ""))
