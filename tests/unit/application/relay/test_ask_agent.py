from dataclasses import replace

import pytest

from application.relay.ask_agent import AskAgent
from application.relay.ask_model import Question
from domain.accounts.access import Grants
from domain.agents.agent import AgentDraft, AgentShare, ToolUse
from domain.errors import Forbidden, Invalid, NotFound
from domain.ids import RequestId, TeamId
from domain.llm.events import Failed, Failure, StreamEvent
from domain.llm.prompt import Prompt, Text, Tool, Turn
from domain.llm.reply import Reply, ReplyFold
from domain.llm.usage import Usage
from domain.transactions.transaction import Payer
from tests.builders import a_user, an_agent
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying
from tests.unit.application.chat.scripted_tools import ScriptedTool, calling

DRAFT = AgentDraft(
    name="Scribe",
    instructions="You serve {{user}}.",
    model="small",
    tools=(ToolUse(name="calculator"), ToolUse(name="act", approval="ask")),
)
PROMPT = Prompt(turns=(Turn(role="user", parts=(Text(text="hi"),)),))
QUESTION = Question(model="agent/a1", prompt=PROMPT, streamed=True)
SUM = ("c1", "calculator", '{"expression": "6*7"}')


async def a_house(*, team: str = "t1") -> tuple[House, AskAgent]:
    house = House()
    house.tools.append(ScriptedTool())
    await house.users.add(a_user("ada", name="Ada"))
    shares = [AgentShare(subject=f"team:{team}", right="view")]
    await house.agents.add(replace(an_agent(shares=shares), draft=DRAFT))
    ask = AskAgent(
        answerers=house.answerers, prepare=house.generate.prepare.agent, loop=house.generate.loop
    )
    return house, ask


async def heard(ask: AskAgent, question: Question = QUESTION, *, payer: Payer) -> list[StreamEvent]:
    async with ask(question, payer=payer, request=RequestId("r")) as pieces:
        return [event async for piece in pieces for event in piece.events]


def folded(events: list[StreamEvent]) -> Reply:
    fold = ReplyFold()
    for event in events:
        fold.feed(event)
    return fold.reply()


async def test_tools_run_here_and_clients_hear_the_words_alone() -> None:
    house, ask = await a_house()
    house.model.scripts += [calling(SUM, words="Let me see. "), saying("It is 42.")]

    reply = folded(await heard(ask, payer=Payer(user=ADA)))

    assert [type(part) for part in reply.parts] == [Text, Text]
    assert reply.text == "Let me see. It is 42."
    assert reply.usage == Usage(input_uncached=20, output=10)
    first = house.model.prompts[0]
    assert first.turns[0].parts == (Text(text="You serve Ada."),)
    await house.bookkeeper.carry()
    rows = await house.transactions.latest(9)
    assert {(row.id, row.source) for row in rows} == {("r", "relay"), ("r-2", "relay")}


async def test_what_needs_an_agreement_does_not_run() -> None:
    house, ask = await a_house()
    house.model.scripts += [calling(("a", "act", "{}")), saying("I may not.")]

    reply = folded(await heard(ask, payer=Payer(user=ADA)))

    assert reply.text == "I may not."
    (tool,) = [each for each in house.tools if isinstance(each, ScriptedTool)]
    assert tool.callers == []


async def test_an_agent_is_there_for_whom_it_is_shared_with() -> None:
    house, ask = await a_house()
    house.model.scripts.append(saying("Hello"))

    with pytest.raises(NotFound):
        await heard(ask, payer=Payer(user=EVE))
    with pytest.raises(NotFound):
        await heard(ask, payer=Payer(team=TeamId("t2")))
    reply = folded(await heard(ask, payer=Payer(team=TeamId("t1"))))

    assert reply.text == "Hello"
    assert house.model.prompts[-1].tools == ()


async def test_its_model_has_to_be_granted_to_the_key() -> None:
    house, ask = await a_house()
    house.access.grants = Grants(models=(("large",),))

    with pytest.raises(Forbidden):
        await heard(ask, payer=Payer(user=ADA))


@pytest.mark.parametrize(
    "question",
    [
        replace(QUESTION, prompt=replace(PROMPT, tools=(Tool(name="a"),))),
        replace(QUESTION, prompt=replace(PROMPT, choices=2)),
        replace(QUESTION, more=(PROMPT,)),
        replace(QUESTION, problem=Invalid("it cannot be read")),
    ],
)
async def test_what_agents_cannot_be_told_is_refused(question: Question) -> None:
    _, ask = await a_house()

    with pytest.raises(Invalid):
        await heard(ask, question, payer=Payer(user=ADA))


async def test_a_failure_is_passed_on() -> None:
    house, ask = await a_house()
    failed = Failed(Failure(kind="content_policy", message="no"))
    house.model.scripts.append([failed])

    assert await heard(ask, payer=Payer(user=ADA)) == [failed]


async def test_a_client_that_leaves_closes_the_model() -> None:
    house, ask = await a_house()
    house.model.scripts.append(saying("a", "b", "c"))

    async with ask(QUESTION, payer=Payer(user=ADA), request=RequestId("r")) as pieces:
        await anext(pieces)

    assert house.model.closed == 1
