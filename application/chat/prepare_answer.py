"""From a job to what is asked: the thread, and the tools that the model is offered."""

from dataclasses import dataclass, field

from application.agents.agent_loop import AgentTask, Caps
from application.agents.run_tool import AllowedTool
from application.agents.toolbox import Toolbox
from application.chat.prompt_of_thread import PromptOfThread
from application.ports.tools import ToolCaller
from domain.catalog.models import Model
from domain.conversations.generation import Generation
from domain.conversations.message import Message
from domain.transactions.money import ZERO
from domain.transactions.transaction import Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerJob:
    """All that it takes to make an answer; `answer` is in the store already, streaming.

    It has the parts that its making goes on from.
    """

    generation: Generation
    answer: Message
    model: Model


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareAnswer:
    prompt: PromptOfThread
    toolbox: Toolbox
    caps: Caps = field(default_factory=Caps)

    async def __call__(self, job: AnswerJob) -> AgentTask:
        """Raise `NotFound` when the question is not in the conversation any more."""
        answer, generation = job.answer, job.generation
        assert answer.parent is not None
        wanted = generation.tools if job.model.capabilities.tools else ()
        tools = await self.toolbox.chosen(wanted, by=generation.owner)
        prompt = await self.prompt(
            answer.parent,
            conversation=answer.conversation,
            by=generation.owner,
            can=job.model.capabilities,
            tools=bool(tools),
        )
        return AgentTask(
            request=generation.request,
            source="chat",
            payer=Payer(user=generation.owner),
            model=job.model,
            prompt=prompt,
            tools={
                name: AllowedTool(tool=tool, approval=tool.spec.approval)
                for name, tool in tools.items()
            },
            caller=ToolCaller(user=generation.owner, conversation=answer.conversation),
            before=answer.parts,
            spent=(answer.cost.cost if answer.cost is not None else None) or ZERO,
            caps=self.caps,
        )
