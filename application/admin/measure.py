"""How what somebody was allowed stands at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.spending import Spendings
from application.ports.standings import Standings
from domain.allowances.claim import Balance, Claim, Fund, Standing, claim_of
from domain.allowances.terms import Terms
from domain.ids import RequestId
from domain.llm.usage import Usage
from domain.transactions.money import ZERO

_OF_NO_CALL = RequestId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The limits and budgets of one subject, in the order that they were given in."""

    limits: tuple[Standing, ...] = ()
    budgets: tuple[Balance, ...] = ()

    @property
    def fullness(self) -> float:
        """Of the fullest of them; 0 without any."""
        limits = [each.fullness for each in self.limits]
        return max(limits + [each.fullness for each in self.budgets], default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Money that nobody asked for since the counters began is read from the books."""

    standings: Standings
    spendings: Spendings
    clock: Clock

    async def __call__(self, terms: Sequence[Terms]) -> Mapping[str, Measured]:
        """By the subjects. Raises `Unavailable`."""
        claim = self._claim(terms)
        limits: dict[str, list[Standing]] = {each.subject: [] for each in terms}
        budgets: dict[str, list[Balance]] = {each.subject: [] for each in terms}
        for standing in await self.standings.of_buckets(claim.buckets):
            limits[standing.bucket.subject].append(standing)
        for balance in await self._balances(claim.funds):
            budgets[balance.fund.subject].append(balance)
        return {
            subject: Measured(limits=tuple(found), budgets=tuple(budgets[subject]))
            for subject, found in limits.items()
        }

    def _claim(self, terms: Sequence[Terms]) -> Claim:
        return claim_of(_OF_NO_CALL, terms, usage=Usage(), cost=ZERO, at=self.clock())

    async def _balances(self, funds: Sequence[Fund]) -> Sequence[Balance]:
        counted = await self.standings.of_funds(funds)
        known = {each.fund.name: each for each in counted if each is not None}
        unknown = [fund for fund in funds if fund.name not in known]
        spent = await self.spendings.of_all(unknown)
        return [
            known.get(fund.name) or Balance(fund=fund, spent=spent[fund.name]) for fund in funds
        ]
