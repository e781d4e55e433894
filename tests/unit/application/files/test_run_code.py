from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import final

import pytest
from typing_extensions import override

from adapters.outbound.tools.python_code import CodeTools, PythonCode
from application.files.keep_file import KeepFile
from application.files.run_code import CODE_LENGTH_MAX, RunCode
from application.ports.code_runner import CodeFile, CodeRunner, RanCode
from application.ports.tools import ToolCaller
from domain.errors import Invalid
from domain.ids import ConversationId
from tests.unit.application.chat.chat_house import ADA, EVE, House
from tests.unit.application.chat.scripted_model import saying
from tests.unit.application.chat.scripted_tools import calling

FINE = RanCode(end="finished", exit=0, stdout="6\n", stderr="")


@final
@dataclass
class ScriptedRunner(CodeRunner):
    answer: RanCode = FINE
    why_not: str | None = None
    given: list[tuple[str, Sequence[CodeFile]]] = field(
        default_factory=list[tuple[str, Sequence[CodeFile]]]
    )

    @override
    async def refusal(self) -> str | None:
        return self.why_not

    @override
    async def run(self, code: str, files: Sequence[CodeFile] = ()) -> RanCode:
        self.given.append((code, files))
        return self.answer


def run_code(house: House, runner: CodeRunner) -> RunCode:
    use = house.desk.use
    return RunCode(
        runner=runner,
        files=house.desk.files,
        contents=house.desk.contents,
        messages=house.messages,
        keep=KeepFile(start=use.start, receive=use.receive, finish=use.finish),
    )


async def chat_with(house: House, *contents: tuple[str, bytes]) -> ConversationId:
    files = [await house.desk.upload(data, name, by=ADA) for name, data in contents]
    house.model.scripts.append(saying("fine"))
    chat = await house.chat()
    await house.use.send_message(chat, "look", by=ADA, files=[file.id for file in files])
    await house.jobs.all_done()
    return chat


async def test_code_has_the_files_of_its_chat_each_under_a_name_of_its_own() -> None:
    house, runner = House(), ScriptedRunner()
    chat = await chat_with(house, ("a.csv", b"1,2"), ("a.csv", b"3,4"))
    await house.desk.upload(b"other", "other.txt", by=ADA)

    kept = await run_code(house, runner)("print(6)", conversation=chat, by=ADA)

    ((code, files),) = runner.given
    assert code == "print(6)"
    assert {each.name: each.data for each in files} == {"a.csv": b"3,4", "a (2).csv": b"1,2"}
    assert kept.given == ("a.csv", "a (2).csv")


async def test_nobody_s_code_has_somebody_else_s_files() -> None:
    house, runner = House(), ScriptedRunner()
    chat = await chat_with(house, ("a.csv", b"1,2"))

    await run_code(house, runner)("print(6)", conversation=chat, by=EVE)
    await run_code(house, runner)("print(6)", conversation=None, by=ADA)

    assert [files for _, files in runner.given] == [(), ()]


async def test_code_that_is_too_long_does_not_run() -> None:
    runner = ScriptedRunner()

    with pytest.raises(Invalid, match="100,000"):
        await run_code(House(), runner)("x" * (CODE_LENGTH_MAX + 1), conversation=None, by=ADA)

    assert runner.given == []


async def test_what_it_makes_is_its_person_s_and_is_shown_in_the_answer() -> None:
    made = (CodeFile(name="deep/plot.txt", data=b"plot"),)
    runner = ScriptedRunner(replace(FINE, files=made))
    house = House()
    house.tools.append(PythonCode(run_code(house, runner)))
    house.model.scripts += [calling(("c", "run_python", '{"code": "print(6)"}')), saying("six")]
    chat = await house.chat()

    sent = await house.use.send_message(chat, "hi", by=ADA, tools=["run_python"])
    await house.jobs.all_done()

    (file,) = await house.desk.files.of(ADA)
    answer = await house.message(sent.answer.message.id, chat)
    assert (file.name, file.state, file.size) == ("plot.txt", "ready", 4)
    assert answer.files == (file.id,)
    told = str(house.model.prompts[-1].turns[-1].parts)
    assert "Exit status 0." in told
    assert "Output:\\n6" in told
    assert "Shown to the person: plot.txt." in told
    await house.use.delete_conversation(chat, by=ADA)
    assert list(await house.desk.files.of(ADA)) == []


async def told(ran: RanCode) -> tuple[str, bool]:
    tool = PythonCode(run_code(House(), ScriptedRunner(ran)))
    output = await tool.run({"code": "x"}, caller=ToolCaller(user=ADA))
    return output.text, output.is_error


async def test_a_model_is_told_how_its_code_ended() -> None:
    assert await told(replace(FINE, exit=3, stdout="", stderr="Trace")) == (
        "Exit status 3.\n\nErrors:\nTrace",
        True,
    )
    text, is_error = await told(replace(FINE, end="memory", exit=None, is_cut=True, left_out=2))
    assert is_error
    assert text.startswith("It was ended: it took too much memory.")
    assert "[it printed more, which is cut]" in text
    assert "2 more files" in text


async def test_a_file_that_cannot_be_kept_is_told() -> None:
    text, _ = await told(replace(FINE, files=(CodeFile(name="big", data=bytes(2_000_001)),)))

    assert "A file was not kept:" in text


async def test_where_code_cannot_be_kept_apart_there_is_no_such_tool() -> None:
    heard = list[str]()
    runner = ScriptedRunner(why_not="unshare: Operation not permitted")
    source = CodeTools(PythonCode(run_code(House(), runner)), heard.append)

    assert await source.tools(by=ADA) == await source.tools(by=ADA) == ()
    assert heard == ["unshare: Operation not permitted"]
    runner.why_not = None
    assert [tool.spec.name for tool in await source.tools(by=ADA)] == ["run_python"]
