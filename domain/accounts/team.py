from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Self

from domain.accounts.access import EVERYTHING, check_patterns
from domain.allowances.terms import Budget, Limits, check_budgets
from domain.errors import Invalid, NotFound
from domain.ids import TeamId, UserId

NAME_LENGTH_MAX = 80
MEMBERS_MAX = 1_000

TeamRole = Literal["manager", "member"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People who share an account for their relay calls. `managers` are some of the members."""

    id: TeamId
    name: str
    created_at: datetime
    members: tuple[UserId, ...] = ()
    managers: tuple[UserId, ...] = ()
    models: tuple[str, ...] = EVERYTHING
    limits: Limits = field(default_factory=Limits)
    budgets: tuple[Budget, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"a team name has 1 to {NAME_LENGTH_MAX} characters")
        if len(self.members) > MEMBERS_MAX:
            raise Invalid(f"a team has at most {MEMBERS_MAX} members")
        check_patterns(self.models)
        check_budgets(self.budgets)

    def role_of(self, user: UserId) -> TeamRole | None:
        """`None` for somebody else's member."""
        if user in self.managers:
            return "manager"
        return "member" if user in self.members else None

    def with_member(self, user: UserId, *, role: TeamRole = "member") -> Self:
        members = self.members if user in self.members else (*self.members, user)
        others = tuple(each for each in self.managers if each != user)
        managers = (*others, user) if role == "manager" else others
        if role == self.role_of(user):
            return self
        return replace(self, members=members, managers=managers)

    def without_member(self, user: UserId) -> Self:
        """Raises `NotFound` for somebody who is none."""
        if user not in self.members:
            raise NotFound(f"{user!r} is no member of {self.name!r}")
        return replace(
            self,
            members=tuple(each for each in self.members if each != user),
            managers=tuple(each for each in self.managers if each != user),
        )

    def granted(self, models: Sequence[str]) -> Self:
        """With these models, by pattern, in place of those before."""
        return replace(self, models=tuple(models))

    def allowed(self, limits: Limits, budgets: Sequence[Budget]) -> Self:
        """With these in place of those before."""
        return replace(self, limits=limits, budgets=tuple(budgets))
