"""Which models there are: public names, who serves each, and what each can do."""

from dataclasses import dataclass, field
from typing import Literal

from domain.errors import Invalid, NotFound
from domain.llm.capabilities import Capabilities
from domain.transactions.price import Price

ProviderKind = Literal["openai", "anthropic", "google", "openai_compatible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A public name → the provider that serves it and the name it has there.

    `price` is `None` when nobody knows it: then it is refused unless `unpriced_allowed`.
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

    @property
    def default(self) -> Model:
        """The one marked so, else the first. Raises `NotFound` when there is none at all."""
        for model in self.models:
            if model.is_default:
                return model
        if not self.models:
            raise NotFound("no model is configured")
        return self.models[0]
