"""Limits while the store that all instances share is away: to each its part.

Never without a limit, and never with nothing: each instance goes on with its share of what is
left, counted by itself. The first answer of the store ends it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, final

from typing_extensions import override

from application.ports.allowances import Allowances, Settlement
from application.ports.clock import Clock
from domain.allowances.claim import Bucket, Claim, Fund, Taken
from domain.errors import Unavailable
from domain.transactions.money import NanoUsd

RETRY: Final = timedelta(seconds=1)


@final
class LocalShare(Allowances):
    """`told` hears `True` when it begins to count alone, `False` when that is over."""

    def __init__(
        self,
        shared: Allowances,
        *,
        local: Callable[[], Allowances],
        instances: int,
        clock: Clock,
        told: Callable[[bool], None],
    ) -> None:
        self._shared = shared
        self._new_local = local
        self._local = local()
        self._instances = instances
        self._clock = clock
        self._told = told
        self._away_until: datetime | None = None
        self._alone: dict[str, Taken] = {}
        self._spent: dict[str, NanoUsd] = {}

    @override
    async def take(self, claim: Claim, *, spent: Mapping[str, NanoUsd]) -> Taken:
        if self._may_ask():
            try:
                taken = await self._shared.take(claim, spent=spent)
            except Unavailable:
                self._is_away()
            except Exception:
                self._is_back()
                raise
            else:
                self._is_back()
                return taken
        return await self._take_alone(claim, spent)

    @override
    async def keep(self, taken: Sequence[Taken]) -> None:
        alone = [each for each in taken if each.claim.request in self._alone]
        await self._local.keep([self._alone[each.claim.request] for each in alone])
        shared = [each for each in taken if each.claim.request not in self._alone]
        if shared and self._may_ask():
            try:
                await self._shared.keep(shared)
            except Unavailable:
                self._is_away()
                raise
            self._is_back()

    @override
    async def settle(self, taken: Taken, *, tokens: int, cost: NanoUsd) -> None:
        """What was used alone is the shared funds' too, as soon as the store is back."""
        alone = self._alone.pop(taken.claim.request, None)
        if alone is not None:
            await self._local.settle(alone, tokens=tokens, cost=cost)
            taken = Taken(claim=replace(taken.claim, buckets=()))
        if not self._may_ask():
            raise Unavailable("limits are counted alone for the moment")
        try:
            await self._shared.settle(taken, tokens=tokens, cost=cost)
        except Unavailable:
            self._is_away()
            raise
        self._is_back()

    @override
    async def settle_all(self, ended: Sequence[Settlement]) -> None:
        """In one step, unless some of them were counted alone: each of those is given back here."""
        if self._alone:
            each_by_itself = (
                self.settle(each.taken, tokens=each.tokens, cost=each.cost) for each in ended
            )
            outcomes = await asyncio.gather(*each_by_itself, return_exceptions=True)
            for outcome in outcomes:
                if outcome is not None:
                    raise outcome
            return
        if not self._may_ask():
            raise Unavailable("limits are counted alone for the moment")
        try:
            await self._shared.settle_all(ended)
        except Unavailable:
            self._is_away()
            raise
        self._is_back()

    async def _take_alone(self, claim: Claim, spent: Mapping[str, NanoUsd]) -> Taken:
        for fund in claim.funds:
            if fund.name in spent:
                self._spent[fund.name] = spent[fund.name]
        share = replace(
            claim,
            buckets=tuple(self._part(bucket) for bucket in claim.buckets),
            funds=tuple(self._rest(fund) for fund in claim.funds),
        )
        taken = await self._local.take(share, spent=spent)
        self._alone[claim.request] = taken
        return replace(taken, claim=claim)

    def _part(self, bucket: Bucket) -> Bucket:
        limit = max(1, bucket.limit // self._instances)
        return replace(bucket, limit=limit, amount=min(bucket.amount, limit))

    def _rest(self, fund: Fund) -> Fund:
        """Of what was left when it was last known."""
        spent = self._spent.get(fund.name, NanoUsd(0))
        left = max(0, fund.budget.limit - spent)
        limit = NanoUsd(spent + left // self._instances)
        return replace(fund, budget=replace(fund.budget, limit=limit))

    def _may_ask(self) -> bool:
        """After a failure one caller in a while tries; the others do not wait with it."""
        now = self._clock()
        if self._away_until is not None and now < self._away_until:
            return False
        if self._away_until is not None:
            self._away_until = now + RETRY
        return True

    def _is_away(self) -> None:
        if self._away_until is None:
            self._told(True)
            self._local = self._new_local()  # what an earlier time alone knew is old
            self._spent.clear()
        self._away_until = self._clock() + RETRY

    def _is_back(self) -> None:
        if self._away_until is not None:
            self._told(False)
        self._away_until = None
