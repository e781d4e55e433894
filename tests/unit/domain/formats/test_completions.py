import json

import pytest

from domain.errors import Invalid
from domain.formats.openai_completions.reply import StreamEncoder, encode_reply
from domain.formats.openai_completions.request import CompletionsRequest, decode_request
from domain.json import Json, JsonObject
from domain.llm.events import (
    AnswerEvent,
    ArgumentsDelta,
    Beside,
    BlockClosed,
    Failed,
    Failure,
    Finished,
    RefusalOpened,
    Started,
    StopReason,
    StreamEvent,
    TextDelta,
    TextOpened,
    ThinkingOpened,
    ToolCallOpened,
    UsageReported,
)
from domain.llm.evidence import Likelihood
from domain.llm.prompt import Dropped, Prompt, Text, Turn
from domain.llm.reply import ReplyFold
from domain.llm.usage import Usage

ONCE = (Turn(role="user", parts=(Text(text="Once"),)),)
TWICE = (Turn(role="user", parts=(Text(text="Twice"),)),)
COUNT = {
    "prompt_tokens": 3,
    "completion_tokens": 2,
    "total_tokens": 5,
    "prompt_tokens_details": {"cached_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 0},
}

REQUESTS: list[tuple[dict[str, Json], CompletionsRequest]] = [
    (
        {"prompt": "Once"},
        CompletionsRequest(prompts=(Prompt(turns=ONCE),), echoes=("",), dropped=()),
    ),
    (
        {"prompt": ["Once"]},
        CompletionsRequest(prompts=(Prompt(turns=ONCE),), echoes=("",), dropped=()),
    ),
    (
        {
            "prompt": "Once",
            "echo": True,
            "max_tokens": 7,
            "temperature": 0,
            "top_p": 0.5,
            "stop": "\nEND",
            "seed": 4,
            "presence_penalty": 1,
            "frequency_penalty": -1,
            "user": "ada",
            "n": 1,
            "best_of": 1,
            "suffix": None,
            "logprobs": None,
        },
        CompletionsRequest(
            prompts=(
                Prompt(
                    turns=ONCE,
                    max_output_tokens=7,
                    temperature=0,
                    top_p=0.5,
                    stop=("\nEND",),
                    seed=4,
                    presence_penalty=1,
                    frequency_penalty=-1,
                    user="ada",
                ),
            ),
            echoes=("Once",),
            dropped=(),
        ),
    ),
    (
        {"prompt": ["Once", "Twice"], "n": 2, "best_of": 2, "echo": True},
        CompletionsRequest(
            prompts=(Prompt(turns=ONCE, choices=2), Prompt(turns=TWICE, choices=2)),
            echoes=("Once", "Twice"),
            dropped=(),
        ),
    ),
    (
        {"prompt": "Once", "logprobs": 0, "echo": False},
        CompletionsRequest(prompts=(Prompt(turns=ONCE, logprobs=0),), echoes=("",), dropped=()),
    ),
    (
        {"prompt": "Once", "logprobs": 5, "top_logprobs": 2},
        CompletionsRequest(
            prompts=(Prompt(turns=ONCE, logprobs=5),),
            echoes=("",),
            dropped=(Dropped(path="top_logprobs", reason="has no neutral form"),),
        ),
    ),
    (
        {"prompt": "Once", "logit_bias": {"50256": -100}, "tools": [{"type": "function"}]},
        CompletionsRequest(
            prompts=(Prompt(turns=ONCE),),
            echoes=("",),
            dropped=(
                Dropped(path="logit_bias", reason="has no neutral form"),
                Dropped(path="tools", reason="has no neutral form"),
            ),
        ),
    ),
]


@pytest.mark.parametrize(("body", "asked"), REQUESTS)
def test_a_request_is_read(body: JsonObject, asked: CompletionsRequest) -> None:
    assert decode_request({"model": "m", "stream": True, **body}) == asked


WRONG: list[tuple[JsonObject, str]] = [
    ({}, "prompt: is missing"),
    ({"prompt": ""}, "prompt: is missing or empty"),
    ({"prompt": []}, "prompt: is missing or empty"),
    ({"prompt": 7}, "prompt: must be a text"),
    ({"prompt": [7, 8]}, "prompt: must be text; no model that chats takes tokens"),
    ({"prompt": [[7], [8]]}, "prompt: must be text; no model that chats takes tokens"),
    ({"prompt": ["a", ""]}, r"prompt\[1\]: is missing or empty"),
    ({"prompt": ["a", {"b": 1}]}, r"prompt\[1\]: must be a text"),
    ({"prompt": ["a"] * 129}, "prompt: at most 128 answers"),
    ({"prompt": ["a"] * 65, "n": 2}, "n: at most 128 answers"),
    ({"prompt": "a", "suffix": "z"}, "suffix: the model cannot"),
    ({"prompt": "a", "logprobs": 0, "echo": True}, "logprobs: no model that chats"),
    ({"prompt": "a", "logprobs": -1}, "logprobs: must be at least 0"),
    ({"prompt": "a", "logprobs": True}, "logprobs: must be"),
    ({"prompt": "a", "n": 0}, "n: must be at least 1"),
    ({"prompt": "a", "n": 2, "best_of": 3}, "best_of: no answers are made"),
    ({"prompt": "a", "max_tokens": 0}, "max_tokens: must be at least 1"),
    ({"prompt": "a", "echo": "yes"}, "echo: must be true or false"),
    ({"prompt": "a", "stop": 7}, "stop: must be a list"),
]


@pytest.mark.parametrize(("body", "complaint"), WRONG)
def test_a_wrong_request_is_refused_with_its_place(body: JsonObject, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        decode_request(body)


def an_answer(reason: StopReason = "end") -> list[StreamEvent]:
    return [
        Started(id="u", model="u-1"),
        ThinkingOpened(0),
        TextDelta(0, "hm"),
        BlockClosed(0),
        TextOpened(1),
        TextDelta(1, " upon"),
        TextDelta(1, ""),
        TextDelta(1, " a time"),
        BlockClosed(1),
        UsageReported(Usage(input_uncached=3, output=2)),
        Finished(reason=reason),
    ]


def whole(events: list[StreamEvent], *, echo: str = "") -> JsonObject:
    fold = ReplyFold()
    for event in events:
        fold.feed(event)
    return encode_reply(fold.reply(), id="cmpl-1", created=7, model="m", echoes=[echo])


def streamed(
    events: list[StreamEvent], *, echo: str = "", include_usage: bool = False
) -> list[str]:
    encoder = StreamEncoder(
        id="cmpl-1", created=7, model="m", echoes=[echo], include_usage=include_usage
    )
    text = b"".join(encoder.feed(event) for event in events).decode()
    return [each.removeprefix("data: ") for each in text.split("\n\n") if each]


def chunk(text: str, finish: str | None = None, **more: object) -> dict[str, object]:
    choice = {"text": text, "index": 0, "logprobs": None, "finish_reason": finish}
    envelope = {"id": "cmpl-1", "object": "text_completion", "created": 7, "model": "m"}
    return {**envelope, "choices": [choice], **more}


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("end", "stop"),
        ("stop_sequence", "stop"),
        ("length", "length"),
        ("context_length", "length"),
        ("refusal", "content_filter"),
        ("tool_use", "stop"),
        ("pause", "stop"),
    ],
)
def test_an_answer_is_written_whole_and_as_a_stream(reason: StopReason, word: str) -> None:
    events = an_answer(reason)

    assert whole(events) == chunk(" upon a time", word, usage=COUNT)
    *chunks, done = streamed(events)
    assert [json.loads(each) for each in chunks] == [
        chunk(" upon"),
        chunk(" a time"),
        chunk("", word),
    ]
    assert done == "[DONE]"


