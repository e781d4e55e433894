"""An agent as a model under `/v1`: its tools run here, and clients see what it says."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from application.agents.agent_loop import (
    AgentLoop,
    AgentTask,
    Asking,
    Capped,
    Caps,
    Heard,
    RunChanged,
)
from application.agents.answerers import Answerer, Answerers
from application.agents.prepare_agent import PrepareAgent
from application.agents.run_tool import AllowedTool
from application.agents.words_alone import WordsAlone
from application.ports.tools import ToolCaller
from application.relay.ask_model import Question
from application.routing.telling import told
from domain.agents.agent import Agent, agent_in
from domain.errors import DomainError, Invalid, NotFound
from domain.formats.passing import Piece
from domain.ids import RequestId, UserId
from domain.llm.events import Failed, Failure, Finished, StreamEvent
from domain.transactions.transaction import Payer

_NOBODY: Final = UserId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgent:
    """Put a client's question to an agent, on its key's account.

    What needs a person's agreement does not run: nobody can be asked. Tools run with the rights
    of the key's user; a key of a team has none to lend, so its agents go without.
    """

    answerers: Answerers
    prepare: PrepareAgent
    loop: AgentLoop
    caps: Caps = field(default_factory=Caps)

    @asynccontextmanager
    async def __call__(
        self, question: Question, *, payer: Payer, request: RequestId
    ) -> AsyncGenerator[AsyncIterator[Piece]]:
        """Open the answer.

        Raises `NotFound` for an agent that is not there for the key's owner, `Invalid` for what
        agents cannot be told: tools of the client's own, several answers, several prompts.
        """
        _check(question)
        answerer = await self._answerer(question.model, payer)
        user = payer.user or _NOBODY
        tools = dict[str, AllowedTool]()
        if payer.user is not None:
            tools.update(await self.prepare.tools(answerer, by=user))
        task = AgentTask(
            request=request,
            source="relay",
            payer=payer,
            model=answerer.model,
            prompt=await self.prepare.prompt(question.prompt, answerer, by=payer.user),
            tools=tools,
            caller=ToolCaller(user=user, agent=agent_in(answerer.name)),
            caps=self.caps,
            can_ask=False,
            address=question.address,
            client=question.client,
        )
        async with aclosing(self._words(task)) as words:
            first = await anext(words, None)  # what is refused is so before anything is sent
            yield told(_from(first, words), dropped=question.dropped)

    async def _words(self, task: AgentTask) -> AsyncGenerator[StreamEvent]:
        words = WordsAlone()
        begun = False
        try:
            async with aclosing(self.loop(task, booked=lambda _: None)) as heard:
                async for each in heard:
                    for event in _worded(each, words):
                        yield event
                        begun = True
        except DomainError as error:
            if not begun:
                raise
            # A later round was refused: its answer has begun, and must not look finished.
            yield Failed(Failure(kind="rate_limited", message=str(error)))

    async def _answerer(self, name: str, payer: Payer) -> Answerer:
        if payer.user is not None:
            return await self.answerers.find(name, by=payer.user)
        named = agent_in(name)
        if named is None or payer.team is None:
            raise NotFound(f"no agent {name!r}")
        agent: Agent = await self.answerers.access.for_team(named, payer.team)
        catalog = await self.answerers.catalog.current()
        model = catalog.find(agent.draft.model, task="chat")
        return Answerer(name=name, model=model, agent=agent)


def _worded(each: Heard, words: WordsAlone) -> Iterator[StreamEvent]:
    match each:
        case Capped():
            yield Finished(reason="length")
        case RunChanged() | Asking():
            return
        case _:
            yield from words.take(each)


async def _from(
    first: StreamEvent | None, rest: AsyncGenerator[StreamEvent]
) -> AsyncGenerator[tuple[StreamEvent, ...]]:
    if first is not None:
        yield (first,)
    async for event in rest:
        yield (event,)


def _check(question: Question) -> None:
    if question.problem is not None:
        raise question.problem
    if question.prompt.tools:
        raise Invalid("tools: an agent has its own; leave them out")
    if question.prompt.choices > 1 or question.more:
        raise Invalid("n: an agent gives one answer")
