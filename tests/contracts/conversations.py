"""What every store of conversations, messages, generations and books must do."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from application.ports.conversations import Conversations
from application.ports.generations import Generations
from application.ports.messages import Messages
from application.ports.projects import Projects
from domain.conversations.conversation import NO_PROJECT, Shelf
from domain.conversations.message import AnswerCost, AnswerError
from domain.errors import Conflict, Invalid, NotFound
from domain.files.use import FileUse
from domain.ids import ConversationId, FileId, GenerationId, MessageId, ProjectId, UserId
from domain.llm.prompt import (
    CacheMark,
    Document,
    Image,
    InlineData,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    VendorFile,
    WebAddress,
)
from domain.llm.usage import Usage
from domain.tools.run import ToolRun
from domain.tools.tool import Source
from tests.builders import (
    ADA,
    EVE,
    NOON,
    a_conversation,
    a_generation,
    a_message,
    a_project,
    an_answer,
    an_attachment,
    some_knowledge,
)
from tests.contracts.races import MANY, winners

HOUR = timedelta(hours=1)
CHAT = ConversationId("c1")
OTHER = ConversationId("c2")
EVERY_PART = (
    Text(text="héllo \U0001f600", cache=CacheMark(ttl="1h")),
    Image(source=InlineData(media_type="image/png", base64="aGk="), detail="low"),
    Image(source=WebAddress(url="https://example.com/a.png")),
    Document(source=VendorFile(id="f1"), title="t"),
    Document(source=WebAddress(url="https://example.com/a.pdf")),
    ToolCall(id="call_1", name="sum", arguments='{"$a.b": 1}', custom=True),
    ToolResult(
        call_id="call_1",
        content=(
            Text(text="3"),
            Image(source=WebAddress(url="https://example.com/b.png")),
            Document(source=WebAddress(url="https://example.com/b.pdf"), title="b"),
        ),
        is_error=True,
    ),
    ToolRun(
        id="call_1",
        name="sum",
        title="Sum",
        arguments='{"$a.b": 1}',
        round=2,
        state="done",
        output="3",
        sources=(Source(title="a", url="https://example.com/a"),),
        lasted_ms=7,
        allowed=True,
        signature="sig",
    ),
    Thinking(text="hm", signature="sig"),
    RedactedThinking(data="sealed"),
    Refusal(text="no"),
    an_attachment("f1"),
)


class ConversationsContract:
    async def test_a_conversation_comes_back_as_saved(self, conversations: Conversations) -> None:
        saved = await conversations.add(a_conversation())
        assert saved == replace(a_conversation(), version=1)
        assert await conversations.get(CHAT, owner=ADA) == saved

    async def test_a_strangers_is_not_there(self, conversations: Conversations) -> None:
        saved = await conversations.add(a_conversation())
        with pytest.raises(NotFound, match="no conversation 'c1'"):
            await conversations.get(CHAT, owner=EVE)
        await conversations.delete(CHAT, owner=EVE)
        assert await conversations.get(CHAT, owner=ADA) == saved
        theirs = await conversations.page(EVE, shelf="open", tag=None, cursor=None, limit=10)
        assert theirs.items == ()

    async def test_several_of_the_owner_come_in_the_order_asked_for(
        self, conversations: Conversations
    ) -> None:
        for name in ("c1", "c2", "c3"):
            await conversations.add(a_conversation(name))
        wanted = [ConversationId(name) for name in ("c3", "nope", "c1")]

        mine = await conversations.several(wanted, owner=ADA)

        assert [each.id for each in mine] == ["c3", "c1"]
        assert list(await conversations.several(wanted, owner=EVE)) == []

    async def test_whose_it_is_is_known(self, conversations: Conversations) -> None:
        await conversations.add(a_conversation())

        assert await conversations.owner_of(CHAT) == ADA
        with pytest.raises(NotFound):
            await conversations.owner_of(ConversationId("nope"))

    async def test_a_deleted_one_is_gone(self, conversations: Conversations) -> None:
        await conversations.add(a_conversation())
        await conversations.delete(CHAT, owner=ADA)
        await conversations.delete(CHAT, owner=ADA)
        with pytest.raises(NotFound):
            await conversations.get(CHAT, owner=ADA)

    async def test_of_many_saves_at_once_one_wins(self, conversations: Conversations) -> None:
        first = await conversations.add(a_conversation())
        assert await winners(lambda _: conversations.save(first)) == 1

    async def test_of_many_creations_at_once_one_wins(self, conversations: Conversations) -> None:
        assert await winners(lambda _: conversations.add(a_conversation())) == 1

    async def test_a_save_does_not_bring_a_deleted_one_back(
        self, conversations: Conversations
    ) -> None:
        saved = await conversations.add(a_conversation())
        await conversations.delete(CHAT, owner=ADA)
        with pytest.raises(Conflict):
            await conversations.save(saved)
        with pytest.raises(NotFound):
            await conversations.get(CHAT, owner=ADA)

    async def test_pages_are_last_changed_first(self, conversations: Conversations) -> None:
        for n in range(5):
            await conversations.add(a_conversation(f"c{n}", updated_at=NOON + HOUR * (n // 2)))
        seen: list[str] = []
        cursor: str | None = None
        while True:
            page = await conversations.page(ADA, shelf="open", tag=None, cursor=cursor, limit=2)
            seen += [each.id for each in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == ["c4", "c3", "c2", "c1", "c0"]

    async def test_a_cursor_of_no_page_is_refused(self, conversations: Conversations) -> None:
        with pytest.raises(Invalid):
            await conversations.page(ADA, shelf="open", tag=None, cursor="nonsense", limit=2)

    async def test_every_shelf_has_its_own(self, conversations: Conversations) -> None:
        await conversations.add(a_conversation("open"))
        await conversations.add(a_conversation("pinned").pin(True).tag(["work", "old"]))
        await conversations.add(a_conversation("archived").archive(True).tag(["work"]))

        async def on(shelf: Shelf, tag: str | None = None) -> list[str]:
            page = await conversations.page(ADA, shelf=shelf, tag=tag, cursor=None, limit=9)
            return [each.id for each in page.items]

        assert [await on(shelf) for shelf in get_args(Shelf)] == [
            ["open"],
            ["pinned"],
            ["archived"],
        ]
        assert await on("pinned", "work") == ["pinned"]
        assert await on("archived", "old") == []

    async def test_a_project_s_are_told_from_those_of_none(
        self, conversations: Conversations
    ) -> None:
        home, work = ProjectId("home"), ProjectId("work")
        await conversations.add(a_conversation("loose"))
        await conversations.add(a_conversation("at-home").put_in(home))
        out = await conversations.add(a_conversation("out").put_in(work))
        await conversations.save(out.put_in(NO_PROJECT))

        async def within(project: ProjectId | None) -> list[str]:
            page = await conversations.page(
                ADA, shelf="open", tag=None, project=project, cursor=None, limit=9
            )
            return sorted(each.id for each in page.items)

        assert await within(home) == ["at-home"]
        assert await within(work) == []
        assert await within(NO_PROJECT) == ["loose", "out"]
        assert await within(None) == ["at-home", "loose", "out"]

    async def test_temporary_ones_are_in_no_list(self, conversations: Conversations) -> None:
        await conversations.add(replace(a_conversation(), temporary=True))

        page = await conversations.page(ADA, shelf="open", tag=None, cursor=None, limit=9)

        assert page.items == ()
        assert (await conversations.get(CHAT, owner=ADA)).temporary

    async def test_what_was_idle_for_long_is_told(self, conversations: Conversations) -> None:
        for n in range(4):
            await conversations.add(a_conversation(f"c{n}", updated_at=NOON - HOUR * n))
        await conversations.add(a_conversation("pinned", updated_at=NOON - HOUR * 9).pin(True))
        await conversations.add(a_conversation("hers", owner=EVE, updated_at=NOON - HOUR * 9))
        short = replace(a_conversation("short", updated_at=NOON - HOUR * 9), temporary=True)
        await conversations.add(short)

        async def idle(
            *, temporary: bool = False, owner: UserId | None = None, limit: int = 9
        ) -> list[str]:
            found = await conversations.idle(
                before=NOON - HOUR, temporary=temporary, owner=owner, limit=limit
            )
            return [each.id for each in found]

        assert await idle() == ["hers", "c3", "c2"]
        assert await idle(owner=ADA) == ["c3", "c2"]
        assert await idle(limit=1) == ["hers"]
        assert await idle(temporary=True) == ["short"]


class ProjectsContract:
    async def test_a_project_comes_back_as_saved(self, projects: Projects) -> None:
        saved = await projects.add(a_project())
        known = saved.instruct("Be brief.").rename("Travel").knowing([some_knowledge()])
        changed = await projects.save(known)

        assert saved == replace(a_project(), version=1)
        assert await projects.get(saved.id, owner=ADA) == changed
        with pytest.raises(Conflict):
            await projects.save(saved)
        with pytest.raises(Conflict):
            await projects.add(a_project())

    async def test_a_strangers_project_is_not_there(self, projects: Projects) -> None:
        saved = await projects.add(a_project())

        with pytest.raises(NotFound, match="no project 'p1'"):
            await projects.get(saved.id, owner=EVE)
        await projects.delete(saved.id, owner=EVE)
        assert list(await projects.of(EVE)) == []
        assert list(await projects.of(ADA)) == [saved]

    async def test_projects_come_by_name_until_they_are_deleted(self, projects: Projects) -> None:
        for made, name in (("p1", "work"), ("p2", "Home"), ("p3", "art")):
            await projects.add(a_project(made, name=name))

        assert [each.name for each in await projects.of(ADA)] == ["art", "Home", "work"]
        await projects.delete(ProjectId("p2"), owner=ADA)
        await projects.delete(ProjectId("p2"), owner=ADA)
        assert [each.name for each in await projects.of(ADA)] == ["art", "work"]


class MessageFilesContract:
    """Where files go along: a part of what every store of messages must do."""

    async def test_uses_of_files_are_found_by_file_and_by_chat(self, messages: Messages) -> None:
        paper, photo = an_attachment("f1"), an_attachment("f2")
        await messages.add(a_message("m1", parts=(paper, photo, Text(text="look"))))
        await messages.add_all([replace(a_message("m2"), conversation=OTHER, parts=(paper,))])
        await messages.add(a_message("m3"))
        here = FileUse(file=paper.file, conversation=CHAT, message=MessageId("m1"))
        there = FileUse(file=paper.file, conversation=OTHER, message=MessageId("m2"))
        second = replace(here, file=photo.file)

        assert set(await messages.with_files([paper.file])) == {here, there}
        assert set(await messages.files_of(CHAT)) == {here, second}
        assert await messages.with_files([FileId("f9")]) == ()

        await messages.delete_all(OTHER)
        assert set(await messages.with_files([paper.file, photo.file])) == {here, second}


class MessagesContract(MessageFilesContract):
    async def test_every_part_comes_back_exactly(self, messages: Messages) -> None:
        message = a_message(parts=EVERY_PART)
        await messages.add(message)
        assert await messages.get(message.id, conversation=CHAT) == message

    async def test_an_id_is_taken_once(self, messages: Messages) -> None:
        await messages.add(a_message())
        with pytest.raises(Conflict, match="message 'm1' is there already"):
            await messages.add(a_message())

    async def test_a_message_is_found_in_its_own_conversation_alone(
        self, messages: Messages
    ) -> None:
        await messages.add(a_message())
        other = ConversationId("c2")
        with pytest.raises(NotFound, match="no message 'm1' in this conversation"):
            await messages.get(MessageId("m1"), conversation=other)
        assert list(await messages.several([MessageId("m1")], conversation=other)) == []

    async def test_an_answer_grows_until_it_has_ended(self, messages: Messages) -> None:
        answer = an_answer()
        await messages.add(answer)
        grown = answer.grow((Text(text="hi"),))
        await messages.save(grown)
        assert await messages.get(answer.id, conversation=CHAT) == grown
        cost = AnswerCost(usage=Usage(output=1), cost=None, first_token_ms=None, latency_ms=9)
        ended = grown.end("failed", cost=cost, error=AnswerError(code="cut", message="gone"))
        await messages.save(ended)
        assert await messages.get(answer.id, conversation=CHAT) == ended
        with pytest.raises(Conflict, match="message 'm2' has ended"):
            await messages.save(grown)
        assert await messages.get(answer.id, conversation=CHAT) == ended

    async def test_an_answer_that_asks_is_decided_once(self, messages: Messages) -> None:
        asking = an_answer().end("asking")
        await messages.add(asking)
        with pytest.raises(Conflict, match="message 'm2' has ended"):
            await messages.save(asking)
        going_on = replace(asking, state="streaming")
        await messages.decide(going_on)
        assert await messages.get(asking.id, conversation=CHAT) == going_on
        with pytest.raises(Conflict, match="message 'm2' asks for nothing"):
            await messages.decide(going_on)
        with pytest.raises(NotFound):
            await messages.decide(replace(asking, id=MessageId("nope")))

    async def test_of_many_additions_at_once_one_wins(self, messages: Messages) -> None:
        assert await winners(lambda _: messages.add(a_message())) == 1

    async def test_of_many_ends_at_once_one_counts(self, messages: Messages) -> None:
        answer = an_answer()
        await messages.add(answer)
        parts = [(Text(text=f"end {n}"),) for n in range(MANY)]
        assert await winners(lambda n: messages.save(answer.grow(parts[n]).end("stopped"))) == 1
        assert (await messages.get(answer.id, conversation=CHAT)).parts in parts

    async def test_no_growth_undoes_an_end_at_the_same_moment(self, messages: Messages) -> None:
        answer = an_answer()
        await messages.add(answer)
        ended = answer.grow((Text(text="all of it"),)).end("complete")
        grown = answer.grow((Text(text="all"),))
        await winners(lambda n: messages.save(ended if n == MANY // 2 else grown))
        assert await messages.get(answer.id, conversation=CHAT) == ended

    async def test_a_missing_message_cannot_be_saved(self, messages: Messages) -> None:
        with pytest.raises(NotFound):
            await messages.save(an_answer())

    async def test_the_tree_has_every_place(self, messages: Messages) -> None:
        await messages.add(a_message("m1"))
        await messages.add(a_message("m2", parent="m1"))
        await messages.add(a_message("m3", parent="m1"))
        await messages.add(a_message("x1", conversation="c2"))
        tree = await messages.tree(CHAT)
        assert tree.thread(MessageId("m3")) == ("m1", "m3")
        assert tree.siblings(MessageId("m2")) == ("m2", "m3")
        with pytest.raises(NotFound):
            tree.thread(MessageId("x1"))

    async def test_a_long_tree_stays_whole_while_it_grows_and_shrinks(
        self, messages: Messages
    ) -> None:
        """A store may keep what it knows of a long conversation; nobody must see that."""
        chain = [a_message(f"m{n:04}", parent=f"m{n - 1:04}" if n else None) for n in range(900)]
        await messages.add_all(chain[:600])
        seen = [len((await messages.tree(CHAT)).all())]
        await messages.add_all(chain[600:])
        seen.append(len((await messages.tree(CHAT)).all()))
        await messages.add(a_message("m0850x", parent="m0849"))
        tree = await messages.tree(CHAT)
        await messages.delete([each.id for each in chain[450:]], conversation=CHAT)

        assert [*seen, len(tree.all())] == [600, 900, 901]
        assert tree.siblings(MessageId("m0850")) == ("m0850", "m0850x")
        assert (await messages.tree(CHAT)).all() == tuple(each.id for each in chain[:450])
        await messages.delete_all(CHAT)
        assert (await messages.tree(CHAT)).all() == ()

    async def test_several_come_in_the_order_asked_for(self, messages: Messages) -> None:
        for name in ("m1", "m2", "m3"):
            await messages.add(a_message(name))
        wanted = [MessageId(name) for name in ("m3", "nope", "m1")]
        found = await messages.several(wanted, conversation=CHAT)
        assert [message.id for message in found] == ["m3", "m1"]

    async def test_messages_are_found_wherever_they_are(self, messages: Messages) -> None:
        await messages.add(a_message("m1"))
        await messages.add(a_message("x1", conversation="c2"))

        found = await messages.anywhere([MessageId(name) for name in ("x1", "nope", "m1")])

        assert [(each.id, each.conversation) for each in found] == [("x1", "c2"), ("m1", "c1")]

    async def test_many_are_added_at_once(self, messages: Messages) -> None:
        many = [a_message(f"m{number:03}") for number in range(450)]
        await messages.add_all(many)
        found = await messages.several([each.id for each in many], conversation=CHAT)
        assert list(found) == many
        await messages.delete_all(CHAT)  # a full database takes seconds to drop

    async def test_some_are_deleted_in_their_own_conversation(self, messages: Messages) -> None:
        many = [a_message(f"m{number:03}") for number in range(450)]
        await messages.add_all([*many, a_message("x1", conversation="c2")])
        gone = [each.id for each in many[1:]]
        await messages.delete([*gone, MessageId("x1"), MessageId("nope")], conversation=CHAT)
        assert (await messages.tree(CHAT)).all() == ("m000",)
        assert (await messages.tree(ConversationId("c2"))).all() == ("x1",)

    async def test_all_of_a_conversation_are_deleted(self, messages: Messages) -> None:
        await messages.add(a_message("m1"))
        await messages.add(a_message("x1", conversation="c2"))
        await messages.delete_all(CHAT)
        with pytest.raises(NotFound):
            await messages.get(MessageId("m1"), conversation=CHAT)
        kept = await messages.get(MessageId("x1"), conversation=ConversationId("c2"))
        assert kept == a_message("x1", conversation="c2")


class GenerationsContract:
    async def test_a_generation_runs_until_it_has_ended(self, generations: Generations) -> None:
        await generations.add(a_generation())
        assert list(await generations.running()) == [a_generation()]
        assert list(await generations.running_of(ADA)) == [a_generation()]
        await generations.end(GenerationId("g1"))
        await generations.end(GenerationId("g1"))
        await generations.end(GenerationId("nope"))
        assert list(await generations.running()) == []
        assert await generations.get(GenerationId("g1"), owner=ADA) == a_generation().end()

    async def test_a_strangers_is_not_there(self, generations: Generations) -> None:
        await generations.add(a_generation())
        assert list(await generations.running_of(EVE)) == []
        with pytest.raises(NotFound, match="no generation 'g1'"):
            await generations.get(GenerationId("g1"), owner=EVE)

    async def test_an_id_is_taken_once(self, generations: Generations) -> None:
        await generations.add(a_generation())
        with pytest.raises(Conflict):
            await generations.add(a_generation())

    async def test_of_many_additions_at_once_one_wins(self, generations: Generations) -> None:
        assert await winners(lambda _: generations.add(a_generation())) == 1

    async def test_restarts_are_counted(self, generations: Generations) -> None:
        generation = replace(a_generation(), tools=("calculator", "clock"))
        await generations.add(generation)
        assert await generations.restart(generation.id) == generation.restart()
        again = generation.restart().restart()
        assert await generations.restart(generation.id) == again
        assert await generations.get(generation.id, owner=ADA) == again
        with pytest.raises(NotFound):
            await generations.restart(GenerationId("nope"))

    async def test_the_oldest_comes_first(self, generations: Generations) -> None:
        await generations.add(a_generation("g2", started_at=NOON + HOUR))
        await generations.add(a_generation("g1", started_at=NOON))
        assert [each.id for each in await generations.running()] == ["g1", "g2"]