def test_the_echo_stands_before_the_answer() -> None:
    assert whole(an_answer(), echo="Once") == chunk("Once upon a time", "stop", usage=COUNT)
    assert json.loads(streamed(an_answer(), echo="Once")[0]) == chunk("Once")


def test_tokens_are_counted_at_the_end_where_it_is_wished() -> None:
    *chunks, last, done = streamed(an_answer(), include_usage=True)

    assert all(json.loads(each)["usage"] is None for each in chunks)
    assert json.loads(last) == {**chunk("", usage=COUNT), "choices": []}
    assert done == "[DONE]"


def test_a_refusal_is_said_as_text_and_a_call_is_not_said() -> None:
    events: list[StreamEvent] = [
        Started(id="u", model="u-1"),
        RefusalOpened(0),
        TextDelta(0, "No."),
        BlockClosed(0),
        ToolCallOpened(1, "c1", "f"),
        ArgumentsDelta(1, "{}"),
        BlockClosed(1),
        UsageReported(Usage(input_uncached=3, output=2)),
        Finished(reason="refusal"),
    ]

    assert whole(events) == chunk("No.", "content_filter", usage=COUNT)
    assert [json.loads(each) for each in streamed(events)[:-1]] == [
        chunk("No."),
        chunk("", "content_filter"),
    ]


def test_a_failure_in_the_middle_is_an_error_without_an_end() -> None:
    broken = Failed(Failure(kind="cut", message="cut off"))

    *_, last = streamed([*an_answer()[:6], broken])

    assert json.loads(last)["error"]["message"] == "cut off"


