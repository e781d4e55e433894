"""What administrators added to the operator's settings, or took from them, with a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.json import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedProvider:
    """`settings` as in `parley.toml`, without the key, which is sealed; `None`: it has none."""

    settings: JsonObject
    sealed_key: str | None = None

    def leads_to(self, settings: JsonObject) -> bool:
        """Whether its key may go where these settings lead: only to where it was given for."""
        return all(self.settings.get(name) == settings.get(name) for name in ("kind", "base_url"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`models` as in `parley.toml`; one goes before the file's of the same name.

    `removed` are names of models that are not on offer, `own_keys` of providers where people may
    use keys of their own; one that the operator took away stays named. Version 0 is before the
    first change.
    """

    version: int = 0
    providers: Mapping[str, OfferedProvider] = field(default_factory=dict[str, OfferedProvider])
    models: tuple[JsonObject, ...] = ()
    removed: tuple[str, ...] = ()
    own_keys: tuple[str, ...] = ()
