from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final, Protocol

from domain.allowances.claim import Bucket, Claim, Fund, Standing, Taken
from domain.errors import PaymentRequired, RateLimited
from domain.transactions.money import NanoUsd

LEASE: Final = timedelta(seconds=5)
"""How long what was taken stays taken when its process says nothing any more."""


class OverLimit(RateLimited):
    """With how all limits of the call stand."""

    def __init__(
        self, message: str, *, retry_after_s: int = 1, standings: Sequence[Standing] = ()
    ) -> None:
        super().__init__(message, retry_after_s=retry_after_s)
        self.standings = tuple(standings)


class OutOfFunds(PaymentRequired):
    """A hard budget has too little left for the worst case of the call."""


class Unseeded(Exception):
    """Nobody knows what was spent of these; asked again with `spent`, it is taken from there."""

    def __init__(self, funds: Sequence[Fund]) -> None:
        super().__init__(f"unknown: {', '.join(fund.name for fund in funds)}")
        self.funds = tuple(funds)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a call that was taken has used, once it is over."""

    taken: Taken
    tokens: int
    cost: NanoUsd


class Allowances(Protocol):
    """What all calls of all instances take of limits and budgets, one step at a time."""

    @abstractmethod
    async def take(self, claim: Claim, *, spent: Mapping[str, NanoUsd]) -> Taken:
        """Take all of a claim, or nothing. It stays taken for `LEASE`, unless it is kept.

        Raises `OverLimit`, `OutOfFunds`; `Unseeded` for funds of which neither it nor `spent`
        (by the funds' names) knows anything; `Unavailable`.
        """

    @abstractmethod
    async def keep(self, taken: Sequence[Taken]) -> None:
        """Prolong what was taken and not settled; put back what was lost of it."""

    @abstractmethod
    async def settle(self, taken: Taken, *, tokens: int, cost: NanoUsd) -> None:
        """Give back what was taken, and note what was used instead: once, however often asked."""

    async def settle_all(self, ended: Sequence[Settlement]) -> None:
        """The same for several. Where it raises, some may be settled: all can be asked again."""
        for each in ended:
            await self.settle(each.taken, tokens=each.tokens, cost=each.cost)


def over_limit(bucket: Bucket, retry_s: float, standings: Sequence[Standing]) -> OverLimit:
    """In words for whoever called; to come back right to the second."""
    what = {
        "requests": f"{bucket.limit:,} requests a minute",
        "tokens": f"{bucket.limit:,} tokens a minute",
        "parallel": f"{bucket.limit:,} calls at once",
    }
    return OverLimit(
        f"the limit of {what[bucket.kind]} is reached for this {_word(bucket.subject)}",
        retry_after_s=max(1, ceil(retry_s)),
        standings=standings,
    )


def out_of_funds(fund: Fund) -> OutOfFunds:
    """In words that do not tell how much money there is."""
    window = "" if fund.budget.window == "total" else f" for this {fund.budget.window}"
    return OutOfFunds(
        f"the budget of this {_word(fund.subject)}{window} has too little left for this call"
    )


def _word(subject: str) -> str:
    kind = subject.partition(":")[0]
    return {"ip": "address"}.get(kind, kind)
