from dataclasses import replace

import pytest

from domain.conversations.message import (
    TEXT_LENGTH_MAX,
    AnswerCost,
    AnswerError,
    MessageState,
    check_text,
)
from domain.errors import Conflict, Invalid
from domain.llm.prompt import Text, Thinking
from domain.llm.usage import Usage
from domain.transactions.money import NanoUsd
from tests.builders import a_generation, an_answer

PARTS = (Text(text="Hel"), Thinking(text="hm"), Text(text="lo"))
COST = AnswerCost(usage=Usage(output=2), cost=NanoUsd(3), first_token_ms=4, latency_ms=5)
ERROR = AnswerError(code="server", message="The model failed.")


def test_a_message_s_text_is_what_was_said_not_what_was_thought() -> None:
    assert an_answer(parts=PARTS).text == "Hello"


def test_an_answer_holds_what_has_come_so_far() -> None:
    assert an_answer().grow(PARTS) == replace(an_answer(), parts=PARTS)


def test_an_answer_ends_with_its_state_its_cost_and_its_error() -> None:
    ended = an_answer(parts=PARTS).end("failed", cost=COST, error=ERROR)

    assert ended == replace(an_answer(parts=PARTS), state="failed", cost=COST, error=ERROR)


@pytest.mark.parametrize("state", ["complete", "stopped", "interrupted", "failed"])
def test_an_answer_that_has_ended_neither_grows_nor_ends_again(state: MessageState) -> None:
    ended = an_answer().end(state)

    with pytest.raises(Conflict, match="message 'm2' has ended"):
        ended.grow(PARTS)
    with pytest.raises(Conflict, match="message 'm2' has ended"):
        ended.end("complete")


@pytest.mark.parametrize("text", ["a", "a" * TEXT_LENGTH_MAX])
def test_a_text_of_any_length_up_to_the_limit_may_be_sent(text: str) -> None:
    check_text(text)


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_may_not_be_sent(text: str) -> None:
    with pytest.raises(Invalid, match="the message is empty"):
        check_text(text)


def test_a_text_beyond_the_limit_may_not_be_sent() -> None:
    with pytest.raises(Invalid, match="more than 400,000 characters"):
        check_text("a" * (TEXT_LENGTH_MAX + 1))


def test_a_generation_ends() -> None:
    assert a_generation().end() == replace(a_generation(), state="ended")
