from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Final, Literal, TypeAlias, assert_never

from application.admin.owners import account_names, keys_by_id
from application.admin.permissions import Principal, authorise
from application.admin.usage_by_day import DAYS_MAX
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.teams import Teams
from application.ports.usage_totals import UsageTotals
from application.ports.users import Users
from domain.errors import Invalid
from domain.ids import KeyId, TeamId, UserId
from domain.transactions.forecast import Forecast, first_day_needed, forecast
from domain.transactions.totals import Share, Totals
from domain.transactions.transaction import Payer

Dimension: TypeAlias = Literal["model", "provider", "team", "user", "key", "client"]
_NONE: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one of a dimension used, now and in the time before. `id` is empty for "none of them".

    `name` is its id where nobody has that any more.
    """

    id: str
    name: str
    now: Totals
    before: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """`parts` add up to `now` and `before`. The one that cost most comes first."""

    first: date
    last: date
    before_first: date
    before_last: date
    now: Totals
    before: Totals
    parts: Sequence[Part]
    forecast: Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyse:
    """Who and what used how much, beside the same number of days before.

    Raises `Invalid` for days that cannot be.
    """

    usage_totals: UsageTotals
    users: Users
    teams: Teams
    keys: ApiKeys
    clock: Clock

    async def __call__(
        self, dimension: Dimension, first: date, last: date, *, by: Principal
    ) -> Analysis:
        authorise(by, "look")
        days = (last - first).days + 1
        if days < 1:
            raise Invalid(f"{last} is before {first}")
        if days > DAYS_MAX or (first - date.min).days < days:
            raise Invalid(f"at most {DAYS_MAX} days at once")
        before_first, before_last = first - timedelta(days=days), first - timedelta(days=1)
        now = _sums(await self.usage_totals.shares(first, last), dimension)
        before = _sums(await self.usage_totals.shares(before_first, before_last), dimension)
        names = await self._names({*now, *before}, dimension)
        parts = [
            Part(
                id=each,
                name=names.get(each, each),
                now=now.get(each, Totals()),
                before=before.get(each, Totals()),
            )
            for each in {*now, *before}
        ]
        return Analysis(
            first=first,
            last=last,
            before_first=before_first,
            before_last=before_last,
            now=_sum(now.values()),
            before=_sum(before.values()),
            parts=sorted(parts, key=_order),
            forecast=await self._forecast(),
        )

    async def _forecast(self) -> Forecast:
        now = self.clock()
        rows = await self.usage_totals.by_day(first_day_needed(now), now.astimezone(UTC).date())
        spent: dict[date, int] = {}
        for row in rows:
            spent[row.day] = spent.get(row.day, 0) + row.totals.cost
        return forecast(spent, at=now)

    async def _names(self, ids: Iterable[str], dimension: Dimension) -> Mapping[str, str]:
        asked = [each for each in ids if each != _NONE]
        match dimension:
            case "user":
                users = [Payer(user=UserId(each)) for each in asked]
                named = await account_names(users, self.users, self.teams)
                return {payer.user or _NONE: name for payer, name in named.items()}
            case "team":
                teams = [Payer(team=TeamId(each)) for each in asked]
                named = await account_names(teams, self.users, self.teams)
                return {payer.team or _NONE: name for payer, name in named.items()}
            case "key":
                found = await keys_by_id([KeyId(each) for each in asked], self.keys)
                return {key.id: key.name for key in found.values()}
            case "model" | "provider" | "client":
                return {}
            case _:
                assert_never(dimension)


def _sums(shares: Iterable[Share], dimension: Dimension) -> Mapping[str, Totals]:
    sums: dict[str, Totals] = {}
    for share in shares:
        one = _id(share, dimension)
        sums[one] = sums.get(one, Totals()) + share.totals
    return sums


def _id(share: Share, dimension: Dimension) -> str:
    match dimension:
        case "model":
            return share.model
        case "provider":
            return share.provider
        case "client":
            return share.client
        case "user":
            return share.payer.user or _NONE
        case "team":
            return share.payer.team or _NONE
        case "key":
            return share.payer.key or _NONE
        case _:
            assert_never(dimension)


def _sum(totals: Iterable[Totals]) -> Totals:
    return sum(totals, Totals())


def _order(part: Part) -> tuple[int, int, int, str]:
    now = part.now
    return -now.cost, -now.requests, -part.before.cost, part.name
