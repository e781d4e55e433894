"""Who may use which models, who belongs to which team, and keys that follow one another."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.admin.keys import CreatedKeyOut, created_out
from adapters.inbound.admin.use_cases import Caller, UseCases
from adapters.inbound.http.auditing import AuditedRoute, Noted, audited
from application.admin.change_team import PeopledTeam
from domain.accounts.access import PATTERNS_MAX
from domain.accounts.team import TeamRole
from domain.accounts.user import User
from domain.ids import KeyId, TeamId, UserId

router = APIRouter(prefix="/admin/api", tags=["access"], route_class=AuditedRoute)

Patterns = Annotated[list[str], Field(max_length=PATTERNS_MAX)]


class ModelsGranted(BaseModel):
    """Patterns of public names; `*` stands for any text."""

    model_config = ConfigDict(extra="forbid", strict=True)

    models: Patterns


class ModelsChange(ModelsGranted):
    """`before` is what was read: 409 when it is not so any more. Without it nothing is asked."""

    before: Patterns | None = None


class MemberChange(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    role: TeamRole


class MemberOut(BaseModel):
    """`name` and `email` are missing of somebody who is not there any more."""

    user_id: str
    role: TeamRole
    name: str | None
    email: str | None


class TeamAccessOut(BaseModel):
    id: str
    name: str
    models: list[str]
    members: list[MemberOut]


class Rotation(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    overlap_s: int = Field(ge=0, le=30 * 24 * 3600)


def _team(found: PeopledTeam) -> TeamAccessOut:
    team = found.team
    members = [_member(user, team.role_of(user) or "member", found.people) for user in team.members]
    return TeamAccessOut(id=team.id, name=team.name, models=list(team.models), members=members)


def _member(id: UserId, role: TeamRole, people: Mapping[UserId, User]) -> MemberOut:
    user = people.get(id)
    return MemberOut(
        user_id=id,
        role=role,
        name=None if user is None else user.name,
        email=None if user is None else user.email,
    )


@router.put("/users/{user_id}/models", operation_id="grantModelsToUser")
@audited("user", id_in="user_id")
async def grant_to_user(
    user_id: str, body: ModelsChange, caller: Caller, use: UseCases, note: Noted
) -> ModelsGranted:
    note.say(models=", ".join(body.models))
    user = await use.grant_models(UserId(user_id), body.models, by=caller, before=body.before)
    return ModelsGranted(models=list(user.models))


@router.put("/teams/{team_id}/models", operation_id="grantModelsToTeam")
@audited("team", id_in="team_id")
async def grant_to_team(
    team_id: str, body: ModelsChange, caller: Caller, use: UseCases, note: Noted
) -> TeamAccessOut:
    note.say(models=", ".join(body.models))
    return _team(
        await use.change_team.grant(TeamId(team_id), body.models, by=caller, before=body.before)
    )


@router.get("/teams/{team_id}/access", operation_id="readTeamAccess")
async def read_team(team_id: str, caller: Caller, use: UseCases) -> TeamAccessOut:
    return _team(await use.change_team.read(TeamId(team_id), by=caller))


@router.put("/teams/{team_id}/members/{user_id}", operation_id="setTeamMember")
@audited("team", id_in="team_id")
async def set_member(
    team_id: str, user_id: str, body: MemberChange, caller: Caller, use: UseCases, note: Noted
) -> TeamAccessOut:
    note.say(member=user_id, role=body.role)
    team = await use.change_team.set_member(
        TeamId(team_id), UserId(user_id), role=body.role, by=caller
    )
    return _team(team)


@router.delete("/teams/{team_id}/members/{user_id}", operation_id="removeTeamMember")
@audited("team", id_in="team_id")
async def remove_member(
    team_id: str, user_id: str, caller: Caller, use: UseCases, note: Noted
) -> TeamAccessOut:
    note.say(member=user_id)
    return _team(await use.change_team.remove_member(TeamId(team_id), UserId(user_id), by=caller))


@router.post("/keys/{key_id}/rotate", status_code=201, operation_id="rotateKey")
@audited("key", id_in="key_id")
async def rotate_key(
    key_id: str, body: Rotation, caller: Caller, use: UseCases, note: Noted
) -> CreatedKeyOut:
    overlap = timedelta(seconds=body.overlap_s)
    made = await use.rotate_key(KeyId(key_id), overlap=overlap, by=caller)
    note.say(successor=made.key.id, overlap_s=body.overlap_s)
    return created_out(made, at=use.clock())
