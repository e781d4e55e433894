from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.admin.owners import users_by_id
from application.ports.api_keys import ApiKeys
from application.ports.clock import Clock
from application.ports.teams import Teams
from application.ports.usage_totals import UsageTotals
from application.ports.users import Users
from domain.alerts.alert import Reading
from domain.alerts.condition import SpendAbove
from domain.alerts.words import usd
from domain.errors import NotFound
from domain.ids import KeyId, UserId
from domain.transactions.totals import HourTotals, hour_of

_WORDS: Final = {"hour": "in this hour", "day": "today"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSpend:
    """What was spent in the hour or the day (UTC) that is now. Raises `Unavailable`."""

    totals: UsageTotals
    users: Users
    teams: Teams
    keys: ApiKeys
    clock: Clock

    async def __call__(self, condition: SpendAbove) -> Sequence[Reading]:
        now = hour_of(self.clock())
        since = now if condition.window == "hour" else now - timedelta(hours=now.hour)
        kind, wanted = condition.scope.kind, condition.scope.id
        sums: Counter[str] = Counter()
        for row in await self.totals.by_hour(since):
            for each in _shares(row, kind):
                sums[each] += row.totals.cost
        much = {each: spent for each, spent in sums.items() if wanted in {"", each}}
        # Names are only needed where there is something to tell, or nearly so.
        near = [each for each, spent in much.items() if spent * 10 >= condition.limit * 9]
        names = await self._names(kind, near)
        return [
            Reading(
                subject=f"{kind}:{each}",
                text=f"{names[each]} {usd(much[each])} {_WORDS[condition.window]},"
                f" above {usd(condition.limit)}",
                value=much[each],
                limit=condition.limit + 1,
                user=UserId(each) if kind == "user" else None,
            )
            for each in near
        ]

    async def _names(self, kind: str, ids: Sequence[str]) -> Mapping[str, str]:
        match kind:
            case "all":
                return dict.fromkeys(ids, "All together spent")
            case "user":
                people = await users_by_id([UserId(each) for each in ids], self.users)
                known = {user.id: user.email for user in people.values()}
                return {each: f"{known.get(UserId(each), each)} spent" for each in ids}
            case "team":
                teams = {str(team.id): team.name for team in await self.teams.all()}
                return {each: f"The team “{teams.get(each, each)}” spent" for each in ids}
            case "key":
                return {each: f"The key “{await self._key(each)}” spent" for each in ids}
            case _:
                return {each: f"{each} cost" for each in ids}

    async def _key(self, id: str) -> str:
        try:
            return (await self.keys.get(KeyId(id))).name
        except NotFound:
            return id


def _shares(row: HourTotals, kind: str) -> Iterable[str]:
    payer = row.payer
    of: dict[str, str | None] = {
        "all": "",
        "user": payer.user,
        "team": payer.team,
        "key": payer.key,
        "model": row.model,
    }
    found = of[kind]
    return () if found is None else (found,)
