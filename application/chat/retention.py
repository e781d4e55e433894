"""How long conversations are kept: what holds for somebody, and the end of those that are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from application.chat.delete_conversation import DeleteConversation
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.generations import Generations
from application.ports.retention_choices import RetentionChoices
from domain.conversations.conversation import Conversation
from domain.conversations.retention import Retention
from domain.errors import NotFound
from domain.ids import UserId

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionOfPerson:
    """`rule` is the operator's, `chosen` the person's days, `holds` what comes of both."""

    rule: Retention
    chosen: int | None
    holds: Retention


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRetention:
    rule: Retention
    choices: RetentionChoices

    async def __call__(self, *, by: UserId) -> RetentionOfPerson:
        chosen = await self.choices.of(by)
        return RetentionOfPerson(rule=self.rule, chosen=chosen, holds=self.rule.chosen(chosen))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseRetention:
    """Keep one's own conversations for fewer days. Raises `Invalid` for more than the rule's."""

    read: ReadRetention

    async def __call__(self, days: int | None, *, by: UserId) -> RetentionOfPerson:
        self.read.rule.allow(days)
        await self.read.choices.choose(by, days)
        return await self.read(by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteDue:
    """Delete what was not changed for longer than the rule and its owner's choice let it be.

    In the way a person would, so that messages, files and places in the search go too. One that
    is being answered stays until that is over.
    """

    rule: Retention
    choices: RetentionChoices
    conversations: Conversations
    generations: Generations
    delete: DeleteConversation
    clock: Clock

    async def __call__(self) -> int:
        """Return how many were deleted."""
        now = self.clock()
        deleted = await self._all_before(now - self.rule.temporary, temporary=True)
        ended = self.rule.ended_before(now)
        if ended is not None:
            deleted += await self._all_before(ended, temporary=False)
        for choice in await self.choices.all():
            ended = self.rule.chosen(choice.days).ended_before(now)
            assert ended is not None
            deleted += await self._all_before(ended, temporary=False, owner=choice.owner)
        return deleted

    async def _all_before(
        self, ended: datetime, *, temporary: bool, owner: UserId | None = None
    ) -> int:
        deleted = 0
        while True:
            due = await self.conversations.idle(
                before=ended, temporary=temporary, owner=owner, limit=_AT_ONCE
            )
            gone = await self._delete(due)
            deleted += gone
            if gone < len(due) or len(due) < _AT_ONCE:
                return deleted

    async def _delete(self, due: Sequence[Conversation]) -> int:
        deleted = 0
        for each in due:
            if await self._is_still(each) and await self._gone(each):
                deleted += 1
        return deleted

    async def _is_still(self, due: Conversation) -> bool:
        """As it was found, with nobody at work on it: a list of many takes a while."""
        running = await self.generations.running_of(due.owner)
        if any(each.conversation == due.id for each in running):
            return False
        found = await self.conversations.several([due.id], owner=due.owner)
        return any(each.version == due.version for each in found)

    async def _gone(self, due: Conversation) -> bool:
        try:
            await self.delete(due.id, by=due.owner)
        except NotFound:
            return False  # another instance was quicker
        return True
