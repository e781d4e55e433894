"""Providers and models as a person writes them in `parley.toml`."""

from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    field_serializer,
    model_validator,
)

from domain.allowances.leaving import SECONDS_MAX, TOKENS_MAX
from domain.allowances.terms import COUNT_MAX, Window
from domain.catalog.models import ATTEMPTS_MAX
from domain.llm.tasks import Task, tasks_of
from domain.routing.strategies import Strategy
from entrypoints.configuration.prices import Price, PriceVersions
from entrypoints.configuration.urls import HttpUrl

OpenAiFormat = Literal["openai_chat", "openai_responses"]
ProviderKind = Literal["openai", "anthropic", "google", "openai_compatible"]
_OPENAI_HOST: Final = "api.openai.com"
Capability = Literal["vision", "tools", "reasoning", "reasoning_replay"]
Name = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][\w.:/@+-]*$")]


def _absent(value: object) -> object:
    return None if value == "" else value


Weight = Annotated[int, Field(ge=1, le=1_000)]
Seconds = Annotated[float, Field(gt=0, le=3_600, allow_inf_nan=False)]
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(_absent)]


class ProviderSettings(BaseModel):
    """`[providers.<name>]`: a place that serves models.

    `format` is the one of OpenAI's formats in which it is asked. Without it OpenAI itself is
    asked in both, and any other address in chat completions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ProviderKind
    api_key: OptionalSecret = None
    api_key_env: str | None = None
    base_url: HttpUrl | None = None
    format: OpenAiFormat | None = None

    @property
    def speaks_openai(self) -> bool:
        return self.kind in {"openai", "openai_compatible"}

    @property
    def usual_format(self) -> OpenAiFormat | None:
        """`None` where OpenAI itself is asked, which takes both."""
        itself = self.base_url is None or urlsplit(self.base_url).hostname == _OPENAI_HOST
        if self.format is None and self.kind == "openai" and not itself:
            return "openai_chat"
        return self.format

    @model_validator(mode="after")
    def _format_of_openai(self) -> Self:
        if self.format is not None and not self.speaks_openai:
            raise ValueError(f"format: a provider of kind {self.kind} has one format")
        return self

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.kind == "openai_compatible" and self.base_url is None:
            raise ValueError("base_url: an openai_compatible provider needs one")
        if self.kind != "openai_compatible" and self.api_key is None:
            raise ValueError(f"api_key: a provider of kind {self.kind} needs api_key")
        return self


class LimitsSettings(BaseModel):
    """What all callers together may take; absent is not limited."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests_per_minute: int | None = Field(default=None, gt=0, le=COUNT_MAX)
    tokens_per_minute: int | None = Field(default=None, gt=0, le=COUNT_MAX)
    parallel: int | None = Field(default=None, gt=0, le=COUNT_MAX)


class BudgetSettings(BaseModel):
    """So much money (USD) a window, by the calendar of `zone`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    window: Window
    limit: Price
    hard: bool = True
    zone: str = "UTC"


class LeavingSettings(BaseModel):
    """Whether a call goes on when its client leaves; with caps, for so long or so many tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    drain: bool = False
    seconds: int | None = Field(default=None, gt=0, le=SECONDS_MAX)
    tokens: int | None = Field(default=None, gt=0, le=TOKENS_MAX)

    @model_validator(mode="after")
    def _capped(self) -> Self:
        if not self.drain and (self.seconds or self.tokens):
            raise ValueError("seconds and tokens are caps of drain = true")
        return self


class DeploymentSettings(BaseModel):
    """One more place that serves a model, and how much of the calls it gets."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provider: str
    upstream: str | None = None
    format: OpenAiFormat | None = None
    weight: Weight = 1
    price: PriceVersions = ()


class TimeoutsSettings(BaseModel):
    """Seconds. What is absent is usual."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    connect_s: Seconds | None = None
    first_token_s: Seconds | None = None
    between_chunks_s: Seconds | None = None
    total_s: Seconds | None = None
    whole_s: Seconds | None = None


class ModelSettings(BaseModel):
    """`[[models]]`: one model that people and clients may name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    provider: str
    upstream: str | None = None
    format: OpenAiFormat | None = None
    aliases: tuple[Name, ...] = ()
    label: str | None = None
    context_tokens: int | None = Field(default=None, gt=0)
    max_output_tokens: int | None = Field(default=None, gt=0)
    capabilities: frozenset[Capability] = frozenset()
    tasks: Annotated[tuple[Task, ...], Field(min_length=1)] | None = None
    price: PriceVersions = ()
    limits: LimitsSettings | None = None
    budgets: tuple[BudgetSettings, ...] = ()
    when_client_leaves: LeavingSettings = LeavingSettings()
    allow_unpriced: bool = False
    auto_cache: bool = False
    web_search: bool = False
    default: bool = False
    weight: Weight = 1
    deployments: tuple[DeploymentSettings, ...] = ()
    strategy: Strategy = "priority"
    attempts: int = Field(default=ATTEMPTS_MAX, ge=1, le=ATTEMPTS_MAX)
    timeouts: TimeoutsSettings | None = None
    fallbacks: tuple[Name, ...] = ()
    context_fallbacks: tuple[Name, ...] = ()
    content_fallbacks: tuple[Name, ...] = ()

    @field_serializer("capabilities")
    def _in_order(self, capabilities: frozenset[Capability]) -> list[Capability]:
        """The same set is always written the same."""
        return sorted(capabilities)

    @property
    def upstream_name(self) -> str:
        return self.upstream or self.name

    @property
    def provider_names(self) -> tuple[str, ...]:
        """Of all its deployments."""
        return (self.provider, *(each.provider for each in self.deployments))

    def tasks_at(self, kind: ProviderKind) -> tuple[Task, ...]:
        """What it is for; where nobody says it, what its name tells."""
        return self.tasks or tasks_of(self.upstream_name, kind)
