"""From a job to what is asked: the thread, and the tools that the model is offered."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from application.agents.agent_loop import AgentTask, Caps
from application.agents.agent_prompt import asked_with
from application.agents.answerers import Answerer
from application.agents.prepare_agent import PrepareAgent
from application.agents.run_tool import AllowedTool, Tools
from application.chat.projects import ProjectWords
from application.chat.prompt_of_thread import PromptOfThread
from application.own_memory import OwnMemory
from application.ports.conversations import Conversations
from application.ports.tools import ToolCaller, ToolSource
from domain.conversations.generation import Generation
from domain.conversations.message import Message
from domain.files.knowledge import SEARCH, is_searched
from domain.ids import UserId
from domain.llm.prompt import Text, Turn
from domain.transactions.clients import CHAT
from domain.transactions.money import ZERO
from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerJob:
    """All that it takes to make an answer; `answer` is in the store already, streaming.

    It has the parts that its making goes on from.
    """

    generation: Generation
    answer: Message
    answerer: Answerer


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareAnswer:
    prompt: PromptOfThread
    conversations: Conversations
    agent: PrepareAgent
    project: ProjectWords
    memory: OwnMemory
    remembering: ToolSource
    caps: Caps = field(default_factory=Caps)

    async def __call__(self, job: AnswerJob) -> AgentTask:
        """Raise `NotFound` when the question is not in the conversation any more."""
        answer, generation = job.answer, job.generation
        assert answer.parent is not None
        answerer, by = job.answerer, generation.owner
        can = answerer.model.capabilities
        conversation = await self.conversations.get(answer.conversation, owner=by)
        project = await self.project.of(conversation)
        searched = project is not None and is_searched(project.files, can)
        chosen = {*generation.tools, SEARCH} if searched else generation.tools
        tools = dict(await self.agent.tools(answerer, chosen=chosen, by=by))
        agreed, remembered = conversation.agreed_tools, ""
        # What is remembered is for models and agents of one's own: others made the others.
        if not conversation.temporary and (answerer.agent is None or answerer.agent.owner == by):
            remembered = (await self.memory.read(by=by)).told()
            tools |= await self._remembering(answerer, by=by)
        prompt = await self.prompt(
            answer.parent,
            conversation=answer.conversation,
            by=by,
            can=can,
            tools=bool(tools),
        )
        words = () if project is None else await self.project.told(project, can=can)
        standing = [*words, *([remembered] if remembered else ())]
        first = [Turn(role="system", parts=(Text(text=each),)) for each in standing]
        prompt = replace(prompt, turns=(*first, *prompt.turns))
        return AgentTask(
            request=generation.request,
            source="chat",
            client=CHAT,
            payer=Payer(user=generation.owner),
            model=answerer.model,
            prompt=await self.agent.prompt(
                asked_with(prompt, conversation.parameters), answerer, by=by
            ),
            tools={name: _agreed(tool, agreed) for name, tool in tools.items()},
            caller=ToolCaller(
                user=by,
                conversation=answer.conversation,
                agent=None if answerer.agent is None else answerer.agent.id,
            ),
            before=answer.parts,
            spent=(answer.cost.cost if answer.cost is not None else None) or ZERO,
            caps=self.caps,
        )

    async def _remembering(self, answerer: Answerer, *, by: UserId) -> Tools:
        """Offered without being chosen: who switched memory on has chosen them."""
        if not answerer.model.capabilities.tools:
            return {}
        found = await self.remembering.tools(by=by)
        return {
            tool.spec.name: AllowedTool(tool=tool, approval=tool.spec.approval) for tool in found
        }


def _agreed(tool: AllowedTool, agreed: Collection[str]) -> AllowedTool:
    """Somebody agreed to all of its calls in this chat."""
    asks = tool.approval == "ask" and tool.tool.spec.name in agreed
    return replace(tool, approval="always") if asks else tool
