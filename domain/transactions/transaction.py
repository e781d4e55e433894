"""One call to a model, as it went into the books. Written once, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from domain.ids import KeyId, RequestId, TeamId, UserId
from domain.llm.usage import Usage
from domain.transactions.money import ZERO, NanoUsd
from domain.transactions.price import Price

Source = Literal["chat", "title", "relay"]
Outcome = Literal["ok", "error", "client_closed", "recovered", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """On whose account a call runs: a user or a team, perhaps through a relay key."""

    user: UserId | None = None
    team: TeamId | None = None
    key: KeyId | None = None

    @property
    def account(self) -> Self:
        """Who is charged, whichever key was used: the user, or else the team."""
        return type(self)(user=self.user, team=None if self.user else self.team)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A provider that was asked in vain: `model` is the public name, which a fallback changes.

    `error_kind` is why it gave no answer, `lasted_ms` how long that took. `usage` is what it told
    that it had taken until then, if it told that; `cost` is that at its `price`. `own_key` is as
    in `Transaction`.
    """

    model: str
    provider: str
    upstream: str
    error_kind: str
    lasted_ms: int
    usage: Usage | None = None
    price: Price | None = None
    cost: NanoUsd | None = None
    own_key: bool = False

    @property
    def is_calculated(self) -> bool:
        if self.own_key:
            return not self.cost
        if self.usage is None or self.price is None:
            return True
        return self.cost == self.price.cost(self.usage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """`cost` is `None` only when no price was known and calls without one are allowed.

    `usage` is that of the last provider; `cost` is of all: what those `earlier` took is paid too.

    `dropped` names what the provider's format could not carry of the request.
    `price` is the version that was charged. `attempts` are how often a provider was asked: none
    for a call that was `refused`, which costs nothing and has our reason as its `error_kind`, and
    for one that was `reused`: given an answer of before, which costs nothing either.
    `provider` and `upstream` are of the last, whose price was charged; `earlier` are those before.
    `client` is the tool that asked, where it is told (`domain.transactions.clients`).
    `own_key`: the last was asked with a key of the person's own, which costs us nothing; `price` is
    then what it would have been charged at.
    `first_token_ms` and `latency_ms` count from the moment the call reached metering.
    """

    id: RequestId
    at: datetime
    source: Source
    payer: Payer
    model: str
    provider: str
    upstream: str
    outcome: Outcome
    error_kind: str | None = None
    usage: Usage
    price: Price | None
    cost: NanoUsd | None
    streamed: bool
    first_token_ms: int | None
    latency_ms: int
    attempts: int = 1
    dropped: tuple[str, ...] = ()
    earlier: tuple[Attempt, ...] = ()
    reused: bool = False
    client: str = ""
    own_key: bool = False

    @property
    def list_cost(self) -> NanoUsd | None:
        """What the last provider charges whoever pays it; `None` when nobody knows its price."""
        return None if self.price is None else self.price.cost(self.usage)

    @property
    def taken(self) -> Usage:
        """Of all that were asked."""
        if not self.earlier:
            return self.usage
        return sum((each.usage for each in self.earlier if each.usage is not None), self.usage)

    @property
    def is_calculated(self) -> bool:
        """Whether its cost is what its prices make of what was taken."""
        if not all(each.is_calculated for each in self.earlier):
            return False
        if self.own_key:
            return self.cost == total_cost(ZERO, self.earlier)
        if self.price is None:
            return True
        return self.cost == total_cost(self.price.cost(self.usage), self.earlier)


def total_cost(cost: NanoUsd | None, earlier: Sequence[Attempt]) -> NanoUsd | None:
    """Of an answer and of those asked in vain before; `None` when nothing is known of any."""
    if not earlier:
        return cost
    known = [each for each in (cost, *(each.cost for each in earlier)) if each is not None]
    return NanoUsd(sum(known)) if known else None
