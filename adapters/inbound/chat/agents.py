from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.message_views import AttachmentOut, attachment_out
from adapters.inbound.chat.use_cases import Caller, ChatUseCases, UseCases
from application.agents.agent_access import HeldAgent
from application.agents.change_agents import WantedShare
from domain.agents.agent import AgentDraft, AgentShare, Colour, Parameters, Right, ToolUse
from domain.errors import NotFound
from domain.ids import AgentId, FileId, TeamId, UserId
from domain.llm.prompt import Effort
from domain.tools.tool import Approval

router = APIRouter(prefix="/api/agents", tags=["agents"])

_TEXT_MAX = 100_000
_NAME_MAX = 200
_LIST_MAX = 300


class ToolUseIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=_NAME_MAX)
    approval: Approval = "always"


class ParametersIn(BaseModel):
    """What is left out is left to the model."""

    model_config = ConfigDict(extra="forbid", strict=True)

    temperature: float | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    effort: Effort | None = None


class AgentIn(BaseModel):
    """`files` are ids of those that its model may look into: uploaded ones, with text."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=_NAME_MAX)
    emoji: str = Field(default="", max_length=_NAME_MAX)
    colour: Colour = "teal"
    description: str = Field(default="", max_length=_TEXT_MAX)
    instructions: str = Field(default="", max_length=_TEXT_MAX)
    model: str = Field(max_length=_NAME_MAX)
    parameters: ParametersIn = Field(default_factory=ParametersIn)
    tools: list[ToolUseIn] = Field(default=[], max_length=_LIST_MAX)
    starters: list[str] = Field(default=[], max_length=_LIST_MAX)
    files: list[str] = Field(default=[], max_length=_LIST_MAX)

    def draft(self) -> AgentDraft:
        return AgentDraft(
            name=self.name,
            emoji=self.emoji,
            colour=self.colour,
            description=self.description,
            instructions=self.instructions,
            model=self.model,
            parameters=Parameters(**self.parameters.model_dump()),
            tools=tuple(ToolUse(name=each.name, approval=each.approval) for each in self.tools),
            starters=tuple(self.starters),
        )

    def file_ids(self) -> list[FileId]:
        return [FileId(each) for each in self.files]


class AgentEdit(BaseModel):
    """`version` is the one that the editor began with."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: int
    agent: AgentIn


class ShareIn(BaseModel):
    """Somebody by their address, or a team."""

    model_config = ConfigDict(extra="forbid", strict=True)

    right: Literal["view", "edit"] = "view"
    email: str | None = Field(default=None, max_length=300)
    team_id: str | None = Field(default=None, max_length=64)


class SharesIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    shares: list[ShareIn] = Field(max_length=_LIST_MAX)


class ShareOut(BaseModel):
    right: Literal["view", "edit"]
    name: str
    email: str | None
    team_id: str | None


class AgentOut(BaseModel):
    """`instructions`, `parameters`, `files` are for those who may edit it; `shares` its owner's."""

    id: str
    model_name: str
    right: Right
    version: int
    name: str
    emoji: str
    colour: Colour
    description: str
    starters: list[str]
    model: str
    tools: list[ToolUseIn]
    instructions: str | None
    parameters: ParametersIn | None
    files: list[AttachmentOut] | None
    shares: list[ShareOut] | None
    changed_at: datetime


class AgentsOut(BaseModel):
    agents: list[AgentOut]


class VersionOut(BaseModel):
    version: int
    changed_at: datetime
    changed_by: str
    agent: AgentOut


class VersionsOut(BaseModel):
    versions: list[VersionOut]


def _agent_out(held: HeldAgent, *, shares: list[ShareOut] | None = None) -> AgentOut:
    agent, draft = held.agent, held.agent.draft
    may_edit = held.right != "view"
    own = draft.parameters
    return AgentOut(
        id=agent.id,
        model_name=agent.model_name,
        right=held.right,
        version=agent.version,
        name=draft.name,
        emoji=draft.emoji,
        colour=draft.colour,
        description=draft.description,
        starters=list(draft.starters),
        model=draft.model,
        tools=[ToolUseIn(name=each.name, approval=each.approval) for each in draft.tools],
        instructions=draft.instructions if may_edit else None,
        parameters=ParametersIn(
            temperature=own.temperature,
            top_p=own.top_p,
            max_output_tokens=own.max_output_tokens,
            effort=own.effort,
        )
        if may_edit
        else None,
        files=[attachment_out(each.attachment) for each in draft.files] if may_edit else None,
        shares=shares,
        changed_at=agent.changed_at,
    )


