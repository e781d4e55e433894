"""Which tools models may be offered, and where these may go."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from domain.errors import Invalid
from domain.tools.addresses import EgressRules
from domain.tools.tool import Approval

ServerName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
Place = Annotated[str, Field(pattern=r"^[a-z0-9.:\[\]-]{1,253}:[0-9]{1,5}$")]


class McpSettings(BaseModel):
    """An MCP server for everybody: at an address, or a program that is started for each call.

    `token` goes along as `Authorization: Bearer`, or as the header `token_header`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str | None = None
    token: SecretStr | None = None
    token_header: str | None = None
    command: str | None = None
    args: tuple[str, ...] = ()
    env: dict[str, SecretStr] = {}
    approval: Approval = "ask"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.url is None) == (self.command is None):
            raise ValueError("it has either a url or a command")
        if self.url is not None and (self.args or self.env):
            raise ValueError("args and env are those of a command")
        if self.command is not None and (self.token or self.token_header):
            raise ValueError("a command takes its secrets in env")
        try:
            EgressRules(trusted=place_of(self.url or "")).place(self.url or "http://ok.com/")
        except Invalid as error:
            raise ValueError(f"url: {error}") from None
        return self


class ToolsSettings(BaseModel):
    """`trusted` are places inside, as `host:port`, that tools may reach beside the world.

    `connections`: people may connect MCP servers and APIs of their own. `mcp` are everybody's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    web_fetch: bool = True
    web_search: Literal["off", "searxng", "brave", "tavily"] = "off"
    web_search_url: str | None = None
    web_search_key: SecretStr | None = None
    trusted: tuple[Place, ...] = ()
    code_runner: bool = False
    code_seconds: Annotated[float, Field(ge=1, le=50)] = 30
    code_memory_mb: Annotated[int, Field(ge=64, le=16_384)] = 512
    connections: bool = True
    mcp: dict[ServerName, McpSettings] = {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.web_search == "searxng" and not self.web_search_url:
            raise ValueError("tools.web_search_url: SearXNG needs the address of its instance")
        if self.web_search in {"brave", "tavily"} and self.web_search_key is None:
            raise ValueError("tools.web_search_key: this search needs a key")
        try:
            EgressRules(trusted=self.search_places).place(self.web_search_url or "http://ok.com/")
        except Invalid as error:
            raise ValueError(f"tools.web_search_url: {error}") from None
        return self

    @property
    def search_places(self) -> tuple[str, ...]:
        """The operator's own search may stand inside."""
        return (*self.trusted, *place_of(self.web_search_url or ""))


def place_of(url: str) -> tuple[Place, ...]:
    """The place of an address that the operator chose; none where there is no address."""
    _, _, rest = url.partition("://")
    host = rest.partition("/")[0]
    if not host:
        return ()
    port = "" if ":" in host.rpartition("]")[2] else f":{443 if url.startswith('https:') else 80}"
    return (f"{host}{port}".lower(),)
