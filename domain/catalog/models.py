"""Which models there are: public names, who serves each, and what each can do."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, Self

from domain.allowances.terms import Budget, Limits
from domain.errors import Invalid, NotFound
from domain.formats.parts_reading import FormatName
from domain.llm.capabilities import Capabilities
from domain.transactions.price import Price, price_at

ProviderKind = Literal["openai", "anthropic", "google", "openai_compatible"]
OpenAiFormat = Literal["openai_chat", "openai_responses"]
_SPOKEN: Final[dict[ProviderKind, frozenset[FormatName]]] = {
    "openai": frozenset({"openai_chat", "openai_responses"}),
    "openai_compatible": frozenset({"openai_chat"}),
    "anthropic": frozenset({"anthropic_messages"}),
    "google": frozenset({"gemini"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A public name → the provider that serves it and the name it has there.

    `price` is `None` when nobody knows it: then it is refused unless `unpriced_allowed`.
    `later_prices` are versions that will hold, or held since `price` was read. `format` is the one
    of OpenAI's formats in which its provider is asked; `None` is what is usual for its kind.
    """

    name: str
    label: str
    provider: str
    kind: ProviderKind
    upstream: str
    aliases: tuple[str, ...] = ()
    capabilities: Capabilities = field(default_factory=Capabilities)
    price: Price | None = None
    unpriced_allowed: bool = False
    is_default: bool = False
    later_prices: tuple[Price, ...] = ()
    limits: Limits = field(default_factory=Limits)
    budgets: tuple[Budget, ...] = ()
    format: OpenAiFormat | None = None

    def at(self, moment: datetime) -> Self:
        """With the price that holds then."""
        versions = (*(() if self.price is None else (self.price,)), *self.later_prices)
        return replace(self, price=price_at(versions, moment))

    def speaks(self, format: FormatName) -> bool:
        """Whether its provider understands requests in that format."""
        if self.format is not None:
            return format == self.format
        return format in _SPOKEN[self.kind]

    @property
    def openai_format(self) -> OpenAiFormat:
        """In which of OpenAI's formats it is told what has to be converted.

        OpenAI itself takes both: models that reason keep their reasoning in responses alone, all
        others take more options in chat.
        """
        if self.format is not None:
            return self.format
        reasons = self.capabilities.thinking != "none"
        return "openai_responses" if self.kind == "openai" and reasons else "openai_chat"

    @property
    def is_original(self) -> bool:
        """Whether the vendor itself serves it, and not a server that only speaks its format."""
        return self.kind != "openai_compatible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All models on offer, in the order in which they are shown."""

    models: tuple[Model, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for model in self.models:
            for name in (model.name, *model.aliases):
                if name in seen:
                    raise Invalid(f"two models are called {name!r}")
                seen.add(name)

    def find(self, name: str) -> Model:
        """By name or alias, exactly. Raises `NotFound`."""
        for model in self.models:
            if name == model.name or name in model.aliases:
                return model
        raise NotFound(f"there is no model {name!r}")

    def at(self, moment: datetime) -> Self:
        """Every model with the price that holds then."""
        return replace(self, models=tuple(model.at(moment) for model in self.models))

    @property
    def default(self) -> Model:
        """The one marked so, else the first. Raises `NotFound` when there is none at all."""
        for model in self.models:
            if model.is_default:
                return model
        if not self.models:
            raise NotFound("no model is configured")
        return self.models[0]
