import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from application.admin.limited import Limited, ReadLimited, terms_of
from application.admin.measure import Measure, Measured
from application.admin.owners import owner_names
from application.admin.permissions import Principal, authorise
from application.admin.set_allowance import Subject
from application.ports.clock import Clock
from application.ports.teams import Teams
from application.ports.users import Users
from domain.accounts.api_key import ApiKey
from domain.accounts.user import User
from domain.errors import Invalid
from domain.json import listed, read, write

_Place: TypeAlias = tuple[float, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedSubject:
    """`name` is a user's address; `owner_name` says whose a key is, and is empty for others."""

    kind: Subject
    id: str
    name: str
    owner_name: str
    measured: Measured

    @property
    def place(self) -> _Place:
        return -self.measured.fullness, self.name, f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One page; `next_cursor` is `None` on the last one. `whole` is how many there are in all."""

    subjects: Sequence[RankedSubject]
    next_cursor: str | None
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankAllowances:
    """Everybody with a limit or a budget of their own, the fullest first.

    All are measured for every page, since nobody knows before who is the fullest; who moves
    between two pages may be on both, or on none. Raises `Invalid` for a cursor of no page.
    """

    limited: ReadLimited
    users: Users
    teams: Teams
    measure: Measure
    clock: Clock

    async def __call__(
        self, *, least: float = 0, cursor: str | None = None, limit: int, by: Principal
    ) -> Ranking:
        """Those who are at least so full: 1 is all used."""
        authorise(by, "look")
        after = None if cursor is None else _read(cursor)
        found = [each for each in await self.limited() if self._counts(each)]
        measured = await self.measure([terms_of(each) for each in found])
        ranked = [_ranked(each, measured) for each in found]
        wanted = [each for each in ranked if each.measured.fullness >= least]
        rest = sorted(
            (each for each in wanted if after is None or each.place > after),
            key=lambda each: each.place,
        )
        shown = rest[:limit]
        return Ranking(
            subjects=await self._named(shown, found),
            next_cursor=_write(shown[-1].place) if len(rest) > limit else None,
            whole=len(wanted),
        )

    def _counts(self, limited: Limited) -> bool:
        return not isinstance(limited, ApiKey) or limited.state(at=self.clock()) == "active"

    async def _named(
        self, shown: Sequence[RankedSubject], found: Sequence[Limited]
    ) -> Sequence[RankedSubject]:
        wanted = {each.id for each in shown if each.kind == "key"}
        keys = [each for each in found if isinstance(each, ApiKey) and each.id in wanted]
        named = await owner_names(keys, self.users, self.teams)
        owners: dict[str, str] = {str(key): name for key, name in named.items()}
        return [
            replace(each, owner_name=owners[each.id]) if each.kind == "key" else each
            for each in shown
        ]


def _ranked(limited: Limited, measured: Mapping[str, Measured]) -> RankedSubject:
    subject = terms_of(limited).subject
    return RankedSubject(
        kind=_kind(limited),
        id=limited.id,
        name=limited.email if isinstance(limited, User) else limited.name,
        owner_name="",
        measured=measured[subject],
    )


def _kind(limited: Limited) -> Subject:
    if isinstance(limited, User):
        return "user"
    return "key" if isinstance(limited, ApiKey) else "team"


def _write(place: _Place) -> str:
    return base64.urlsafe_b64encode(write(list(place)).encode()).decode()


def _read(cursor: str) -> _Place:
    try:
        said = listed(read(base64.urlsafe_b64decode(cursor.encode())))
    except (binascii.Error, ValueError, Invalid):
        said = ()
    match said:
        case [int() | float() as fullness, str() as name, str() as subject]:
            return float(fullness), name, subject
        case _:
            raise Invalid("this cursor came from no page")
