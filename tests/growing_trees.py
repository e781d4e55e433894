"""Random work on a conversation's tree, against a model that is a dictionary of parents.

A machine for hypothesis: what people do, in any order, and what must hold after each step.
"""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar, get_args

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.conversations.copies import ForkScope
from domain.ids import ConversationId, MessageId
from tests.unit.application.chat.chat_house import ADA, House
from tests.unit.application.chat.scripted_model import saying

Outcome = TypeVar("Outcome")
_ANY = st.integers(min_value=0)


class GrowingTree(RuleBasedStateMachine):
    """One conversation. Give it a house by `house()`, on whichever stores."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.home = self.house()
        self.chat: ConversationId = self.run(self.home.chat())
        self.parents: dict[MessageId, MessageId | None] = {}
        self.answers: set[MessageId] = set()
        self.shown: MessageId | None = None

    def house(self) -> House:
        return House()

    def run(self, work: Coroutine[None, None, Outcome]) -> Outcome:
        async def whole() -> Outcome:
            outcome = await work
            await self.home.jobs.all_done()
            return outcome

        return self.runner.run(whole())

    def teardown(self) -> None:
        self.runner.close()

    def one_of(self, number: int, *, answers_only: bool = False) -> MessageId:
        among = sorted(self.answers if answers_only else self.parents)
        return among[number % len(among)]

    def branch(self, id: MessageId) -> set[MessageId]:
        found = {id}
        for each in sorted(self.parents):  # a child is younger than its parent
            if self.parents[each] in found:
                found.add(each)
        return found

    def newest(self, id: MessageId) -> MessageId:
        while children := [each for each, parent in self.parents.items() if parent == id]:
            id = max(children)  # noqa: A001 - the walk goes down
        return id

    def path(self) -> list[MessageId]:
        found: list[MessageId] = []
        at = self.shown
        while at is not None:
            found.insert(0, at)
            at = self.parents[at]
        return found

    @rule(number=_ANY, at_the_beginning=st.booleans())
    def say_something(self, number: int, at_the_beginning: bool) -> None:
        begins = at_the_beginning or not self.answers
        parent = None if begins else self.one_of(number, answers_only=True)
        self.home.model.scripts.append(saying("yes"))
        sent = self.run(self.home.use.send_message(self.chat, "so?", by=ADA, parent=parent))
        self.parents[sent.message.message.id] = parent
        self._answered(sent.answer.message.id, sent.message.message.id)

    @precondition(lambda self: self.answers)
    @rule(number=_ANY)
    def ask_again(self, number: int) -> None:
        before = self.one_of(number, answers_only=True)
        self.home.model.scripts.append(saying("or"))
        placed = self.run(self.home.use.regenerate_answer(self.chat, before, by=ADA))
        self._answered(placed.message.id, self.parents[before])

    def _answered(self, answer: MessageId, question: MessageId | None) -> None:
        self.parents[answer] = question
        self.answers.add(answer)
        self.shown = answer

    @precondition(lambda self: self.parents)
    @rule(number=_ANY)
    def turn_to(self, number: int) -> None:
        at = self.one_of(number)
        self.run(self.home.use.change_conversation(self.chat, by=ADA, show=at))
        self.shown = self.newest(at)

    @precondition(lambda self: self.parents)
    @rule(number=_ANY)
    def delete_a_branch(self, number: int) -> None:
        at = self.one_of(number)
        gone, parent = self.branch(at), self.parents[at]
        self.run(self.home.use.delete_branch(self.chat, at, by=ADA))
        for each in gone:
            del self.parents[each]
        self.answers -= gone
        if self.shown in gone:
            beside = [each for each, above in self.parents.items() if above == parent]
            self.shown = self.newest(max(beside)) if beside else parent

    @precondition(lambda self: self.parents)
    @rule(number=_ANY, scope=st.sampled_from(get_args(ForkScope)))
    def fork(self, number: int, scope: ForkScope) -> None:
        at = self.one_of(number)
        copy = self.run(self.home.use.fork_conversation(self.chat, at, by=ADA, scope=scope))
        tree = self.run(self.home.messages.tree(copy.conversation.id))
        assert tree.strays() == ()
        shown = copy.conversation.active_leaf
        assert shown is not None
        assert len(tree.thread(shown)) == len(
            self.run(self.home.messages.tree(self.chat)).thread(at)
        )

    @rule()
    def duplicate(self) -> None:
        copy = self.run(self.home.use.duplicate_conversation(self.chat, by=ADA)).conversation
        tree = self.run(self.home.messages.tree(copy.id))
        assert len(tree.all()) == len(self.parents)
        assert tree.strays() == ()

    @invariant()
    def the_tree_is_the_model_s(self) -> None:
        tree = self.run(self.home.messages.tree(self.chat))
        assert tree.strays() == ()
        assert set(tree.all()) == set(self.parents)

    @invariant()
    def a_reload_shows_the_same_branch(self) -> None:
        window = self.run(self.home.use.read_messages(self.chat, by=ADA, before=None, limit=10_000))
        assert [each.message.id for each in window.messages] == self.path()
