"""What the fake upstream says: decided by the model's name and the request, never by chance.

One word is one token, in and out, unless the mode says otherwise. `fake-echo` repeats the last
user text, `fake-tool` calls the first tool offered, `fake-tools` calls it twice, `fake-think`
thinks first, `fake-refuse` refuses, `fake-length` is cut by its limit, `fake-look` names the
images it was shown, `fake-slow` takes 50 ms a word, `fake-title` says what comes after "Name
this:", `fake-agent` does a coding agent's small task (see `agent.py`),
`fake-calc` has its first tool work out what the user wrote.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from domain.json import Json, JsonObject, listed
from tests.upstream.agent import Step, next_step
from tests.upstream.mode import Mode

ARGUMENTS: Final[JsonObject] = {"city": "Zürich"}
CACHED = 3
"""Tokens that `fake-cached` reads from its cache, out of those of the prompt."""
_ABSURD = 10**15
_TENTHS_OF_BYTES, _OF_A_TURN = 33, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """`input` includes `cached`; `output` includes `thinking`."""

    input: int
    output: int
    cached: int = 0
    thinking: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """`id` counts the calls of a conversation; each dialect writes it in its own way."""

    id: int
    name: str
    arguments: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Every one of `tools` is called with the `arguments`; `called` others were before them.

    Arguments are JSON, or `free` text for a custom tool. `sealed`: reasoning comes with its seal
    where the dialect has one. `echo` is what responses repeat of their requests.
    """

    words: tuple[str, ...] = ()
    thinking: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    arguments: JsonObject | str = field(default_factory=lambda: ARGUMENTS)
    called: int = 0
    sealed: bool = True
    echo: Mapping[str, Json] = field(default_factory=dict[str, Json])
    stop: Literal["end", "length", "tools", "refusal"] = "end"
    tokens: Tokens | None = None
    interval_s: float = 0

    @property
    def free(self) -> bool:
        return isinstance(self.arguments, str)

    @property
    def raw_arguments(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments)

    @property
    def input(self) -> JsonObject:
        """The arguments as an object; free text as the one member in which it travels."""
        return {"input": self.arguments} if isinstance(self.arguments, str) else self.arguments

    def calls(self) -> Iterator[ToolCall]:
        for number, name in enumerate(self.tools):
            yield ToolCall(id=self.called + number, name=name, arguments=self.input)


