"""A conversation as its owner sees it: with the answer that is being made in it, if any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.conversations.conversation import Conversation
from domain.conversations.generation import Generation
from domain.ids import GenerationId
from domain.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    conversation: Conversation
    running: GenerationId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationViews:
    items: tuple[ConversationView, ...]
    next_cursor: str | None


def view(conversation: Conversation, generations: Iterable[Generation]) -> ConversationView:
    """The answer on the branch that is shown goes first, then the one begun last."""
    here = [each for each in generations if each.conversation == conversation.id]
    shown = [each for each in here if each.message == conversation.active_leaf]
    running = (shown or here)[-1].id if here else None
    return ConversationView(conversation=conversation, running=running)


def views(page: Page[Conversation], generations: Sequence[Generation]) -> ConversationViews:
    return ConversationViews(
        items=tuple(view(each, generations) for each in page.items), next_cursor=page.next_cursor
    )
