from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from application.admin.figures import Figures, Paid, Slot, Span, Window, figures_since
from application.admin.owners import account_names
from application.admin.permissions import Principal, authorise
from application.ports.clock import Clock
from application.ports.teams import Teams
from application.ports.usage_totals import UsageTotals
from application.ports.users import Users
from domain.transactions.totals import Totals
from domain.transactions.transaction import Payer

ACCOUNTS_MAX: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    totals: Totals
    active_users: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShare:
    """`name` is a user's e-mail address or a team's name; the id where nobody has it any more."""

    account: Payer
    name: str
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`slots` and `active_users` have a row only where there were calls.

    `accounts` are those that spent most, the first one most of all.
    """

    window: Window
    now: Period
    before: Period
    slots: Sequence[Slot]
    active_users: Mapping[datetime, int]
    accounts: Sequence[AccountShare]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The last hours or days at a glance, beside the same time before."""

    usage_totals: UsageTotals
    users: Users
    teams: Teams
    clock: Clock

    async def __call__(self, span: Span, *, by: Principal) -> Summary:
        authorise(by, "look")
        window = Window.ending(self.clock(), span)
        figures = await figures_since(window.before.since, window, self.usage_totals)
        now = figures.since(window.since)
        return Summary(
            window=window,
            now=_period(now),
            before=_period(figures.until(window.since)),
            slots=now.slots,
            active_users=now.active_users_by_slot,
            accounts=await self._accounts(now.paid),
        )

    async def _accounts(self, paid: Iterable[Paid]) -> Sequence[AccountShare]:
        sums: dict[Payer, Totals] = {}
        for each in paid:
            account = each.payer.account
            if account != Payer():
                sums[account] = sums.get(account, Totals()) + each.totals
        most = sorted(sums, key=lambda account: _size(sums[account]), reverse=True)[:ACCOUNTS_MAX]
        names = await account_names(most, self.users, self.teams)
        return [
            AccountShare(account=account, name=names[account], totals=sums[account])
            for account in most
        ]


def _period(figures: Figures) -> Period:
    return Period(totals=figures.totals, active_users=figures.active_users)


def _size(totals: Totals) -> tuple[int, int, int]:
    """Models without a price cost nothing: then the tokens count, then the calls."""
    return totals.cost, totals.tokens, totals.requests
