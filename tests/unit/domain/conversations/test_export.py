from dataclasses import replace

import pytest

from domain.conversations.export import document_of, file_name, markdown_of
from domain.conversations.message import AnswerCost, AnswerError
from domain.llm.prompt import RedactedThinking, Refusal, Text, Thinking, ToolCall
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from tests.builders import a_conversation, a_message, an_answer

CHAT = replace(a_conversation(), title="A week in Lisbon", tags=("travel",))
ANSWER = replace(
    an_answer(),
    state="complete",
    model="large",
    parts=(
        Thinking(text="hm", signature="s"),
        RedactedThinking(data="sealed"),
        Text(text=" By train. "),
        ToolCall(id="c", name="trains", arguments='{"to": "`Lisbon`"}'),
        Refusal(text="No."),
    ),
    cost=AnswerCost(
        usage=Usage(input_uncached=7, output=3), cost=NanoUsd(12), first_token_ms=1, latency_ms=2
    ),
)


def test_a_document_has_everything_but_what_only_vendors_can_read() -> None:
    document = document_of(CHAT, [a_message(), ANSWER])

    assert document == {
        "format": "parley.conversation",
        "version": 1,
        "id": CHAT.id,
        "title": "A week in Lisbon",
        "model": CHAT.model,
        "tags": ["travel"],
        "created_at": CHAT.created_at.isoformat(),
        "updated_at": CHAT.updated_at.isoformat(),
        "active_leaf_id": CHAT.active_leaf,
        "messages": [
            {
                "id": "m1",
                "parent_id": None,
                "role": "user",
                "created_at": "2026-01-01T12:00:00+00:00",
                "state": "complete",
                "parts": [{"type": "text", "text": "hello"}],
            },
            {
                "id": ANSWER.id,
                "parent_id": ANSWER.parent,
                "role": "assistant",
                "created_at": ANSWER.created_at.isoformat(),
                "state": "complete",
                "parts": [
                    {"type": "thinking", "text": "hm"},
                    {"type": "text", "text": " By train. "},
                    {
                        "type": "tool_call",
                        "id": "c",
                        "name": "trains",
                        "arguments": '{"to": "`Lisbon`"}',
                    },
                    {"type": "refusal", "text": "No."},
                ],
                "model": "large",
                "usage": {"input_uncached": 7, "output": 3, "cost_nano_usd": "12"},
            },
        ],
    }


def test_a_document_says_what_failed_and_that_a_cost_is_unknown() -> None:
    failed = replace(
        ANSWER,
        state="failed",
        cost=replace(ANSWER.cost, cost=None) if ANSWER.cost else None,
        error=AnswerError(code="cut", message="gone"),
    )

    match document_of(CHAT, [failed])["messages"]:
        case [{"error": error, "usage": usage}]:
            assert error == {"code": "cut", "message": "gone"}
            assert usage == {"input_uncached": 7, "output": 3, "cost_nano_usd": None}
        case told:
            pytest.fail(f"not one message: {told}")


def test_a_page_says_who_said_what_and_when() -> None:
    assert markdown_of(CHAT, [a_message(), ANSWER]) == (
        "# A week in Lisbon\n\n"
        "## You\n\n*2026-01-01 12:00 UTC*\n\nhello\n\n"
        "## large\n\n*2026-01-01 12:00 UTC*\n\nBy train.\n\n"
        'Called `trains`:\n\n```json\n{"to": "`Lisbon`"}\n```\n\nNo.\n'
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("stopped", "*(stopped)*"),
        ("interrupted", "*(cut off)*"),
        ("truncated", "*(cut at the model's limit)*"),
        ("failed", "*(failed)*"),
        ("streaming", "*(still being written)*"),
    ],
)
def test_a_page_says_how_an_answer_ended_that_is_not_whole(state: str, words: str) -> None:
    answer = replace(an_answer(), state=state, model=None)  # type: ignore[arg-type]

    assert markdown_of(CHAT, [answer]).endswith(
        f"## Assistant\n\n*2026-01-01 12:00 UTC*\n\n{words}\n"
    )


def test_a_fence_is_longer_than_any_inside_it() -> None:
    answer = replace(ANSWER, parts=(ToolCall(id="c", name="run", arguments="```` x"),))

    assert "\n`````json\n```` x\n`````\n" in markdown_of(CHAT, [answer])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A: week/in\tLisbon?", "A week in Lisbon"),
        ("…", "chat"),
        ("日本 旅行", "日本 旅行"),
        ("x" * 99, "x" * 80),
    ],
)
def test_a_file_is_called_like_its_chat(title: str, name: str) -> None:
    assert file_name(title) == name
