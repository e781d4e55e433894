import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.agents.agent_loop import Caps
from application.chat.follow_generation import Final, Grown
from application.chat.growing_answer import parts_logged
from application.chat.send_message import Sent
from application.ports.generation_log import PartsDropped, RunTold
from domain.conversations.message import Message
from domain.ids import ConversationId
from domain.json import JsonObject
from domain.llm.events import Failed, Failure, Finished
from domain.llm.prompt import Text, Tool, ToolCall, ToolChoice, ToolResult
from domain.llm.usage import Usage
from domain.tools.run import ToolRun
from domain.tools.tool import ToolOutput
from domain.transactions.money import NanoUsd
from tests.builders import a_transaction
from tests.unit.application.chat.chat_house import ADA, House
from tests.unit.application.chat.scripted_model import Step, begun, saying
from tests.unit.application.chat.scripted_tools import ScriptedTool, calling, for_ever

SUM = ("c1", "calculator", '{"expression": "6*7"}')


async def ask(
    house: House, *scripts: list[Step], tools: tuple[str, ...] = ("calculator", "act")
) -> tuple[ConversationId, Sent]:
    house.model.scripts += scripts
    chat = await house.chat()
    return chat, await house.use.send_message(chat, "hi", by=ADA, tools=tools)


async def answered(
    house: House, *scripts: list[Step], tools: tuple[str, ...] = ("calculator", "act")
) -> Message:
    chat, sent = await ask(house, *scripts, tools=tools)
    await house.jobs.all_done()
    return await house.message(sent.answer.message.id, chat)


def runs_of(answer: Message) -> list[ToolRun]:
    return [part for part in answer.parts if isinstance(part, ToolRun)]


async def test_a_model_calls_a_tool_reads_its_result_and_answers() -> None:
    house = House()

    answer = await answered(house, calling(SUM, words="Let me see."), saying("It is 42."))

    (run,) = runs_of(answer)
    assert [type(part) for part in answer.parts] == [Text, ToolRun, Text]
    assert (run.title, run.state, run.output, run.lasted_ms) == ("Calculator", "done", "42", 0)
    assert (answer.text, answer.state) == ("Let me see.It is 42.", "complete")
    first, second = house.model.prompts
    assert [tool.name for tool in first.tools if isinstance(tool, Tool)] == ["calculator"]
    assert [turn.role for turn in second.turns] == ["user", "assistant", "user"]
    assert second.turns[1].parts == (
        Text(text="Let me see."),
        ToolCall(id="c1", name="calculator", arguments=SUM[2]),
    )
    assert second.turns[2].parts == (ToolResult(call_id="c1", content=(Text(text="42"),)),)


async def test_every_round_is_a_call_of_its_own_in_the_books() -> None:
    house = House()

    answer = await answered(house, calling(SUM), saying("42"))

    assert answer.cost is not None
    assert answer.cost.usage == Usage(input_uncached=20, output=10)
    assert answer.cost.cost == 40
    await house.bookkeeper.carry()
    rows = await house.transactions.latest(9)
    assert {row.id for row in rows} == {answer.generation, f"{answer.generation}-2"}
    assert {row.outcome for row in rows} == {"ok"}


async def test_what_a_tool_has_a_model_do_is_part_of_what_the_answer_costs() -> None:
    async def paint(_: JsonObject) -> ToolOutput:
        booked = painter.callers[-1].booked
        assert booked is not None
        booked(a_transaction("picture", cost=NanoUsd(1_000)))
        return ToolOutput(text="painted")

    painter = ScriptedTool(do=paint)
    house = House(tools=[painter], caps=Caps(cost=NanoUsd(900)))

    answer = await answered(house, calling(("c1", "act", "{}")), saying("never said"))

    assert answer.cost is not None
    assert answer.cost.cost == 20 + 1_000
    assert answer.error is not None
    assert answer.error.code == "cost_cap"


async def test_viewers_see_each_tool_begin_and_end() -> None:
    house = House()
    _, sent = await ask(house, calling(SUM), saying("42"))
    generation = sent.answer.message.generation
    assert generation is not None

    updates = [
        each async for each in await house.use.follow_generation(generation, by=ADA, after=None)
    ]

    told = [
        each.entry.run.state
        for each in updates
        if isinstance(each, Grown) and isinstance(each.entry, RunTold)
    ]
    assert told == ["running", "done"]
    assert isinstance(updates[-1], Final)


