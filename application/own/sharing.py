"""Links that everybody may read, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.chat.copy_messages import CopyMessages
from application.chat.end_links import EndLinks
from application.ports.clock import Clock
from application.ports.conversations import Conversations
from application.ports.ids import NewId, NewSecret
from application.ports.messages import Messages
from application.ports.shared_links import SharedLinks
from application.ports.users import Users
from domain.conversations.conversation import Conversation
from domain.conversations.copies import copied
from domain.conversations.message import Message
from domain.conversations.sharing import SharedLink, end_of, public
from domain.errors import Conflict, Invalid, NotFound
from domain.ids import ConversationId, MessageId, ShareId, UserId

_AT_ONCE: Final = 200
LINKS_MAX: Final = 500
_SWEPT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBranch:
    """Keep a copy of the branch as it is now, and make an address for it.

    `leaf` is its last message (`None`: where the owner is). Raises `NotFound` for a stranger's
    conversation, `Invalid` for one without messages, `Conflict` for one link too many.
    """

    conversations: Conversations
    messages: Messages
    links: SharedLinks
    users: Users
    new_id: NewId
    new_secret: NewSecret
    clock: Clock

    async def __call__(
        self,
        id: ConversationId,
        *,
        leaf: MessageId | None,
        lasting: timedelta | None,
        named: bool,
        by: UserId,
    ) -> SharedLink:
        conversation = await self.conversations.get(id, owner=by)
        if len(await self.links.of_owner(by)) >= LINKS_MAX:
            raise Conflict(f"you have {LINKS_MAX} links; revoke one that is no longer needed")
        tree = await self.messages.tree(id)
        last = leaf or tree.shown(conversation.active_leaf)
        if last is None:
            raise Invalid("there is nothing in this chat that could be shared")
        thread, now = tree.thread(last), self.clock()
        link = SharedLink(
            id=ShareId(self.new_secret()),
            owner=by,
            conversation=id,
            leaf=last,
            title=conversation.title,
            author=(await self.users.get(by)).name if named else "",
            messages=len(thread),
            created_at=now,
            expires_at=end_of(lasting, at=now),
        )
        await self._keep(thread, link)
        await self.links.add(link)
        return link

    async def _keep(self, thread: Sequence[MessageId], link: SharedLink) -> None:
        """The link is stored last: it never leads to half of a branch."""
        fresh = sorted(MessageId(self.new_id()) for _ in thread)
        names = dict(zip(thread, fresh, strict=True))
        for first in range(0, len(thread), _AT_ONCE):
            some = thread[first : first + _AT_ONCE]
            found = await self.messages.several(some, conversation=link.conversation)
            if len(found) < len(some):
                await self.messages.delete_all(link.place)
                raise NotFound("a message of this conversation was deleted meanwhile")
            await self.messages.add_all(
                [copied(public(each), into=link.place, names=names) for each in found]
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLinks:
    """Somebody's links that lead somewhere, newest first."""

    links: SharedLinks
    clock: Clock

    async def __call__(self, *, by: UserId) -> Sequence[SharedLink]:
        now = self.clock()
        return [each for each in await self.links.of_owner(by) if not each.has_ended(at=now)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeLink:
    """From now on it leads nowhere. Raises `NotFound` for a stranger's."""

    end_links: EndLinks

    async def __call__(self, id: ShareId, *, by: UserId) -> None:
        link = await self.end_links.links.get(id)
        if link.owner != by:
            raise NotFound("this link leads nowhere, or no more")
        await self.end_links.end(link)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPage:
    """Messages in their order; `next` is where to go on, `None` at the end."""

    link: SharedLink
    messages: Sequence[Message]
    next: MessageId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadShared:
    """For everybody who has the address. Raises `NotFound` once it has ended."""

    links: SharedLinks
    messages: Messages
    clock: Clock

    async def __call__(self, id: ShareId, *, after: MessageId | None, limit: int) -> SharedPage:
        link = await self.links.get(id)
        link.check_open(at=self.clock())
        line = (await self.messages.tree(link.place)).all()
        start = line.index(after) + 1 if after in line else 0
        wanted = line[start : start + limit]
        found = await self.messages.several(wanted, conversation=link.place)
        more = start + limit < len(line)
        return SharedPage(link=link, messages=found, next=wanted[-1] if more else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyShared:
    """Go on from what somebody shared, in a conversation of one's own."""

    links: SharedLinks
    messages: Messages
    copy: CopyMessages
    clock: Clock

    async def __call__(self, id: ShareId, *, by: UserId) -> Conversation:
        link = await self.links.get(id)
        link.check_open(at=self.clock())
        line = (await self.messages.tree(link.place)).all()
        original = Conversation(
            id=link.place,
            owner=by,
            title=link.title,
            model=None,
            created_at=link.created_at,
            updated_at=link.created_at,
        )
        return await self.copy(original, line, leaf=line[-1] if line else None, title=link.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveEndedLinks:
    """Whatever has ended is removed with its messages."""

    end_links: EndLinks
    clock: Clock

    async def __call__(self) -> None:
        for link in await self.end_links.links.ended(self.clock(), limit=_SWEPT):
            await self.end_links.end(link)
