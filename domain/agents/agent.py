"""An agent: a model with standing instructions, tools and manners, under a name of its own."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, Self

from domain.errors import Invalid
from domain.files.knowledge import Knowledge, check_knowledge
from domain.ids import AgentId, TeamId, UserId
from domain.llm.prompt import Effort
from domain.tools.tool import Approval

NAME_LENGTH_MAX: Final = 80
_DESCRIPTION_LENGTH_MAX: Final = 500
_INSTRUCTIONS_LENGTH_MAX: Final = 60_000
_STARTER_LENGTH_MAX: Final = 500
_STARTERS_MAX: Final = 8
_TOOLS_MAX: Final = 64
_SHARES_MAX: Final = 200
_EMOJI_LENGTH_MAX: Final = 16
_TOKENS_MAX: Final = 1_000_000
_HOTTEST: Final = 2.0
PREFIX: Final = "agent/"
"""An agent is a model by this and its id, in chat and under `/v1`."""
_VARIABLE: Final = re.compile(r"\{\{ ?([a-z_]{1,20}) ?\}\}")

Colour = Literal["teal", "blue", "violet", "pink", "orange", "grey"]
Right = Literal["view", "edit", "own"]
"""`view` is to use it, without its instructions; `edit` to change it; `own` all there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolUse:
    name: str
    approval: Approval = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What is `None` is left to the model."""

    temperature: float | None = None
    top_p: float | None = None
    max_output_tokens: int | None = None
    effort: Effort | None = None

    def __post_init__(self) -> None:
        if self.temperature is not None and not 0 <= self.temperature <= _HOTTEST:
            raise Invalid("temperature: lies between 0 and 2")
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise Invalid("top_p: lies above 0, up to 1")
        if self.max_output_tokens is not None and not 0 < self.max_output_tokens <= _TOKENS_MAX:
            raise Invalid(f"max_output_tokens: lies between 1 and {_TOKENS_MAX:,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentShare:
    """`subject` is `user:<id>` or `team:<id>`."""

    subject: str
    right: Literal["view", "edit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDraft:
    """All that an editor of an agent decides."""

    name: str
    emoji: str = ""
    colour: Colour = "teal"
    description: str = ""
    instructions: str = ""
    model: str
    parameters: Parameters = field(default_factory=Parameters)
    tools: tuple[ToolUse, ...] = ()
    starters: tuple[str, ...] = ()
    files: tuple[Knowledge, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > NAME_LENGTH_MAX:
            raise Invalid(f"an agent's name has 1 to {NAME_LENGTH_MAX} characters")
        if len(self.emoji) > _EMOJI_LENGTH_MAX:
            raise Invalid("emoji: is one sign")
        if len(self.description) > _DESCRIPTION_LENGTH_MAX:
            raise Invalid(f"description: has more than {_DESCRIPTION_LENGTH_MAX} characters")
        if len(self.instructions) > _INSTRUCTIONS_LENGTH_MAX:
            raise Invalid(f"instructions: have more than {_INSTRUCTIONS_LENGTH_MAX:,} characters")
        if self.model.startswith(PREFIX):
            raise Invalid("model: is a model, not another agent")
        if len(self.tools) > _TOOLS_MAX or len({each.name for each in self.tools}) < len(
            self.tools
        ):
            raise Invalid(f"tools: are at most {_TOOLS_MAX}, each once")
        if len(self.starters) > _STARTERS_MAX or not all(
            0 < len(each) <= _STARTER_LENGTH_MAX for each in self.starters
        ):
            raise Invalid(f"starters: are at most {_STARTERS_MAX} of {_STARTER_LENGTH_MAX} letters")
        check_knowledge(self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """`version` counts saves: each is one that can be looked at and gone back to."""

    id: AgentId
    owner: UserId
    draft: AgentDraft
    created_at: datetime
    changed_at: datetime
    changed_by: UserId
    shares: tuple[AgentShare, ...] = ()
    version: int = 0

    @property
    def model_name(self) -> str:
        """What it is called where models are."""
        return f"{PREFIX}{self.id}"

    def right_of(self, user: UserId, *, teams: Collection[TeamId]) -> Right | None:
        """What somebody may do with it; `None`: it is not there for them."""
        if user == self.owner:
            return "own"
        mine = {user_subject(user), *(team_subject(team) for team in teams)}
        rights = {share.right for share in self.shares if share.subject in mine}
        if not rights:
            return None
        return "edit" if "edit" in rights else "view"

    def edited(self, draft: AgentDraft, *, by: UserId, at: datetime) -> Self:
        return replace(self, draft=draft, changed_at=at, changed_by=by)

    def shared(self, shares: Sequence[AgentShare]) -> Self:
        """With these, in place of those before. Raises `Invalid`."""
        subjects = {each.subject for each in shares}
        if len(shares) > _SHARES_MAX or len(subjects) < len(shares):
            raise Invalid(f"an agent is shared with at most {_SHARES_MAX}, each once")
        if user_subject(self.owner) in subjects:
            raise Invalid("an agent's owner has every right already")
        return replace(self, shares=tuple(shares))

    def approval_of(self, use: ToolUse, usual: Approval, *, caller: UserId) -> Approval:
        """Whether a tool asks: only the owner lets it do more than it usually may.

        Calls run with the rights of whoever uses the agent, which nobody else may lend.
        """
        if caller == self.owner:
            return use.approval
        stricter = _STRICTNESS.index(use.approval) > _STRICTNESS.index(usual)
        return use.approval if stricter else usual


_STRICTNESS: Final[Sequence[Approval]] = ("always", "ask", "never")


def user_subject(user: UserId) -> str:
    return f"user:{user}"


def team_subject(team: TeamId) -> str:
    return f"team:{team}"


def agent_in(model: str) -> AgentId | None:
    """The agent that a model's name means, if it does."""
    return AgentId(model.removeprefix(PREFIX)) if model.startswith(PREFIX) else None


def filled(instructions: str, values: Mapping[str, str]) -> str:
    """With the variables that are known in place of their names; nothing else is looked at.

    Once over the text: what a value says is never read as a variable itself.
    """
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), instructions)
