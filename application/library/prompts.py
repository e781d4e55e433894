"""Prompts that people keep, and those that their teams share."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.ids import NewId
from application.ports.saved_prompts import SavedPrompts
from application.ports.teams import Teams
from domain.accounts.team import Team
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import SavedPromptId, UserId
from domain.library.saved_prompt import PROMPTS_MAX, PromptDraft, SavedPrompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What somebody may use: their own first, then what is shared with them. And their teams."""

    prompts: tuple[SavedPrompt, ...]
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPrompts:
    prompts: SavedPrompts
    teams: Teams

    async def __call__(self, *, by: UserId) -> Library:
        teams = await teams_of(by, self.teams)
        shared = await self.prompts.shared_with([team.id for team in teams])
        return Library(
            prompts=(*await self.prompts.of(by), *(each for each in shared if each.owner != by)),
            teams=tuple(teams),
        )


async def teams_of(user: UserId, teams: Teams) -> Sequence[Team]:
    return [team for team in await teams.all() if user in team.members]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatePrompt:
    """Raises `Conflict` for a command that another of one's prompts has, `Invalid` for too many.

    Also `NotFound` for a team that one is not in.
    """

    prompts: SavedPrompts
    teams: Teams
    new_id: NewId
    clock: Clock

    async def __call__(self, draft: PromptDraft, *, by: UserId) -> SavedPrompt:
        own = await self.prompts.of(by)
        if len(own) >= PROMPTS_MAX:
            raise Invalid(f"there are {PROMPTS_MAX} prompts already")
        _check_command(draft, own)
        _check_teams(draft, await teams_of(by, self.teams))
        now = self.clock()
        prompt = SavedPrompt(
            id=SavedPromptId(self.new_id()), owner=by, draft=draft, created_at=now, changed_at=now
        )
        return await self.prompts.add(prompt)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPrompt:
    """Its owner alone may. `version` is the one that the editor began with.

    Raises `Conflict` when it was saved meanwhile, and the errors of `CreatePrompt`.
    """

    prompts: SavedPrompts
    teams: Teams
    clock: Clock

    async def __call__(
        self, id: SavedPromptId, draft: PromptDraft, *, version: int, by: UserId
    ) -> SavedPrompt:
        prompt = await self.prompts.get(id, owner=by)
        if prompt.version != version:
            raise Conflict("this prompt was changed meanwhile")
        _check_command(draft, [each for each in await self.prompts.of(by) if each.id != id])
        _check_teams(draft, await teams_of(by, self.teams))
        return await self.prompts.save(prompt.edited(draft, at=self.clock()))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePrompt:
    """Its owner alone may. Raises `NotFound`."""

    prompts: SavedPrompts

    async def __call__(self, id: SavedPromptId, *, by: UserId) -> None:
        await self.prompts.get(id, owner=by)
        await self.prompts.delete(id, owner=by)


def _check_command(draft: PromptDraft, others: Sequence[SavedPrompt]) -> None:
    wanted = draft.command.casefold()
    if any(each.draft.command.casefold() == wanted for each in others):
        raise Conflict(f"another of your prompts has the command /{draft.command}")


def _check_teams(draft: PromptDraft, mine: Sequence[Team]) -> None:
    strange = set(draft.teams) - {team.id for team in mine}
    if strange:
        raise NotFound(f"no team {min(strange)!r}")
