from dataclasses import replace
from typing import get_args

import pytest

from application.chat.answer_ending import cost_from, ending_of, error_from
from domain.conversations.message import AnswerCost, AnswerError
from domain.errors import Forbidden
from domain.llm.events import Failure, FailureKind
from domain.llm.reply import Reply
from domain.transactions.money import NanoUsd
from tests.builders import a_transaction


@pytest.mark.parametrize("kind", get_args(FailureKind))
def test_every_failure_has_a_sentence_for_its_reader(kind: FailureKind) -> None:
    state, error = ending_of(Reply(failure=Failure(kind=kind, message="vendor's words")))

    assert state == "failed"
    assert error is not None
    assert error.code == kind
    assert error.message[0].isupper()
    assert error.message.endswith(".")
    assert "vendor's words" not in error.message


def test_a_stream_that_just_broke_off_is_a_failure() -> None:
    state, error = ending_of(Reply())

    assert state == "failed"
    assert error is not None
    assert error.code == "cut"


def test_a_refusal_of_ours_is_a_sentence_under_its_code() -> None:
    error = error_from(Forbidden("the model 'free' has no price"))

    assert error == AnswerError(code="forbidden", message="The model 'free' has no price.")


def test_an_answer_costs_what_went_into_the_books() -> None:
    booked = replace(a_transaction(cost=NanoUsd(7)), first_token_ms=120, latency_ms=900)

    assert cost_from(booked) == AnswerCost(
        usage=booked.usage, cost=NanoUsd(7), first_token_ms=120, latency_ms=900
    )
