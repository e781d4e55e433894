"""Providers and models as a person writes them in `parley.toml`."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

from domain.allowances.leaving import SECONDS_MAX, TOKENS_MAX
from domain.allowances.terms import COUNT_MAX, Window
from domain.llm.tasks import Task, tasks_of
from entrypoints.configuration.urls import HttpUrl

OpenAiFormat = Literal["openai_chat", "openai_responses"]
ProviderKind = Literal["openai", "anthropic", "google", "openai_compatible"]
_OPENAI_HOST: Final = "api.openai.com"
Capability = Literal["vision", "tools", "reasoning", "reasoning_replay"]
Name = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][\w.:/@+-]*$")]


def _price_text(value: object) -> object:
    if isinstance(value, str | Decimal):
        return value
    raise ValueError('write a price as a string, for example "0.15"')


def _absent(value: object) -> object:
    return None if value == "" else value


Price = Annotated[
    Decimal, BeforeValidator(_price_text), Field(ge=0, max_digits=18, decimal_places=9)
]
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


class RatesSettings(BaseModel):
    """USD per million tokens. What is absent costs what `input` costs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: Price
    output: Price
    cache_read: Price | None = None
    cache_write: Price | None = None
    cache_write_1h: Price | None = None


class MediaRatesSettings(BaseModel):
    """USD for a picture, a million characters spoken, an hour of audio; or a million tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    image: Price | None = None
    characters: Price | None = None
    audio_hour: Price | None = None
    input_image: Price | None = None
    input_audio: Price | None = None
    output_image: Price | None = None


class LongContextSettings(RatesSettings):
    """The rates of all tokens of a call with more than `above` tokens of input."""

    above: int = Field(gt=0)


class PriceSettings(RatesSettings, MediaRatesSettings):
    """One version of a price; `from` is the first day (UTC) on which it holds.

    What is paid by the picture, the character or the hour needs no rates of tokens.
    """

    input: Price = Decimal(0)
    output: Price = Decimal(0)

    valid_from: date | None = Field(default=None, alias="from")
    long_context: tuple[LongContextSettings, ...] = ()

    @model_validator(mode="after")
    def _said(self) -> Self:
        by_tokens = {"input", "output"} <= self.model_fields_set
        if not by_tokens and not {"image", "characters", "audio_hour"} & self.model_fields_set:
            raise ValueError("input and output are needed, or image, characters or audio_hour")
        return self

    @model_validator(mode="after")
    def _one_above_the_other(self) -> Self:
        starts = [tier.above for tier in self.long_context]
        if starts != sorted(set(starts)):
            raise ValueError("long_context: each tier begins above the one before")
        return self


def _versions(value: object) -> object:
    is_one = hasattr(value, "get") or isinstance(value, PriceSettings)
    return [value] if is_one else value


def _one_a_day(versions: tuple[PriceSettings, ...]) -> tuple[PriceSettings, ...]:
    if len({version.valid_from for version in versions}) < len(versions):
        raise ValueError("price: each version needs a `from` of its own; one may have none")
    return versions


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
    price: Annotated[
        tuple[PriceSettings, ...], BeforeValidator(_versions), AfterValidator(_one_a_day)
    ] = ()
    limits: LimitsSettings | None = None
    budgets: tuple[BudgetSettings, ...] = ()
    when_client_leaves: LeavingSettings = LeavingSettings()
    allow_unpriced: bool = False
    default: bool = False

    @property
    def upstream_name(self) -> str:
        return self.upstream or self.name

    def tasks_at(self, kind: ProviderKind) -> tuple[Task, ...]:
        """What it is for; where nobody says it, what its name tells."""
        return self.tasks or tasks_of(self.upstream_name, kind)