def test_a_heartbeat_is_a_comment() -> None:
    encoder = StreamEncoder(id="i", created=7, model="m", echoes=[""], include_usage=False)

    assert encoder.heartbeat().startswith(b": ")


def several() -> list[StreamEvent]:
    """Two answers to each of two prompts; they grow side by side."""
    events: list[StreamEvent] = [Started(id="u", model="u-1")]
    for number in (3, 1, 2):
        words: tuple[AnswerEvent, ...] = (TextOpened(0), TextDelta(0, f" {number}"), BlockClosed(0))
        events += [Beside(number, each) for each in words]
    events += [TextOpened(0), TextDelta(0, " 0"), BlockClosed(0)]
    events += [Beside(number, Finished(reason="length")) for number in (1, 2, 3)]
    return [*events, UsageReported(Usage(input_uncached=3, output=2)), Finished(reason="end")]


def test_answers_are_numbered_through_all_prompts() -> None:
    fold = ReplyFold()
    for event in several():
        fold.feed(event)

    told = encode_reply(fold.reply(), id="cmpl-1", created=7, model="m", echoes=["Once", "Twice"])

    assert told["usage"] == COUNT
    assert told["choices"] == [
        {"text": text, "index": index, "logprobs": None, "finish_reason": finish}
        for index, (text, finish) in enumerate(
            [("Once 0", "stop"), ("Once 1", "length"), ("Twice 2", "length"), ("Twice 3", "length")]
        )
    ]


def test_answers_grow_side_by_side_each_behind_its_own_echo() -> None:
    encoder = StreamEncoder(
        id="i", created=7, model="m", echoes=["Once", "Twice"], include_usage=False, answers=4
    )

    told = b"".join(encoder.feed(event) for event in several()).decode()

    *chunks, done = [each.removeprefix("data: ") for each in told.split("\n\n") if each]
    said = ["", "", "", ""]
    ends: list[int] = []
    for each in (json.loads(chunk)["choices"][0] for chunk in chunks):
        said[each["index"]] += each["text"]
        ends += [each["index"]] if each["finish_reason"] else []
    assert said == ["Once 0", "Once 1", "Twice 2", "Twice 3"]
    assert ends == [1, 2, 3, 0]
    assert done == "[DONE]"


UPON = Likelihood(token=" upon", logprob=-0.5, others=(Likelihood(token=" on", logprob=-1.5),))
SMILE = Likelihood(token=" a 😀", logprob=-0.25)


def a_likely_answer() -> list[StreamEvent]:
    return [
        Started(id="u", model="u-1"),
        ThinkingOpened(0),
        BlockClosed(0),
        TextOpened(1),
        TextDelta(1, " upon", (UPON,)),
        TextDelta(1, "", (SMILE,)),
        TextDelta(1, " a 😀"),
        BlockClosed(1),
        Finished(reason="end"),
    ]


def test_how_likely_each_token_was_is_told_in_lists() -> None:
    choices = whole(a_likely_answer())["choices"]

    assert json.loads(json.dumps(choices))[0]["logprobs"] == {
        "tokens": [" upon", " a 😀"],
        "token_logprobs": [-0.5, -0.25],
        "top_logprobs": [{" on": -1.5}, {}],
        "text_offset": [0, 5],
    }


def test_a_stream_tells_it_beside_its_text_and_counts_on() -> None:
    *chunks, _ = streamed(a_likely_answer())

    told = [json.loads(each)["choices"][0] for each in chunks]
    assert [(each["text"], each["logprobs"] and each["logprobs"]["tokens"]) for each in told] == [
        (" upon", [" upon"]),
        ("", [" a 😀"]),
        (" a 😀", None),
        ("", None),
    ]
    offsets = [each["logprobs"]["text_offset"] for each in told if each["logprobs"]]
    assert offsets == [[0], [5]]


def test_each_of_several_answers_counts_by_itself() -> None:
    encoder = StreamEncoder(
        id="i", created=7, model="m", echoes=[""], include_usage=False, answers=2
    )
    events: list[StreamEvent] = [
        Started(id="u", model="u"),
        TextOpened(0),
        Beside(1, TextOpened(0)),
        TextDelta(0, " upon", (UPON,)),
        Beside(1, TextDelta(0, " upon", (UPON, UPON))),
        TextDelta(0, " upon", (UPON,)),
        Beside(1, TextDelta(0, " upon", (UPON,))),
    ]

    told = b"".join(encoder.feed(event) for event in events).decode()

    choices = [
        json.loads(each.removeprefix("data: "))["choices"][0] for each in told.split("\n\n") if each
    ]
    assert [(each["index"], each["logprobs"]["text_offset"]) for each in choices] == [
        (0, [0]),
        (1, [0, 5]),
        (0, [5]),
        (1, [10]),
    ]
