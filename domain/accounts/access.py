"""What a key, a user or a team may use: models by pattern, endpoints, and networks to come from."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, get_args

from domain.allowances.leaving import Leaving
from domain.allowances.terms import Terms
from domain.catalog.own_key import ProviderKey
from domain.errors import Forbidden, Invalid

Endpoint = Literal[
    "chat_completions",
    "messages",
    "responses",
    "generate_content",
    "models",
    "embeddings",
    "completions",
    "images",
    "audio",
    "moderations",
]
ReasoningShown = Literal["reasoning_content", "think_tags", "off"]
"""How clients of chat see what a model reasoned: in a member of its own, as text, or not."""
ENDPOINTS: Final[tuple[Endpoint, ...]] = get_args(Endpoint)
EVERYTHING: Final = ("*",)

PATTERNS_MAX: Final = 100
_PATTERN: Final = re.compile(r"[\w.:/@+*-]{1,128}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a key may do; a new one may do all that its owner may.

    `models` are patterns of public names, in which `*` stands for any text: none of them is
    no model at all. An empty `networks` is the whole world; else they are CIDR ranges.
    """

    models: tuple[str, ...] = EVERYTHING
    endpoints: tuple[Endpoint, ...] = ENDPOINTS
    networks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_patterns(self.models)
        if len(self.networks) > PATTERNS_MAX:
            raise Invalid(f"a key has at most {PATTERNS_MAX} networks")
        for network in self.networks:
            _network(network)

    def check_endpoint(self, endpoint: Endpoint) -> None:
        if endpoint not in self.endpoints:
            raise Forbidden(f"this key may not be used for {endpoint.replace('_', ' ')}")

    def check_address(self, text: str) -> None:
        """Raise `Forbidden` for an address outside, and for what is no address at all."""
        if self.networks and not any(_is_in(text, network) for network in self.networks):
            raise Forbidden("this key may not be used from your address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """All that somebody was granted, by each who has a say; each of them must allow a model.

    `terms` are their limits and budgets, which hold one beside the other. `leaving` is what the
    key says about clients who leave, `None` when it says nothing; `reuse_s` for how long its
    answers may be given again, and `reasoning` how its clients of chat see what a model reasoned.
    `own_keys` are those of the person who pays, sealed.
    """

    models: tuple[tuple[str, ...], ...] = ()
    scope: Scope = field(default_factory=Scope)
    terms: tuple[Terms, ...] = ()
    leaving: Leaving | None = None
    reuse_s: int | None = None
    reasoning: ReasoningShown = "reasoning_content"
    own_keys: tuple[ProviderKey, ...] = ()

    def allow(self, model: str) -> bool:
        """Whether a model may be used, by its public name: its aliases are the same model."""
        every = (self.scope.models, *self.models)
        return all(any(_matches(model, pattern) for pattern in patterns) for patterns in every)

    def check(self, model: str) -> None:
        """Raise `Forbidden` unless it may be used."""
        if not self.allow(model):
            raise Forbidden(f"you may not use the model {model!r}")


def check_patterns(patterns: Sequence[str]) -> None:
    """Raise `Invalid` unless they are patterns of model names."""
    if len(patterns) > PATTERNS_MAX:
        raise Invalid(f"there are at most {PATTERNS_MAX} patterns of models")
    for pattern in patterns:
        if not _PATTERN.fullmatch(pattern):
            raise Invalid(f"{pattern[:40]!r} is no pattern of a model's name")


def _matches(name: str, pattern: str) -> bool:
    """Without regular expressions: patterns are people's, and `*a*a*a*b` would take for ever."""
    first, *rest = pattern.split("*")
    if not rest:
        return name == pattern
    *middle, last = rest
    if not name.startswith(first) or not name.endswith(last):
        return False
    place, end = len(first), len(name) - len(last)
    for piece in middle:
        found = name.find(piece, place, max(place, end))
        if found < 0:
            return False
        place = found + len(piece)
    return place <= end


@lru_cache(maxsize=1024)
def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise Invalid(f"{text[:60]!r} is no network, such as 10.0.0.0/8") from None


def _is_in(text: str, network: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address in _network(network)
