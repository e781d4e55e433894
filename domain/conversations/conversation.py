"""A conversation: owned by one person; its messages are rows of a tree apart from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, Self

from domain.agents.agent import Parameters
from domain.errors import Invalid
from domain.ids import ConversationId, MessageId, ProjectId, UserId

TITLE_LENGTH_MAX = 200
TAG_LENGTH_MAX = 40
TAGS_MAX = 20
_TITLE_FROM_TEXT = 60
_AGREED_MAX = 100

Shelf = Literal["open", "pinned", "archived"]
"""Where a conversation is listed: exactly one of them."""

NO_PROJECT: Final = ProjectId("")
"""Asks for conversations of no project, or takes one out of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How a conversation is to be kept in lists; what is `None` stays. `NO_PROJECT` is none.

    `keep` ends that it is temporary.
    """

    pinned: bool | None = None
    archived: bool | None = None
    tags: Sequence[str] | None = None
    project: ProjectId | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """`active_leaf` is the last message of the branch that is shown; `version` counts saves.

    An archived conversation is kept out of the list until it is looked for; a temporary one is in
    no list and no search, and goes by itself ([`retention`](retention.py)).
    """

    id: ConversationId
    owner: UserId
    title: str
    model: str | None
    created_at: datetime
    updated_at: datetime
    active_leaf: MessageId | None = None
    version: int = 0
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    agreed_tools: tuple[str, ...] = ()
    project: ProjectId | None = None
    temporary: bool = False
    parameters: Parameters = field(default_factory=Parameters)

    def rename(self, title: str, *, at: datetime) -> Self:
        cleaned = " ".join(title.split())
        if not cleaned or len(cleaned) > TITLE_LENGTH_MAX:
            raise Invalid(f"a title has 1 to {TITLE_LENGTH_MAX} characters")
        return replace(self, title=cleaned, updated_at=at)

    def use_model(self, model: str) -> Self:
        return replace(self, model=model)

    def ask_with(self, parameters: Parameters) -> Self:
        """What models are asked with in it from now on, before what an agent says."""
        return replace(self, parameters=parameters)

    def agree(self, tool: str) -> Self:
        """Let this tool run in this chat without asking from now on."""
        if tool in self.agreed_tools:
            return self
        return replace(self, agreed_tools=(*self.agreed_tools, tool)[-_AGREED_MAX:])

    def show(self, leaf: MessageId | None, *, at: datetime) -> Self:
        return replace(self, active_leaf=leaf, updated_at=at)

    def keep(self) -> Self:
        """Temporary no more: from now on a conversation like the others."""
        return replace(self, temporary=False)

    @property
    def shelf(self) -> Shelf:
        if self.archived:
            return "archived"
        return "pinned" if self.pinned else "open"

    def arrange(self, wanted: Arrangement) -> Self:
        """Raise `Invalid` for tags that cannot be."""
        arranged = self
        if wanted.pinned is not None:
            arranged = arranged.pin(wanted.pinned)
        if wanted.archived is not None:
            arranged = arranged.archive(wanted.archived)
        if wanted.keep:
            arranged = arranged.keep()
        if wanted.project is not None:
            arranged = arranged.put_in(wanted.project)
        return arranged if wanted.tags is None else arranged.tag(wanted.tags)

    def pin(self, pinned: bool) -> Self:
        """What is pinned is wanted at hand: it leaves the archive, and is temporary no more."""
        return replace(
            self,
            pinned=pinned,
            archived=self.archived and not pinned,
            temporary=self.temporary and not pinned,
        )

    def archive(self, archived: bool) -> Self:
        return replace(self, archived=archived, pinned=self.pinned and not archived)

    def put_in(self, project: ProjectId) -> Self:
        """With `NO_PROJECT`: in none."""
        return replace(self, project=None if project == NO_PROJECT else project)

    def tag(self, tags: Sequence[str]) -> Self:
        """Hold these tags and no others, each once. Raises `Invalid`."""
        cleaned = tuple(dict.fromkeys(" ".join(tag.split()) for tag in tags))
        if len(cleaned) > TAGS_MAX or not all(0 < len(tag) <= TAG_LENGTH_MAX for tag in cleaned):
            raise Invalid(f"a chat has at most {TAGS_MAX} tags of 1 to {TAG_LENGTH_MAX} characters")
        return replace(self, tags=cleaned)


def title_from(text: str) -> str:
    """Name a conversation after its first message, cut at a word where one is near."""
    line = " ".join(text.split())
    if len(line) <= _TITLE_FROM_TEXT:
        return line or "New chat"
    head = line[:_TITLE_FROM_TEXT]
    at_word, _, _ = head.rpartition(" ")
    return f"{at_word if len(at_word) > _TITLE_FROM_TEXT // 2 else head}…"
