"""One call to a model, as it went into the books. Written once, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from domain.ids import KeyId, RequestId, TeamId, UserId
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
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

    `error_kind` is why it gave no answer, `lasted_ms` how long that took.
    """

    model: str
    provider: str
    upstream: str
    error_kind: str
    lasted_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """`cost` is `None` only when no price was known and calls without one are allowed.

    `dropped` names what the provider's format could not carry of the request.
    `price` is the version that was charged. `attempts` are how often a provider was asked: none
    for a call that was `refused`, which costs nothing and has our reason as its `error_kind`, and
    for one that was `reused`: given an answer of before, which costs nothing either.
    `provider` and `upstream` are of the last, whose price was charged; `earlier` are those before.
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