async def test_calls_of_one_round_run_at_the_same_time() -> None:
    meeting = asyncio.Barrier(2)

    async def meet(_: JsonObject) -> ToolOutput:
        await meeting.wait()
        return ToolOutput(text="met")

    house = House(tools=[ScriptedTool(do=meet)])

    answer = await answered(house, calling(("a", "act", "{}"), ("b", "act", "{}")), saying("both"))

    assert [run.output for run in runs_of(answer)] == ["met", "met"]


async def test_a_tool_that_fails_is_told_to_the_model() -> None:
    async def fail(_: JsonObject) -> ToolOutput:
        raise ZeroDivisionError

    house = House(tools=[ScriptedTool(do=fail), *House().tools])
    calls = calling(
        ("a", "act", "{}"),
        ("b", "calculator", '{"expression": "1/0"}'),
        ("c", "calculator", "{}"),
        ("d", "nonsense", "{}"),
    )

    answer = await answered(house, calls, saying("sorry"))

    assert [(run.state, run.output) for run in runs_of(answer)] == [
        ("failed", "The tool has a fault. Go on without it."),
        ("failed", "Division by zero."),
        ("failed", "Expression: is missing."),
        ("failed", "There is no such tool. There are: act, calculator."),
    ]
    assert [type(fault) for fault in house.faults] == [ZeroDivisionError]
    assert answer.state == "complete"


async def test_a_tool_that_may_not_run_does_not() -> None:
    tool = ScriptedTool(approval="never")
    house = House(tools=[tool])

    answer = await answered(house, calling(("a", "act", "{}")), saying("well"))

    assert [run.state for run in runs_of(answer)] == ["denied"]
    assert tool.callers == []


async def test_a_call_that_needs_agreement_ends_the_answer_for_now() -> None:
    tool = ScriptedTool(approval="ask")
    house = House(tools=[tool, *House().tools])

    answer = await answered(house, calling(("a", "act", "{}"), SUM))

    assert [run.state for run in runs_of(answer)] == ["asking", "done"]
    assert (answer.state, tool.callers) == ("asking", [])
    assert not await house.generations.running()


async def test_the_last_round_has_to_do_without_calls() -> None:
    house = House(caps=Caps(rounds=2))

    answer = await answered(house, calling(SUM), saying("enough"))

    assert answer.state == "complete"
    assert [prompt.tool_choice for prompt in house.model.prompts] == [
        None,
        ToolChoice(mode="none"),
    ]


async def test_an_answer_ends_where_its_money_does() -> None:
    house = House(caps=Caps(cost=NanoUsd(20)))

    answer = await answered(house, calling(SUM))

    assert answer.error is not None
    assert (answer.state, answer.error.code) == ("truncated", "cost_cap")
    assert [run.output for run in runs_of(answer)] == ["42"]


async def test_an_answer_ends_where_its_time_does() -> None:
    house = House(caps=Caps(time_s=0))

    answer = await answered(house, saying("late"))

    assert answer.error is not None
    assert (answer.state, answer.error.code) == ("truncated", "time_cap")


async def test_a_failure_in_a_later_round_keeps_what_was_done() -> None:
    house = House()

    answer = await answered(
        house, calling(SUM), [Failed(Failure(kind="content_policy", message="no"))]
    )

    assert answer.error is not None
    assert (answer.state, answer.error.code) == ("failed", "content_policy")
    assert [run.output for run in runs_of(answer)] == ["42"]


async def test_a_call_that_was_cut_short_does_not_run() -> None:
    house = House()
    script = [*calling(SUM)[:-1], Finished(reason="length")]

    answer = await answered(house, script)

    assert answer.state == "truncated"
    assert runs_of(answer) == []
    assert isinstance(answer.parts[-1], ToolCall)


async def test_a_stop_ends_the_tool_and_keeps_the_rest() -> None:
    house = House(tools=[ScriptedTool(do=for_ever)])
    chat, sent = await ask(house, calling(("a", "act", "{}"), words="Wait."))
    await house.until(sent.answer.message.id, chat, "Wait.")
    generation = sent.answer.message.generation
    assert generation is not None

    await house.use.stop_generation(generation, by=ADA)
    await house.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert answer.state == "stopped"
    assert [run.state for run in runs_of(answer)] == ["cancelled"]


async def test_tools_that_nobody_chose_are_not_offered() -> None:
    house = House()

    await answered(house, saying("hello"), tools=())

    assert house.model.prompts[0].tools == ()


