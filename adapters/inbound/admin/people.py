"""Users and teams."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from adapters.inbound.admin.use_cases import Caller, ProvedCaller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from domain.accounts.ban import REASON_LENGTH_MAX, Ban
from domain.accounts.team import Team, TeamRole
from domain.accounts.user import User
from domain.audit.entry import Party
from domain.ids import UserId
from domain.paging import LIMIT_MAX

router = APIRouter(prefix="/admin/api", tags=["people"], route_class=AuditedRoute)

Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=LIMIT_MAX)]


class BanOut(BaseModel):
    """`until` is `null` where it does not end by itself; `holds` is false when it has."""

    reason: str
    since: datetime
    until: datetime | None
    holds: bool


class NewBan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=REASON_LENGTH_MAX)
    until: AwareDatetime | None = None


class UserOut(BaseModel):
    id: str
    email: str
    name: str
    state: Literal["active", "disabled"]
    created_at: datetime
    last_seen_at: datetime | None
    ban: BanOut | None


class TeamOfUserOut(BaseModel):
    id: str
    name: str
    role: TeamRole


class UserDetailOut(UserOut):
    """`models` are patterns of public names; `*` stands for any text."""

    models: list[str]
    teams: list[TeamOfUserOut]
    has_second_factor: bool


class UsersOut(BaseModel):
    items: list[UserOut]
    next_cursor: str | None


class UserChange(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    state: Literal["active", "disabled"]


class TeamOut(BaseModel):
    id: str
    name: str
    created_at: datetime
    member_count: int


class TeamsOut(BaseModel):
    items: list[TeamOut]


class NewTeam(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=200)


def _ban(ban: Ban, *, at: datetime) -> BanOut:
    return BanOut(reason=ban.reason, since=ban.since, until=ban.until, holds=ban.holds(at=at))


def _user(user: User, *, at: datetime) -> UserOut:
    return UserOut(
        id=user.id,
        email=user.email,
        name=user.name,
        state=user.state,
        created_at=user.created_at,
        last_seen_at=user.last_seen_at,
        ban=None if user.ban is None else _ban(user.ban, at=at),
    )


def _team(team: Team) -> TeamOut:
    return TeamOut(
        id=team.id, name=team.name, created_at=team.created_at, member_count=len(team.members)
    )


@router.get("/users", operation_id="listUsers")
async def list_users(
    caller: Caller,
    use: UseCases,
    search: Annotated[str, Query(max_length=200)] = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> UsersOut:
    page = await use.list_users(search, cursor=cursor, limit=limit, by=caller)
    return UsersOut(
        items=[_user(user, at=use.clock()) for user in page.items], next_cursor=page.next_cursor
    )


@router.get("/users/{user_id}", operation_id="readUser")
async def read_user(user_id: str, caller: Caller, use: UseCases) -> UserDetailOut:
    found = await use.read_user(UserId(user_id), by=caller)
    user = found.user
    return UserDetailOut(
        **_user(user, at=use.clock()).model_dump(),
        models=list(user.models),
        teams=[
            TeamOfUserOut(id=team.id, name=team.name, role=team.role_of(user.id) or "member")
            for team in found.teams
        ],
        has_second_factor=await use.second_factor.read(user.id) is not None,
    )


@router.patch("/users/{user_id}", operation_id="setUserState")
@audited("user", id_in="user_id")
async def set_user_state(
    user_id: str, body: UserChange, caller: ProvedCaller, use: UseCases, note: Noted
) -> UserOut:
    note.say(state=body.state)
    user = await use.set_user_state(UserId(user_id), body.state, by=caller)
    return _user(user, at=use.clock())


@router.put("/users/{user_id}/ban", operation_id="banUser")
@audited("user", id_in="user_id")
async def ban_user(
    user_id: str, body: NewBan, caller: Caller, use: UseCases, note: Noted
) -> UserOut:
    """The reason is told to whom it keeps out, in chat and by every key of theirs."""
    note.say(until=body.until and body.until.isoformat())
    user = await use.ban_user(UserId(user_id), reason=body.reason, until=body.until, by=caller)
    return _user(user, at=use.clock())


@router.delete("/users/{user_id}/ban", operation_id="pardonUser")
@audited("user", id_in="user_id")
async def pardon_user(user_id: str, caller: Caller, use: UseCases) -> UserOut:
    return _user(await use.ban_user.pardon(UserId(user_id), by=caller), at=use.clock())


@router.delete("/users/{user_id}/second-factor", status_code=204, operation_id="resetSecondFactor")
@audited("user", id_in="user_id")
async def reset_second_factor(user_id: str, caller: ProvedCaller, use: UseCases) -> None:
    """For who lost it. They are signed out everywhere, and sign in by password alone."""
    await use.reset_second_factor(UserId(user_id), by=caller)


@router.get("/teams", operation_id="listTeams")
async def list_teams(caller: Caller, use: UseCases) -> TeamsOut:
    return TeamsOut(items=[_team(team) for team in await use.list_teams(by=caller)])


@router.post("/teams", status_code=201, operation_id="createTeam")
@audited("team")
async def create_team(body: NewTeam, caller: Caller, use: UseCases, note: Noted) -> TeamOut:
    team = await use.create_team(body.name, by=caller)
    note.subject = Party(kind="team", id=team.id)
    return _team(team)
