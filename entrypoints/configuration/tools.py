"""Which tools models may be offered, and where these may go."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from domain.errors import Invalid
from domain.tools.addresses import EgressRules

Place = Annotated[str, Field(pattern=r"^[a-z0-9.:\[\]-]{1,253}:[0-9]{1,5}$")]


class ToolsSettings(BaseModel):
    """`trusted` are places inside, as `host:port`, that tools may reach beside the world."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    web_fetch: bool = True
    web_search: Literal["off", "searxng", "brave", "tavily"] = "off"
    web_search_url: str | None = None
    web_search_key: SecretStr | None = None
    trusted: tuple[Place, ...] = ()

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
        _, _, rest = (self.web_search_url or "").partition("://")
        host = rest.partition("/")[0]
        if not host:
            return self.trusted
        https = (self.web_search_url or "").startswith("https:")
        port = "" if ":" in host.rpartition("]")[2] else f":{443 if https else 80}"
        return (*self.trusted, f"{host}{port}".lower())
