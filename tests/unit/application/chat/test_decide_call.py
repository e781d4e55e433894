import pytest

from application.chat.decide_call import AskedCall, Decision
from application.chat.growing_answer import parts_logged
from domain.conversations.message import Message
from domain.errors import Conflict, NotFound
from domain.ids import ConversationId
from domain.llm.prompt import Text, ToolResult
from domain.tools.run import DENIED, ToolRun
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import Step, saying
from tests.unit.application.chat.scripted_tools import ScriptedTool, calling

CALL = ("c", "act", '{"a": 1}')


def the_tool(house: House) -> ScriptedTool:
    (tool,) = house.tools
    assert isinstance(tool, ScriptedTool)
    return tool


async def asking(
    *calls: tuple[str, str, str], then: list[Step]
) -> tuple[House, ConversationId, Message]:
    house = House(tools=[ScriptedTool(approval="ask")])
    house.model.scripts += [calling(*calls), then]
    chat = await house.chat()
    sent = await house.use.send_message(chat, "hi", by=ADA, tools=["act"])
    await house.jobs.all_done()
    return house, chat, await house.message(sent.answer.message.id, chat)


def runs_of(answer: Message) -> list[ToolRun]:
    return [part for part in answer.parts if isinstance(part, ToolRun)]


async def decide(
    house: House, chat: ConversationId, answer: Message, decision: Decision, *, number: int = 0
) -> Message:
    run = runs_of(answer)[number]
    await house.use.decide_call(
        chat, answer.id, AskedCall(call=run.id, digest=run.digest), decision, by=ADA
    )
    await house.jobs.all_done()
    return await house.message(answer.id, chat)


async def test_what_was_agreed_to_runs_and_the_answer_goes_on() -> None:
    house, chat, answer = await asking(CALL, then=saying("Done."))

    after = await decide(house, chat, answer, "allow")

    assert (answer.state, after.state, after.text) == ("asking", "complete", "Done.")
    assert [(run.state, run.output) for run in runs_of(after)] == [("done", "acted")]
    assert after.generation != answer.generation
    assert after.cost is not None
    assert after.cost.cost == 40
    assert len(the_tool(house).callers) == 1


async def test_what_was_not_agreed_to_does_not_run_and_the_model_is_told() -> None:
    house, chat, answer = await asking(CALL, then=saying("Well."))

    after = await decide(house, chat, answer, "deny")

    assert (after.state, after.text) == ("complete", "Well.")
    assert the_tool(house).callers == []
    told = ToolResult(call_id="c", content=(Text(text=DENIED),), is_error=True)
    assert house.model.prompts[-1].turns[-1].parts == (told,)


async def test_viewers_of_the_rest_have_the_whole() -> None:
    house, chat, answer = await asking(CALL, then=saying("Done."))

    after = await decide(house, chat, answer, "allow")

    assert after.generation is not None
    entries = [each.entry for each in await house.log.read(after.generation, after=None, wait_s=0)]
    assert parts_logged(entries) == after.parts


async def test_an_agreement_is_to_that_very_call() -> None:
    house, chat, answer = await asking(CALL, then=saying("Done."))

    with pytest.raises(Conflict, match="not the call that waits"):
        await house.use.decide_call(
            chat, answer.id, AskedCall(call="c", digest="0" * 64), "allow", by=ADA
        )
    with pytest.raises(NotFound, match="no call 'x' waits"):
        await house.use.decide_call(
            chat, answer.id, AskedCall(call="x", digest="0" * 64), "allow", by=ADA
        )

    assert the_tool(house).callers == []


async def test_it_is_decided_once() -> None:
    house, chat, answer = await asking(CALL, then=saying("Done."))
    await decide(house, chat, answer, "deny")

    with pytest.raises(NotFound):
        await decide(house, chat, answer, "allow")

    assert the_tool(house).callers == []


async def test_a_stranger_decides_nothing() -> None:
    house, chat, answer = await asking(CALL, then=saying("Done."))
    run = runs_of(answer)[0]

    with pytest.raises(NotFound):
        await house.use.decide_call(
            chat, answer.id, AskedCall(call=run.id, digest=run.digest), "allow", by=EVE
        )


async def test_the_answer_waits_until_all_is_decided() -> None:
    house, chat, answer = await asking(CALL, ("d", "act", "{}"), then=saying("Done."))

    first = await decide(house, chat, answer, "deny")
    second = await decide(house, chat, first, "allow", number=1)

    assert (first.state, second.state) == ("asking", "complete")
    assert [run.state for run in runs_of(second)] == ["denied", "done"]


async def test_a_tool_may_be_let_run_in_one_chat() -> None:
    house, chat, answer = await asking(CALL, then=saying("Done."))
    after = await decide(house, chat, answer, "allow_in_chat")
    house.model.scripts += [calling(CALL), saying("Again.")]

    sent = await house.use.send_message(chat, "more", by=ADA, parent=after.id, tools=["act"])
    await house.jobs.all_done()
    house.model.scripts.append(calling(CALL))
    elsewhere = await house.chat()
    there = await house.use.send_message(elsewhere, "hi", by=ADA, tools=["act"])
    await house.jobs.all_done()

    assert (await house.message(sent.answer.message.id, chat)).text == "Again."
    assert (await house.message(there.answer.message.id, elsewhere)).state == "asking"
