"""All that is served, the operator's and the administrators' together, as it is looked at."""

from dataclasses import dataclass

from domain.catalog.models import Model, ProviderKind
from domain.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProvider:
    """`base_url` is `None` where it is the vendor's own. `takes_own_keys`: of people's own."""

    name: str
    kind: ProviderKind
    base_url: str | None
    has_key: bool
    is_operators: bool
    takes_own_keys: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """`definition` is the model as it would be written in `parley.toml`."""

    model: Model
    definition: JsonObject
    is_operators: bool
    is_offered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assortment:
    providers: tuple[KnownProvider, ...]
    models: tuple[KnownModel, ...]
