from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from application.admin.measure import Measure, Measured
from application.admin.owners import owner_names
from application.admin.permissions import Principal, authorise
from application.admin.set_allowance import Allowed, Subject
from application.ports.clock import Clock
from application.ports.limited_subjects import LimitedSubjects
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.accounts.team import Team
from domain.accounts.user import User
from domain.allowances.terms import Limits, Terms

EACH_MAX: Final = 500
"""So many users, keys and teams are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedSubject:
    """`name` is a user's address; `owner_name` says whose a key is, and is empty for others."""

    kind: Subject
    id: str
    name: str
    owner_name: str
    measured: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """`is_whole` is false where there are more than are looked at."""

    subjects: Sequence[RankedSubject]
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RankAllowances:
    """Everybody with a limit or a budget of their own, the fullest first."""

    limited: LimitedSubjects
    users: Users
    teams: Teams
    measure: Measure
    clock: Clock

    async def __call__(self, *, by: Principal) -> Ranking:
        authorise(by, "look")
        users = await self.limited.users(EACH_MAX + 1)
        keys = await self.limited.keys(EACH_MAX + 1)
        teams = [each for each in await self.teams.all() if _is_limited(each)]
        good = [each for each in keys[:EACH_MAX] if each.state(at=self.clock()) == "active"]
        found: list[Allowed] = [*users[:EACH_MAX], *good, *teams[:EACH_MAX]]
        measured = await self.measure([_terms(each) for each in found])
        owners = await owner_names(good, self.users, self.teams)
        subjects = [
            RankedSubject(
                kind=_kind(each),
                id=each.id,
                name=each.email if isinstance(each, User) else each.name,
                owner_name=owners[each.id] if isinstance(each, ApiKey) else "",
                measured=measured[f"{_kind(each)}:{each.id}"],
            )
            for each in found
        ]
        return Ranking(
            subjects=sorted(subjects, key=lambda each: (-each.measured.fullness, each.name)),
            is_whole=max(len(users), len(keys), len(teams)) <= EACH_MAX,
        )


def _is_limited(team: Team) -> bool:
    return team.budgets != () or team.limits != Limits()


def _kind(allowed: Allowed) -> Subject:
    if isinstance(allowed, User):
        return "user"
    return "key" if isinstance(allowed, ApiKey) else "team"


def _terms(allowed: Allowed) -> Terms:
    subject = f"{_kind(allowed)}:{allowed.id}"
    return Terms(subject=subject, limits=allowed.limits, budgets=allowed.budgets)