async def test_earlier_runs_are_told_again_where_there_are_tools() -> None:
    house = House()
    chat, sent = await ask(house, calling(SUM), saying("42"), saying("yes"), saying("hm"))
    await house.jobs.all_done()

    for tools in (("calculator",), ()):
        await house.use.send_message(
            chat, "sure?", by=ADA, parent=sent.answer.message.id, tools=tools
        )
        await house.jobs.all_done()

    with_tools, without = house.model.prompts[2:]
    roles = ["user", "assistant", "user", "assistant", "user"]
    assert [turn.role for turn in with_tools.turns] == roles
    assert [turn.role for turn in without.turns] == ["user", "assistant", "user"]


def another_worker(house: House, *scripts: list[Step]) -> House:
    """On the same stores, as after a new start."""
    there = House(
        clock=house.clock,
        conversations=house.conversations,
        messages=house.messages,
        generations=house.generations,
        transactions=house.transactions,
        log=house.log,
        leases=house.held,
        tools=house.tools,
        worker="another",
    )
    there.model.scripts += scripts
    return there


async def left_by_a_dead_worker(house: House) -> tuple[ConversationId, Sent]:
    """An answer whose first step is done and stored, whose worker is gone."""
    chat, sent = await ask(house, calling(SUM), [*begun("half"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "half")
    await house.jobs.drain(_at_once)
    await house.bookkeeper.carry()
    house.clock.advance(timedelta(seconds=30))
    return chat, sent


async def _at_once() -> None:
    return


async def test_a_shutdown_leaves_an_answer_with_steps_to_another_worker() -> None:
    house = House()
    chat, sent = await left_by_a_dead_worker(house)
    left = await house.message(sent.answer.message.id, chat)

    other = another_worker(house, saying("It is 42."))
    await other.use.close_abandoned()
    await other.jobs.all_done()

    assert left.state == "streaming"
    answer = await house.message(sent.answer.message.id, chat)
    assert (answer.state, answer.text) == ("complete", "It is 42.")
    assert [run.output for run in runs_of(answer)] == ["42"]
    (prompt,) = other.model.prompts
    assert prompt.turns[-1].parts == (ToolResult(call_id="c1", content=(Text(text="42"),)),)


async def test_viewers_of_a_resumed_answer_lose_the_half_step() -> None:
    house = House()
    _, sent = await left_by_a_dead_worker(house)
    generation = sent.answer.message.generation
    assert generation is not None

    other = another_worker(house, saying("It is 42."))
    await other.use.close_abandoned()
    await other.jobs.all_done()

    entries = [each.entry for each in await house.log.read(generation, after=None, wait_s=0)]
    assert [part.text for part in parts_logged(entries) if isinstance(part, Text)] == ["It is 42."]
    assert PartsDropped(part=0) in entries


async def test_a_resumed_answer_is_booked_under_names_of_its_own() -> None:
    house = House()
    _, sent = await left_by_a_dead_worker(house)

    other = another_worker(house, saying("It is 42."))
    await other.use.close_abandoned()
    await other.jobs.all_done()
    await other.bookkeeper.carry()

    generation = sent.answer.message.generation
    rows = {row.id: row.outcome for row in await house.transactions.latest(9)}
    assert rows == {
        generation: "ok",
        f"{generation}-2": "client_closed",
        f"{generation}.1-2": "ok",
    }


@pytest.mark.parametrize(
    ("repeatable", "state", "calls"), [(True, "done", 2), (False, "cancelled", 1)]
)
async def test_a_tool_that_was_cut_off_runs_again_only_where_that_does_no_harm(
    repeatable: bool, state: str, calls: int
) -> None:
    tool = ScriptedTool(repeatable=repeatable)
    house = House(tools=[tool])
    chat, sent = await ask(house, calling(("a", "act", "{}")), [*begun("x"), asyncio.Event()])
    await house.until(sent.answer.message.id, chat, "x")
    await house.jobs.drain(_at_once)
    stored = await house.message(sent.answer.message.id, chat)
    cut = replace(runs_of(stored)[0], state="running", output="", lasted_ms=None)
    await house.messages.save(stored.grow((cut,)))

    other = another_worker(house, saying("ok"))
    await other.use.close_abandoned()
    await other.jobs.all_done()

    answer = await house.message(sent.answer.message.id, chat)
    assert [run.state for run in runs_of(answer)] == [state]
    assert len(tool.callers) == calls


async def test_what_kills_every_worker_ends_some_time() -> None:
    house = House()
    chat, sent = await left_by_a_dead_worker(house)
    generation = sent.answer.message.generation
    assert generation is not None
    for _ in range(3):
        await house.generations.restart(generation)

    await another_worker(house).use.close_abandoned()

    answer = await house.message(sent.answer.message.id, chat)
    assert answer.state == "interrupted"
    assert [run.state for run in runs_of(answer)] == ["done"]