async def _whole(held: HeldAgent, use: ChatUseCases) -> AgentOut:
    if held.right != "own":
        return _agent_out(held)
    return _agent_out(held, shares=[await _share(each, use) for each in held.agent.shares])


async def _share(share: AgentShare, use: ChatUseCases) -> ShareOut:
    kind, _, subject = share.subject.partition(":")
    try:
        if kind == "team":
            team = await use.share_agent.teams.get(TeamId(subject))
            return ShareOut(right=share.right, name=team.name, email=None, team_id=subject)
        user = await use.share_agent.users.get(UserId(subject))
    except NotFound:
        return ShareOut(right=share.right, name="Somebody who left", email=None, team_id=None)
    return ShareOut(right=share.right, name=user.name, email=user.email, team_id=None)


@router.get("", operation_id="listAgents")
async def list_agents(caller: Caller, use: UseCases) -> AgentsOut:
    """Those that the caller may use: their own, then those that are shared with them."""
    return AgentsOut(agents=[_agent_out(held) for held in await use.list_agents(by=caller)])


@router.post("", status_code=201, operation_id="createAgent")
async def create_agent(body: AgentIn, caller: Caller, use: UseCases) -> AgentOut:
    return await _whole(await use.create_agent(body.draft(), files=body.file_ids(), by=caller), use)


@router.get("/{id}", operation_id="readAgent")
async def read_agent(id: str, caller: Caller, use: UseCases) -> AgentOut:
    return await _whole(await use.read_agent(AgentId(id), by=caller), use)


@router.put("/{id}", operation_id="editAgent")
async def edit_agent(id: str, body: AgentEdit, caller: Caller, use: UseCases) -> AgentOut:
    """Save another version. 409 when somebody saved one since the editor began."""
    edited = await use.edit_agent(
        AgentId(id),
        body.agent.draft(),
        version=body.version,
        files=body.agent.file_ids(),
        by=caller,
    )
    return await _whole(edited, use)


@router.delete("/{id}", status_code=204, operation_id="deleteAgent")
async def delete_agent(id: str, caller: Caller, use: UseCases) -> None:
    await use.delete_agent(AgentId(id), by=caller)


@router.post("/{id}/duplicate", status_code=201, operation_id="duplicateAgent")
async def duplicate_agent(id: str, caller: Caller, use: UseCases) -> AgentOut:
    return await _whole(await use.duplicate_agent(AgentId(id), by=caller), use)


@router.put("/{id}/shares", operation_id="shareAgent")
async def share_agent(id: str, body: SharesIn, caller: Caller, use: UseCases) -> AgentOut:
    """With these, and nobody else."""
    wanted = [
        WantedShare(
            right=each.right,
            email=each.email,
            team=None if each.team_id is None else TeamId(each.team_id),
        )
        for each in body.shares
    ]
    return await _whole(await use.share_agent(AgentId(id), wanted, by=caller), use)


@router.get("/{id}/versions", operation_id="listAgentVersions")
async def list_agent_versions(id: str, caller: Caller, use: UseCases) -> VersionsOut:
    """The newest first; `agent` is as it was then."""
    versions = await use.read_agent_versions(AgentId(id), by=caller)
    return VersionsOut(
        versions=[
            VersionOut(
                version=each.version,
                changed_at=each.changed_at,
                changed_by=each.changed_by,
                agent=_agent_out(HeldAgent(agent=each, right="edit")),
            )
            for each in versions
        ]
    )


@router.post("/{id}/versions/{version}/restore", operation_id="restoreAgentVersion")
async def restore_agent_version(id: str, version: int, caller: Caller, use: UseCases) -> AgentOut:
    """What it was then becomes its newest version."""
    return await _whole(await use.restore_agent(AgentId(id), version, by=caller), use)
