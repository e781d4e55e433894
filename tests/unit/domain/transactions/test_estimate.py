import pytest

from domain.llm.prompt import (
    Audio,
    Document,
    HostedTool,
    Image,
    InlineData,
    Part,
    Prompt,
    RedactedThinking,
    Refusal,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolResult,
    Turn,
    UnknownPart,
    WebAddress,
)
from domain.llm.reply import Reply
from domain.llm.sound import Sound
from domain.llm.usage import Usage
from domain.transactions.estimate import estimate_input, estimate_usage

TEN_TOKENS = "a" * 33
A_TURN = 4


@pytest.mark.parametrize(
    ("part", "tokens"),
    [
        (Text(text=TEN_TOKENS), 10),
        (Text(text=TEN_TOKENS + "b"), 11),
        (Text(text=""), 0),
        (Text(text="é" * 33), 20),
        (Thinking(text=TEN_TOKENS), 10),
        (Refusal(text=TEN_TOKENS), 10),
        (RedactedThinking(data=TEN_TOKENS), 10),
        (ToolCall(id="c", name="a" * 13, arguments="b" * 20), 10),
        (ToolResult(call_id="c", content=(Text(text=TEN_TOKENS), Text(text=TEN_TOKENS))), 20),
        (Image(source=WebAddress(url="https://example.com/a.png")), 1_600),
        (Image(source=InlineData(media_type="image/png", base64=TEN_TOKENS)), 1_600),
        (Document(source=InlineData(media_type="application/pdf", base64=TEN_TOKENS)), 10),
        (Document(source=WebAddress(url="https://example.com/a.pdf")), 1_600),
        (Audio(source=InlineData(media_type="audio/wav", base64=TEN_TOKENS)), 10),
        (UnknownPart(format="x", value={"k": "a" * 25}), 10),
    ],
)
def test_each_kind_of_part_is_counted(part: Part, tokens: int) -> None:
    prompt = Prompt(turns=(Turn(role="user", parts=(part,)),))

    assert estimate_input(prompt) == A_TURN + tokens


def test_tools_are_counted_with_their_schemas() -> None:
    tool = Tool(name="a" * 33, description="b" * 33, parameters={"k": "c" * 25})
    hosted = HostedTool(format="x", value={"k": "d" * 25})

    assert estimate_input(Prompt(turns=(), tools=(tool, hosted))) == 40


def test_a_bare_tool_counts_by_its_name() -> None:
    assert estimate_input(Prompt(turns=(), tools=(Tool(name="a" * 33),))) == 10


def test_what_was_asked_and_said_so_far_is_what_a_call_has_taken() -> None:
    prompt = Prompt(turns=(Turn(role="user", parts=(Text(text=TEN_TOKENS),)),))
    reply = Reply(parts=(Thinking(text=TEN_TOKENS), Text(text=TEN_TOKENS)))

    assert estimate_usage(prompt, reply) == Usage(
        input_uncached=14, output=20, reasoning=10, estimated=True
    )


def test_all_answers_are_counted_and_what_was_said_aloud_by_its_length() -> None:
    aloud = Sound(media_type="audio/wav", base64="A" * 6_400, transcript=TEN_TOKENS)
    reply = Reply(parts=(Text(text=TEN_TOKENS),), others=(Reply(parts=(aloud,)), Reply()))

    assert estimate_usage(Prompt(turns=()), reply) == Usage(output=22, estimated=True)
