"""Prices as a person writes them in `parley.toml`: in USD, as strings, so that each is exact."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from domain.llm.service_tier import ServiceTier


def _price_text(value: object) -> object:
    if isinstance(value, str | Decimal):
        return value
    raise ValueError('write a price as a string, for example "0.15"')


Price = Annotated[
    Decimal, BeforeValidator(_price_text), Field(ge=0, max_digits=18, decimal_places=9)
]


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
    output_audio: Price | None = None


class LongContextSettings(RatesSettings):
    """The rates of all tokens of a call with more than `above` tokens of input."""

    above: int = Field(gt=0)


class TierSettings(RatesSettings):
    """The rates of calls that are served in another way than the usual one."""

    long_context: tuple[LongContextSettings, ...] = ()

    @model_validator(mode="after")
    def _one_above_the_other(self) -> Self:
        check_order(self.long_context)
        return self


def check_order(long_context: tuple[LongContextSettings, ...]) -> None:
    """Raise `ValueError` unless each tier begins above the one before."""
    starts = [tier.above for tier in long_context]
    if starts != sorted(set(starts)):
        raise ValueError("long_context: each tier begins above the one before")


class PriceSettings(RatesSettings, MediaRatesSettings):
    """One version of a price; `from` is the first day (UTC) on which it holds.

    `batch`, `flex` and `priority` are what a call costs that is served so (`service_tier`).

    What is paid by the picture, the character or the hour needs no rates of tokens.
    """

    input: Price = Decimal(0)
    output: Price = Decimal(0)

    valid_from: date | None = Field(default=None, alias="from")
    long_context: tuple[LongContextSettings, ...] = ()
    batch: TierSettings | None = None
    flex: TierSettings | None = None
    priority: TierSettings | None = None

    def served(self, tier: ServiceTier) -> TierSettings | None:
        """The rates of one of its other ways of serving."""
        return {"batch": self.batch, "flex": self.flex, "priority": self.priority}.get(tier)

    @model_validator(mode="after")
    def _said(self) -> Self:
        by_tokens = {"input", "output"} <= self.model_fields_set
        if not by_tokens and not {"image", "characters", "audio_hour"} & self.model_fields_set:
            raise ValueError("input and output are needed, or image, characters or audio_hour")
        return self

    @model_validator(mode="after")
    def _one_above_the_other(self) -> Self:
        check_order(self.long_context)
        return self


def _versions(value: object) -> object:
    is_one = hasattr(value, "get") or isinstance(value, PriceSettings)
    return [value] if is_one else value


def _one_a_day(versions: tuple[PriceSettings, ...]) -> tuple[PriceSettings, ...]:
    if len({version.valid_from for version in versions}) < len(versions):
        raise ValueError("price: each version needs a `from` of its own; one may have none")
    return versions


PriceVersions: TypeAlias = Annotated[
    tuple[PriceSettings, ...], BeforeValidator(_versions), AfterValidator(_one_a_day)
]