def tokens_of(text: str) -> int:
    """Where a token is so many bytes."""
    return -(-10 * len(text.encode()) // _TENTHS_OF_BYTES)


def tokens_asked(body: JsonObject) -> int:
    """The same of a request whose every turn is one text."""
    return sum(_OF_A_TURN + tokens_of(text) for text in _texts(body))


def answer_to(model: str, body: JsonObject, mode: Mode) -> Answer:
    answer = _said(model, body, mode)
    output = len(answer.words) + len(answer.thinking) + len(answer.tools)
    asked = max(1, sum(len(text.split()) for text in _texts(body)))
    if mode.unit == "byte":
        output, asked = tokens_of("".join(answer.words)), tokens_asked(body)
    true = Tokens(
        input=asked,
        output=output,
        cached=CACHED if model == "fake-cached" else 0,
        thinking=len(answer.thinking),
    )
    counted = {
        "true": replace(true, input=max(true.input, true.cached)),
        "none": None,
        "zero": Tokens(input=0, output=0),
        "negative": Tokens(input=-_ABSURD, output=-_ABSURD),
        "absurd": Tokens(input=_ABSURD, output=_ABSURD),
    }
    interval_s = mode.interval_s or (0.05 if model == "fake-slow" else 0)
    sealed = "reasoning.encrypted_content" in str(body.get("include"))
    return replace(
        answer,
        tokens=counted[mode.usage],
        interval_s=interval_s,
        sealed=sealed,
        echo={key: body[key] for key in _ECHOED if body.get(key) is not None},
    )


_ECHOED: Final = ("instructions", "metadata", "tools", "tool_choice", "text", "store")
_FIXED: Final = {
    "fake-think": Answer(thinking=("Let", " me", " see."), words=("Forty", "-two.")),
    "fake-refuse": Answer(words=("I", " cannot", " help."), stop="refusal"),
    "fake-length": Answer(words=("Once", " upon"), stop="length"),
}
_USUAL: Final = Answer(words=("Hello", " from", " the", " fake", " upstream", "."))


def _said(model: str, body: JsonObject, mode: Mode) -> Answer:
    if mode.text is not None:
        return Answer(words=_pieces(mode.text))
    match model:
        case "fake-echo" | "fake-slow" | "fake-cached" | "fake-title":
            return Answer(words=_pieces(_repeated(model, _last_user_text(body))))
        case "fake-tool" | "fake-tools":
            times = 1 if model == "fake-tool" else 2
            return Answer(tools=(_first_tool(body),) * times, stop="tools")
        case "fake-agent" | "fake-calc":
            is_agent = model == "fake-agent"
            return _stepping(next_step(body)) if is_agent else _calculated(body)
        case "fake-look":
            return Answer(words=_pieces("I see " + " and ".join(_images(body))))
        case _:
            return _FIXED.get(model, _USUAL)


def _calculated(body: JsonObject) -> Answer:
    """Has the first tool work out what the user wrote, and says what came of it."""
    *_, last = _objects(body.get("messages"))
    if last.get("role") == "tool":
        return Answer(words=_pieces(f"It is {last.get('content')}."))
    asked: JsonObject = {_wanted(body): _last_user_text(body)}
    return Answer(tools=(_first_tool(body),), arguments=asked, stop="tools")


def _wanted(body: JsonObject) -> str:
    """What the first tool has to be given."""
    for tool in _objects(body.get("tools")):
        for function in _objects([tool.get("function")]):
            for parameters in _objects([function.get("parameters")]):
                return str(listed(parameters.get("required"))[0])
    return "expression"


def _repeated(model: str, text: str) -> str:
    return text.partition("Name this: ")[2].partition("\n")[0] if model == "fake-title" else text


def _stepping(step: Step) -> Answer:
    if step.tool is None:
        return Answer(words=_pieces(step.words))
    call = (step.tool,)
    return Answer(tools=call, arguments=step.arguments, called=step.called, stop="tools")


def _pieces(text: str) -> tuple[str, ...]:
    """Words, each but the first with the space before it."""
    first, *rest = text.split(" ")
    return (first, *(f" {word}" for word in rest))


def _last_user_text(body: JsonObject) -> str:
    if isinstance(body.get("input"), str):
        return str(body["input"])
    turns = tuple(_objects(body.get("messages") or body.get("contents") or _said_items(body)))
    for turn in reversed(turns):
        if turn.get("role", "user") == "user":
            return " ".join(_texts(turn))
    return ""


def _said_items(body: JsonObject) -> Json:
    return [item for item in _objects(body.get("input")) if "role" in item]


def _texts(found: Json) -> Iterator[str]:
    """Every text of a request in any dialect, in order."""
    for key, value in _members(found):
        if key in {"text", "content", "system", "instructions", "input"} and isinstance(value, str):
            yield value
        else:
            yield from _texts(value)


def _members(found: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(found, dict):
        yield from found.items()
    elif isinstance(found, list):
        yield from (("", item) for item in found)


def _first_tool(body: JsonObject) -> str:
    for tool in _objects(body.get("tools")):
        declared = next(_objects(tool.get("functionDeclarations")), tool.get("function", tool))
        declared = next(_objects(tool.get("tools")), declared)  # of a namespace its first
        if isinstance(declared, dict) and "name" in declared:
            return str(declared["name"])
    return "no_tool_was_offered"


def _objects(found: Json) -> Iterator[JsonObject]:
    return (item for _, item in _members(found) if isinstance(item, dict))


def _images(found: Json) -> Iterator[str]:
    """The media types of the images in a request in any dialect."""
    match found:
        case {"image_url": {"url": str(url)}}:
            yield url.removeprefix("data:").partition(";")[0]
        case {"type": "input_image", "image_url": str(url)}:
            yield url.removeprefix("data:").partition(";")[0]
        case {"type": "image", "source": {"media_type": str(kind)}}:
            yield kind
        case {"inlineData": {"mimeType": str(kind)} | {"mime_type": str(kind)}}:
            yield kind
        case _:
            for _, value in _members(found):
                yield from _images(value)
