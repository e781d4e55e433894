from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from adapters.inbound.chat.use_cases import Caller, UseCases
from domain.ids import SavedPromptId, TeamId, UserId
from domain.library.saved_prompt import PromptDraft, SavedPrompt

router = APIRouter(prefix="/api/prompts", tags=["prompts"])

_NAME_MAX = 200
_TEXT_MAX = 30_000
_TEAMS_MAX = 100


class PromptIn(BaseModel):
    """`command` is what is typed after a slash; `text` may have variables in double braces."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=_NAME_MAX)
    command: str = Field(max_length=_NAME_MAX)
    text: str = Field(max_length=_TEXT_MAX)
    team_ids: list[str] = Field(default=[], max_length=_TEAMS_MAX)

    def draft(self) -> PromptDraft:
        return PromptDraft(
            name=" ".join(self.name.split()),
            command=self.command.strip().removeprefix("/"),
            text=self.text.strip(),
            teams=tuple(TeamId(each) for each in self.team_ids),
        )


class PromptEdit(PromptIn):
    """`version` is the one that the editor began with."""

    version: int


class PromptOut(BaseModel):
    """`own`: the caller's; others are shared with a team of theirs, to be used."""

    id: str
    own: bool
    name: str
    command: str
    text: str
    team_ids: list[str]
    changed_at: datetime
    version: int


class OwnTeamOut(BaseModel):
    id: str
    name: str


class PromptsOut(BaseModel):
    """`teams` are the caller's: a prompt can be shared with these."""

    prompts: list[PromptOut]
    teams: list[OwnTeamOut]


def _out(prompt: SavedPrompt, by: UserId) -> PromptOut:
    draft = prompt.draft
    return PromptOut(
        id=prompt.id,
        own=prompt.owner == by,
        name=draft.name,
        command=draft.command,
        text=draft.text,
        team_ids=list(draft.teams) if prompt.owner == by else [],
        changed_at=prompt.changed_at,
        version=prompt.version,
    )


@router.get("", operation_id="listPrompts")
async def list_prompts(caller: Caller, use: UseCases) -> PromptsOut:
    found = await use.library.list_prompts(by=caller)
    return PromptsOut(
        prompts=[_out(each, caller) for each in found.prompts],
        teams=[OwnTeamOut(id=team.id, name=team.name) for team in found.teams],
    )


@router.post("", status_code=201, operation_id="createPrompt")
async def create_prompt(body: PromptIn, caller: Caller, use: UseCases) -> PromptOut:
    return _out(await use.library.create_prompt(body.draft(), by=caller), caller)


@router.put("/{id}", operation_id="editPrompt")
async def edit_prompt(id: str, body: PromptEdit, caller: Caller, use: UseCases) -> PromptOut:
    edited = await use.library.edit_prompt(
        SavedPromptId(id), body.draft(), version=body.version, by=caller
    )
    return _out(edited, caller)


@router.delete("/{id}", status_code=204, operation_id="deletePrompt")
async def delete_prompt(id: str, caller: Caller, use: UseCases) -> None:
    await use.library.delete_prompt(SavedPromptId(id), by=caller)
